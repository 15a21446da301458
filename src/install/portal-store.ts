import type { Selectable } from 'kysely';
import type { Database, Tables } from '../database/schema.ts';
import { type PortalId, portalId } from '../model/ids.ts';
import type { Owner, Portal } from '../model/portal.ts';

export type PortalStore = ReturnType<typeof createPortalStore>;

/** What HubSpot says of a portal when it is installed. */
export type InstalledPortal = Omit<Portal, 'status'>;

export type PortalFacts = Pick<Portal, 'name' | 'timeZone' | 'currency' | 'uiDomain'>;

export type SealedTokens = { accessToken: string; refreshToken: string; expiresAt: number };

export type Block = { until: number; reason: string };

export function createPortalStore(db: Database) {
  const ofPortal = (id: PortalId) => db.updateTable('portal').where('portal_id', '=', id);

  return {
    /** A portal that comes back keeps its records; only its tokens and facts are new. */
    async install(portal: InstalledPortal, tokens: SealedTokens, now: Date): Promise<void> {
      const facts = {
        status: 'installed',
        name: portal.name,
        time_zone: portal.timeZone,
        currency: portal.currency,
        locale: portal.locale,
        ui_domain: portal.uiDomain,
        scopes: JSON.stringify(portal.scopes),
        ...tokenColumns(tokens),
        blocked_until: 0,
        blocked_reason: null,
        gone_at: null,
        metadata_read_at: 0,
      };
      await db
        .insertInto('portal')
        .values({
          portal_id: portal.id,
          ...facts,
          installed_at: now.getTime(),
          properties: null,
          frame_id: null,
        })
        .onConflict((conflict) => conflict.column('portal_id').doUpdateSet(facts))
        .execute();
    },

    async find(id: PortalId): Promise<Portal | undefined> {
      const row = await db
        .selectFrom('portal')
        .selectAll()
        .where('portal_id', '=', id)
        .executeTakeFirst();
      return row && toPortal(row);
    },

    async listConnected(): Promise<PortalId[]> {
      const rows = await db
        .selectFrom('portal')
        .select('portal_id')
        .where('status', '=', 'installed')
        .execute();
      return rows.map((row) => portalId(row.portal_id));
    },

    /** Whether the database answers at all, at the least cost. */
    async answers(): Promise<boolean> {
      await db.selectFrom('portal').select('portal_id').limit(1).execute();
      return true;
    },

    /** Connected and not waiting for a limit to end: then HubSpot may be asked. */
    async isReady(id: PortalId, now: Date): Promise<boolean> {
      const row = await db
        .selectFrom('portal')
        .select('portal_id')
        .where('portal_id', '=', id)
        .where('status', '=', 'installed')
        .where('blocked_until', '<=', now.getTime())
        .executeTakeFirst();
      return row !== undefined;
    },

    async findTokens(id: PortalId): Promise<SealedTokens | undefined> {
      const row = await db
        .selectFrom('portal')
        .select(['access_token', 'refresh_token', 'token_expires_at'])
        .where('portal_id', '=', id)
        .where('status', '=', 'installed')
        .executeTakeFirst();
      if (!row?.access_token || !row.refresh_token) return undefined;
      const { access_token: accessToken, refresh_token: refreshToken } = row;
      return { accessToken, refreshToken, expiresAt: row.token_expires_at };
    },

    async saveTokens(id: PortalId, tokens: SealedTokens): Promise<void> {
      await ofPortal(id).set(tokenColumns(tokens)).execute();
    },

    /** Which portals have the app, and which had it and are not erased yet. */
    async listByState(): Promise<{ connected: PortalId[]; gone: PortalId[] }> {
      const rows = await db
        .selectFrom('portal')
        .select(['portal_id', 'status'])
        .orderBy('portal_id')
        .execute();
      const ids = (isConnected: boolean) =>
        rows
          .filter(({ status }) => (status === 'installed') === isConnected)
          .map((row) => portalId(row.portal_id));
      return { connected: ids(true), gone: ids(false) };
    },

    /** The sealed tokens of every connected portal. */
    async listTokens(): Promise<{ id: PortalId; tokens: SealedTokens }[]> {
      const rows = await db
        .selectFrom('portal')
        .select(['portal_id', 'access_token', 'refresh_token', 'token_expires_at'])
        .where('status', '=', 'installed')
        .execute();
      return rows.flatMap(({ portal_id, access_token, refresh_token, token_expires_at }) =>
        access_token === null || refresh_token === null
          ? []
          : [
              {
                id: portalId(portal_id),
                tokens: {
                  accessToken: access_token,
                  refreshToken: refresh_token,
                  expiresAt: token_expires_at,
                },
              },
            ],
      );
    },

    /** False when the tokens are not those any more: they were renewed meanwhile. */
    async replaceTokens(id: PortalId, before: SealedTokens, after: SealedTokens): Promise<boolean> {
      const { numUpdatedRows } = await ofPortal(id)
        .set(tokenColumns(after))
        .where('access_token', '=', before.accessToken)
        .where('refresh_token', '=', before.refreshToken)
        .executeTakeFirst();
      return numUpdatedRows > 0n;
    },

    /** HubSpot no longer takes our token: nothing more is asked of the portal. */
    async markGone(id: PortalId, status: 'revoked' | 'uninstalled'): Promise<void> {
      await ofPortal(id).set({ status, access_token: null, refresh_token: null }).execute();
    },

    async block(id: PortalId, { until, reason }: Block): Promise<void> {
      await ofPortal(id).set({ blocked_until: until, blocked_reason: reason }).execute();
    },

    async unblock(id: PortalId): Promise<void> {
      await ofPortal(id).set({ blocked_until: 0, blocked_reason: null }).execute();
    },

    /** The names of our properties that exist in the portal; undefined before they were made. */
    async findProperties(id: PortalId): Promise<string[] | undefined> {
      const row = await db
        .selectFrom('portal')
        .select('properties')
        .where('portal_id', '=', id)
        .executeTakeFirst();
      return row?.properties ? (JSON.parse(row.properties) as string[]) : undefined;
    },

    async saveProperties(id: PortalId, names: readonly string[]): Promise<void> {
      await ofPortal(id)
        .set({ properties: JSON.stringify(names) })
        .execute();
    },

    /** What exists in the portal has to be looked up again. */
    async forgetProperties(id: PortalId): Promise<void> {
      await ofPortal(id).set({ properties: null, labels_locale: null }).execute();
    },

    async saveFacts(id: PortalId, facts: PortalFacts): Promise<void> {
      await ofPortal(id)
        .set({
          name: facts.name,
          time_zone: facts.timeZone,
          currency: facts.currency,
          ui_domain: facts.uiDomain,
        })
        .execute();
    },

    /** The language our properties were labelled in last; null where that is not known. */
    async labelsLocale(id: PortalId): Promise<string | null> {
      const row = await db
        .selectFrom('portal')
        .select('labels_locale')
        .where('portal_id', '=', id)
        .executeTakeFirst();
      return row?.labels_locale ?? null;
    },

    async saveLabelsLocale(id: PortalId, locale: string): Promise<void> {
      await ofPortal(id).set({ labels_locale: locale }).execute();
    },

    /** The language of what is written into the portal. */
    async saveLocale(id: PortalId, locale: string): Promise<void> {
      await ofPortal(id).set({ locale }).execute();
    },

    async metadataReadAt(id: PortalId): Promise<number> {
      const row = await db
        .selectFrom('portal')
        .select('metadata_read_at')
        .where('portal_id', '=', id)
        .executeTakeFirst();
      return row?.metadata_read_at ?? 0;
    },

    /** Active owners and those who left, by name. */
    async listOwners(id: PortalId): Promise<Owner[]> {
      const rows = await db
        .selectFrom('owner')
        .selectAll()
        .where('portal_id', '=', id)
        .orderBy('name')
        .orderBy('owner_id')
        .execute();
      return rows.map((row) => ({
        id: row.owner_id,
        userId: row.user_id,
        name: row.name,
        isActive: row.is_active === 1,
        teams: JSON.parse(row.teams) as Owner['teams'],
      }));
    },

    async saveMetadata(id: PortalId, owners: readonly Owner[], now: Date): Promise<void> {
      await db.transaction().execute(async (transaction) => {
        for (const owner of owners) {
          const values = {
            user_id: owner.userId,
            name: owner.name,
            is_active: owner.isActive ? 1 : 0,
            teams: JSON.stringify(owner.teams),
          };
          await transaction
            .insertInto('owner')
            .values({ portal_id: id, owner_id: owner.id, ...values })
            .onConflict((conflict) =>
              conflict.columns(['portal_id', 'owner_id']).doUpdateSet(values),
            )
            .execute();
        }
        await transaction
          .updateTable('portal')
          .where('portal_id', '=', id)
          .set({ metadata_read_at: now.getTime() })
          .execute();
      });
    },
  };
}

function tokenColumns({ accessToken, refreshToken, expiresAt }: SealedTokens) {
  return { access_token: accessToken, refresh_token: refreshToken, token_expires_at: expiresAt };
}

function toPortal(row: Selectable<Tables['portal']>): Portal {
  return {
    id: portalId(row.portal_id),
    status: row.status as Portal['status'],
    name: row.name,
    timeZone: row.time_zone,
    currency: row.currency,
    locale: row.locale,
    uiDomain: row.ui_domain,
    scopes: JSON.parse(row.scopes) as string[],
  };
}
