import type { Selectable } from 'kysely';
import type { Database, Tables } from '../database/schema.ts';
import type { PortalId } from '../model/ids.ts';
import { type Policy, policyOver } from '../model/policy.ts';
import type { PolicyBody, PolicyDraft, PolicyVersion } from '../model/policy-version.ts';

export type PolicyStore = ReturnType<typeof createPolicyStore>;

/** Every policy a portal has published, and the draft an admin works on. */
export function createPolicyStore(db: Database, standard: Policy) {
  /** What a body of an earlier time does not name has its standard value. */
  function completed(stored: Policy): PolicyBody {
    const { version: _version, ...body } = policyOver(standard, stored);
    return body;
  }

  function toVersion(row: Selectable<Tables['policy']>): PolicyVersion {
    const stored = JSON.parse(row.body) as Policy;
    return {
      version: stored.version,
      body: completed(stored),
      author: row.author,
      publishedAt: row.published_at,
      note: row.note ?? '',
      parent: row.parent,
    };
  }

  return {
    /** Newest first. */
    async list(portalId: PortalId): Promise<PolicyVersion[]> {
      const rows = await db
        .selectFrom('policy')
        .selectAll()
        .where('portal_id', '=', portalId)
        .orderBy('version', 'desc')
        .execute();
      return rows.map(toVersion);
    },

    /** undefined when there is a version of that number already: somebody else was faster. */
    async publish(
      portalId: PortalId,
      { version, body, author, publishedAt, note, parent }: PolicyVersion,
    ): Promise<number | undefined> {
      const policy: Policy = { ...body, version };
      return await db.transaction().execute(async (transaction) => {
        const [result] = await transaction
          .insertInto('policy')
          .values({
            portal_id: portalId,
            version,
            body: JSON.stringify(policy),
            published_at: publishedAt,
            author,
            note,
            parent,
          })
          .onConflict((conflict) => conflict.columns(['portal_id', 'version']).doNothing())
          .execute();
        if (result?.numInsertedOrUpdatedRows !== 1n) return undefined;
        await transaction.deleteFrom('policy_draft').where('portal_id', '=', portalId).execute();
        return version;
      });
    },

    async findDraft(portalId: PortalId): Promise<PolicyDraft | undefined> {
      const row = await db
        .selectFrom('policy_draft')
        .selectAll()
        .where('portal_id', '=', portalId)
        .executeTakeFirst();
      if (!row) return undefined;
      const { note, based_on: basedOn, author, saved_at: savedAt } = row;
      const body = completed({ ...(JSON.parse(row.body) as PolicyBody), version: basedOn });
      return { body, note, basedOn, author, savedAt };
    },

    async saveDraft(portalId: PortalId, draft: PolicyDraft): Promise<void> {
      const row = {
        body: JSON.stringify(draft.body),
        note: draft.note,
        based_on: draft.basedOn,
        author: draft.author,
        saved_at: draft.savedAt,
      };
      await db
        .insertInto('policy_draft')
        .values({ portal_id: portalId, ...row })
        .onConflict((conflict) => conflict.column('portal_id').doUpdateSet(row))
        .execute();
    },

    async dropDraft(portalId: PortalId): Promise<void> {
      await db.deleteFrom('policy_draft').where('portal_id', '=', portalId).execute();
    },
  };
}
