import { subjectOf } from './audit/audit-rules.ts';
import type { AuditStore } from './audit/audit-store.ts';
import type { AccountStrategy } from './cards/account-strategy.ts';
import { stepRoutes } from './cards/step-routes.ts';
import type { Config } from './config.ts';
import type { Database } from './database/schema.ts';
import type { ReadSignals } from './execution/ask-accounts.ts';
import { decideStep } from './execution/decide-step.ts';
import { logExecution } from './execution/log-execution.ts';
import { undoDecision } from './execution/undo-decision.ts';
import { createFileLinks } from './http/file-link.ts';
import type { RoleOf } from './http/require-role.ts';
import type { LedgerDeps } from './ledger/answer-ledger.ts';
import { ledgerFileRoutes, ledgerRoutes } from './ledger/ledger-routes.ts';
import { createLedgerStore } from './ledger/ledger-store.ts';
import { linkServesMinutes } from './ledger/ledger-view-rules.ts';
import type { AccountId, PortalId } from './model/ids.ts';
import { isAtLeast } from './model/role.ts';
import { readAccountStrategy } from './refresh/read-account-strategy.ts';
import type { createStores } from './stores.ts';

export type ExecutionDeps = {
  db: Database;
  config: Config;
  audit: Pick<AuditStore, 'note'>;
  portalState: LedgerDeps['portalState'];
  stores: ReturnType<typeof createStores>;
  signals: ReadSignals;
  roleOf: RoleOf;
  /** undefined: this company or portal is not known here. */
  timeZoneOf: (portalId: PortalId, accountId: AccountId) => Promise<string | undefined>;
  wake: (portalId: PortalId) => void;
  now: () => Date;
};

const latestTasks = 200;

/** What people do with the steps of strategies: on the card of an account, and over all of them. */
export function openExecution(deps: ExecutionDeps) {
  const { db, config, audit, stores, signals, roleOf, timeZoneOf, portalState, wake, now } = deps;
  const working = { ...stores, signals, now };

  const steps = stepRoutes({
    roleOf,
    timeZoneOf,
    strategiesOf: async (portalId) => (await stores.strategies.read(portalId)).strategies,
    async isActiveOwner(portalId, ownerId) {
      const owners = await stores.portals.listOwners(portalId);
      return owners.some(({ id, isActive }) => isActive && id === ownerId);
    },
    tasksOf: (portalId, accountId) => stores.tasks.listOf(portalId, accountId, latestTasks),
    async decide(portalId, decision) {
      await decideStep(working, portalId, decision);
      wake(portalId);
    },
    async undo(portalId, decision) {
      await undoDecision(working, portalId, decision);
      wake(portalId);
    },
    async log(portalId, execution) {
      const logged = await logExecution(working, portalId, execution);
      wake(portalId);
      return logged;
    },
    now,
  });

  const lifetimeMs = linkServesMinutes * 60_000;
  const fileLinks = createFileLinks(config.hubspot.clientSecret, 'ledger', lifetimeMs);
  const ledgerDeps = {
    ...{ roleOf, portalState, now },
    ledger: createLedgerStore(db),
    tasks: stores.tasks,
    imported: stores.imported,
    decisions: stores.decisions,
    strategies: stores.strategies,
    secrets: stores.secrets,
    listOwners: stores.portals.listOwners,
    fileUrl(portalId: PortalId, asked: Readonly<Record<string, string>>) {
      const query = new URLSearchParams({ ...asked, portalId: String(portalId) });
      return `${config.publicUrl}/ledger/file?${fileLinks.sign(query, now())}`;
    },
  };
  const files = ledgerFileRoutes({
    ...ledgerDeps,
    fileLinks,
    noteExport: (portalId, userId, question) =>
      audit.note(portalId, {
        action: 'ledger_exported',
        userId,
        subject: subjectOf('', question),
        at: now(),
      }),
  });

  return {
    /** Needs no signature of HubSpot's: a link of ours leads there. */
    files,
    routes: [steps, ledgerRoutes(ledgerDeps)],

    async strategyOf(
      portalId: PortalId,
      accountId: AccountId,
      userId: number | null,
    ): Promise<AccountStrategy | null> {
      const [read, role] = await Promise.all([
        readAccountStrategy(working, portalId, accountId),
        userId === null ? ('reader' as const) : roleOf(portalId, userId),
      ]);
      return read && { ...read, viewerId: userId, mayWrite: isAtLeast(role, 'kam') };
    },
  };
}
