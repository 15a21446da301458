import type { PortalStore } from '../install/portal-store.ts';
import type { SecretStore } from '../install/secret-store.ts';
import type { SettingStore } from '../install/setting-store.ts';
import { dayIn, dayOfProperty, startOfDay } from '../model/day.ts';
import type { AccountId, PortalId } from '../model/ids.ts';
import type { PortalSettings } from '../model/settings.ts';
import type { AccountSignal } from '../model/strategy.ts';
import type { Window } from '../strategy/due-dates.ts';
import { type DatedFacts, signalsOf } from '../strategy/signals.ts';
import type { SignalRecords, SignalStore } from '../sync/signal-store.ts';

export type ReadSignalsDeps = {
  portals: Pick<PortalStore, 'find'>;
  secrets: SecretStore;
  settings: Pick<SettingStore, 'read'>;
  signalRecords: SignalStore;
};

/** Reads what happens to accounts and calls for steps within a window; accounts without are left out. */
export function createSignalReader({ portals, secrets, settings, signalRecords }: ReadSignalsDeps) {
  return async function readSignals(
    portalId: PortalId,
    accountIds: readonly AccountId[],
    window: Window,
  ): Promise<Map<AccountId, AccountSignal[]>> {
    const portal = await portals.find(portalId);
    if (!portal) return new Map();
    const { timeZone } = portal;
    const since = startOfDay(window.from, timeZone);
    const records = await signalRecords.listSince(portalId, accountIds, since);
    const wordOf = await secrets.wordsOf(portalId);
    const factsOf = factReader(await settings.read(portalId), { dayOf: dayIn(timeZone), wordOf });
    return new Map([...records].map(([id, own]) => [id, signalsOf(factsOf(own), window)]));
  };
}

function factReader(
  { wonStages, complaintCategories, renewalProperty, rootCauseProperty }: PortalSettings,
  { dayOf, wordOf }: { dayOf: (instantMs: number) => number; wordOf: (text: string) => string },
) {
  const isWon = ({ status, stage }: SignalRecords['closedDeals'][number]) =>
    wonStages === null || stage === null ? status === 'won' : wonStages.includes(stage);
  const isComplaint = ({ categories }: SignalRecords['closedTickets'][number]) =>
    categories.some((category) => complaintCategories.includes(category.toLowerCase()));
  const isUnexplained = ({ hasRootCause }: SignalRecords['closedTickets'][number]) =>
    rootCauseProperty !== null && hasRootCause === false;
  const closing = ({ id, closedAt }: { id: string; closedAt: number }) => ({
    id,
    closedOn: dayOf(closedAt),
  });

  return ({ closedDeals, closedTickets, mapped, birthdays }: SignalRecords): DatedFacts => ({
    wonDeals: closedDeals.filter(isWon).map(closing),
    resolvedComplaints: closedTickets.filter(isComplaint).map(closing),
    unexplainedComplaints: closedTickets.filter(isComplaint).filter(isUnexplained).map(closing),
    contractEndOn:
      renewalProperty === null ? null : dayOfProperty(mapped[renewalProperty] ?? null, dayOf),
    birthdays: birthdays.map(({ contactId, monthDay }) => ({
      contactWord: wordOf(`contact/${contactId}`),
      monthDay,
    })),
  });
}
