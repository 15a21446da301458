import type { ManualInputStore } from '../assessment/manual-input-store.ts';
import type { PortalStore } from '../install/portal-store.ts';
import type { SecretStore } from '../install/secret-store.ts';
import type { SettingStore } from '../install/setting-store.ts';
import { dayIn, dayOfProperty, startOfDay } from '../model/day.ts';
import { isEnquiry, isEnteredNeed } from '../model/enquiry.ts';
import type { AccountId, PortalId } from '../model/ids.ts';
import type { ManualInput } from '../model/manual-input.ts';
import { parts } from '../model/parts.ts';
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
  manualInputs: Pick<ManualInputStore, 'listCurrent'>;
};

/** Reads what happens to accounts and calls for steps within a window; accounts without are left out. */
export function createSignalReader(deps: ReadSignalsDeps) {
  const { portals, secrets, settings, signalRecords } = deps;
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
    const needs = await readNeeds(deps, portalId, accountIds);
    const wordOf = await secrets.wordsOf(portalId);
    const factsOf = factReader(await settings.read(portalId), { dayOf: dayIn(timeZone), wordOf });
    const found = new Set([...records.keys(), ...needs.keys()]);
    return new Map(
      [...found].map((id) => {
        const facts = factsOf(records.get(id) ?? noRecords, needs.get(id) ?? []);
        return [id, signalsOf(facts, window)];
      }),
    );
  };
}

const noRecords: SignalRecords = { closedDeals: [], tickets: [], mapped: {}, birthdays: [] };

/** The needs that people entered and did not take back. */
async function readNeeds(
  { manualInputs }: Pick<ReadSignalsDeps, 'manualInputs'>,
  portalId: PortalId,
  accountIds: readonly AccountId[],
): Promise<Map<AccountId, ManualInput[]>> {
  const found = new Map<AccountId, ManualInput[]>();
  for (const part of parts(accountIds)) {
    for (const [id, told] of await manualInputs.listCurrent(portalId, part)) {
      const needs = told.filter(isEnteredNeed);
      if (needs.length > 0) found.set(id, needs);
    }
  }
  return found;
}

type TicketDates = SignalRecords['tickets'][number];

function factReader(
  { wonStages, complaintCategories, renewalProperty, rootCauseProperty }: PortalSettings,
  { dayOf, wordOf }: { dayOf: (instantMs: number) => number; wordOf: (text: string) => string },
) {
  const isWon = ({ status, stage }: SignalRecords['closedDeals'][number]) =>
    wonStages === null || stage === null ? status === 'won' : wonStages.includes(stage);
  const isComplaint = ({ categories }: TicketDates) =>
    categories.some((category) => complaintCategories.includes(category.toLowerCase()));
  const isUnexplained = ({ hasRootCause }: TicketDates) =>
    rootCauseProperty !== null && hasRootCause === false;
  const asks = (ticket: TicketDates) =>
    isEnquiry({ isComplaint: isComplaint(ticket), categories: ticket.categories });
  const closing = ({ id, closedAt }: { id: string; closedAt: number | null }) =>
    closedAt === null ? [] : [{ id, closedOn: dayOf(closedAt) }];

  return (
    { closedDeals, tickets, mapped, birthdays }: SignalRecords,
    needs: readonly ManualInput[],
  ): DatedFacts => ({
    wonDeals: closedDeals.filter(isWon).flatMap(closing),
    resolvedComplaints: tickets.filter(isComplaint).flatMap(closing),
    unexplainedComplaints: tickets.filter(isComplaint).filter(isUnexplained).flatMap(closing),
    enquiries: [
      ...tickets
        .filter(asks)
        .map(({ id, createdAt }) => ({ id: `ticket-${id}`, askedOn: dayOf(createdAt) })),
      ...needs.map(({ id, enteredOn }) => ({ id: `need-${id}`, askedOn: enteredOn })),
    ],
    contractEndOn:
      renewalProperty === null ? null : dayOfProperty(mapped[renewalProperty] ?? null, dayOf),
    birthdays: birthdays.map(({ contactId, monthDay }) => ({
      contactWord: wordOf(`contact/${contactId}`),
      monthDay,
    })),
  });
}
