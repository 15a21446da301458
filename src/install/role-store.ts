import type { Database } from '../database/schema.ts';
import type { PortalId } from '../model/ids.ts';
import type { Role } from '../model/role.ts';

export type RoleStore = ReturnType<typeof createRoleStore>;

export type GivenRole = { userId: number; role: Role; grantedAt: number };

/** Who may do what: what an admin gave, else key-account manager for owners of records, else reader. */
export function createRoleStore(db: Database) {
  return {
    async roleOf(portalId: PortalId, userId: number): Promise<Role> {
      const given = await db
        .selectFrom('user_role')
        .select('role')
        .where('portal_id', '=', portalId)
        .where('user_id', '=', userId)
        .executeTakeFirst();
      if (given) return given.role as Role;
      const owner = await db
        .selectFrom('owner')
        .select('owner_id')
        .where('portal_id', '=', portalId)
        .where('user_id', '=', userId)
        .where('is_active', '=', 1)
        .executeTakeFirst();
      return owner ? 'kam' : 'reader';
    },

    async list(portalId: PortalId): Promise<GivenRole[]> {
      const rows = await db
        .selectFrom('user_role')
        .select(['user_id', 'role', 'granted_at'])
        .where('portal_id', '=', portalId)
        .orderBy('user_id')
        .execute();
      return rows.map((row) => ({
        userId: row.user_id,
        role: row.role as Role,
        grantedAt: row.granted_at,
      }));
    },

    /** From now on the role follows from HubSpot again. */
    async takeBack(portalId: PortalId, userId: number): Promise<void> {
      await db
        .deleteFrom('user_role')
        .where('portal_id', '=', portalId)
        .where('user_id', '=', userId)
        .execute();
    },

    async give(
      portalId: PortalId,
      { userId, role }: { userId: number; role: Role },
      by: { author: string; at: Date },
    ): Promise<void> {
      const row = { role, granted_at: by.at.getTime(), granted_by: by.author };
      await db
        .insertInto('user_role')
        .values({ portal_id: portalId, user_id: userId, ...row })
        .onConflict((conflict) => conflict.columns(['portal_id', 'user_id']).doUpdateSet(row))
        .execute();
    },
  };
}
