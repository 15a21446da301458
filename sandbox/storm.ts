import { setTimeout as sleep } from 'node:timers/promises';
import { COMPANY, DEAL, type ObjectTypeId, TICKET } from './object-types.ts';
import type { Portal } from './portal.ts';
import { createRandom, type Random } from './random.ts';
import type { UserActions } from './user-actions.ts';

export type StormChange = {
  what:
    | 'deal-won'
    | 'deal-closed'
    | 'amount-edited'
    | 'ticket-opened'
    | 'ticket-closed'
    | 'deal-moved';
  objectType: ObjectTypeId;
  objectId: number;
  /** Companies whose scores may follow from the change. */
  companyIds: number[];
  at: number;
};

export type StormOptions = { changes: number; seed: number; overMs: number };

type Storm = { portal: Portal; actions: UserActions; random: Random };

/** A random live record, found by drawing rows. */
function randomLiveRow({ portal, random }: Storm, typeId: ObjectTypeId): number {
  const table = portal.table(typeId);
  for (let draw = 0; draw < 1_000; draw++) {
    const row = random.below(Math.max(1, table.rows()));
    if (table.isLive(row)) return row;
  }
  return -1;
}

function companiesOf({ portal }: Storm, typeId: ObjectTypeId, row: number): number[] {
  const companies = portal.table(COMPANY);
  return [...portal.links.between(typeId, COMPANY).of(row)]
    .filter((link) => companies.isLive(link.row))
    .map((link) => companies.idOf(link.row));
}

type Attempt = (storm: Storm) => Omit<StormChange, 'at'> | undefined;

function stageKind(portal: Portal, typeId: ObjectTypeId, row: number, property: string) {
  return portal.findStage(typeId, portal.table(typeId).get(row, property) ?? '')?.stage.kind;
}

/** A row of a type whose stage is of a kind, if one comes up in a few draws. */
function rowInStage(storm: Storm, typeId: ObjectTypeId, property: string, kind: string): number {
  for (let draw = 0; draw < 50; draw++) {
    const row = randomLiveRow(storm, typeId);
    if (row >= 0 && stageKind(storm.portal, typeId, row, property) === kind) return row;
  }
  return -1;
}

const winNewDeal: Attempt = (storm) => {
  const companyRow = randomLiveRow(storm, COMPANY);
  if (companyRow < 0) return undefined;
  const companyId = storm.portal.table(COMPANY).idOf(companyRow);
  const amount = Math.round(Math.exp(8.5 + storm.random.normal()) * 100) / 100;
  const stage = { dealstage: 'closedwon', pipeline: 'default' };
  const deal = { dealname: 'Order by phone', amount, ...stage };
  const objectId = storm.actions.create(DEAL, deal, companyId);
  return { what: 'deal-won', objectType: DEAL, objectId, companyIds: [companyId] };
};

const closeOpenDeal: Attempt = (storm) => {
  const row = rowInStage(storm, DEAL, 'dealstage', 'open');
  if (row < 0) return undefined;
  const objectId = storm.portal.table(DEAL).idOf(row);
  const dealstage = storm.random.chance(0.6) ? 'closedwon' : 'closedlost';
  storm.actions.update(DEAL, objectId, { dealstage });
  const companyIds = companiesOf(storm, DEAL, row);
  return { what: 'deal-closed', objectType: DEAL, objectId, companyIds };
};

const editAmount: Attempt = (storm) => {
  const row = randomLiveRow(storm, DEAL);
  if (row < 0) return undefined;
  const objectId = storm.portal.table(DEAL).idOf(row);
  const before = storm.portal.table(DEAL).numberAt(row, 'amount');
  const base = Number.isNaN(before) ? 1_000 : before;
  const amount = Math.round(base * (0.7 + storm.random.next()) * 100) / 100;
  storm.actions.update(DEAL, objectId, { amount: amount === before ? amount + 1 : amount });
  const companyIds = companiesOf(storm, DEAL, row);
  return { what: 'amount-edited', objectType: DEAL, objectId, companyIds };
};

const openTicket: Attempt = (storm) => {
  const companyRow = randomLiveRow(storm, COMPANY);
  if (companyRow < 0) return undefined;
  const companyId = storm.portal.table(COMPANY).idOf(companyRow);
  const category = storm.random.chance(0.3) ? 'COMPLAINT' : 'GENERAL_INQUIRY';
  const stage = { hs_pipeline: '0', hs_pipeline_stage: '1' };
  const ticket = { subject: 'Call back, please', hs_ticket_category: category, ...stage };
  const objectId = storm.actions.create(TICKET, ticket, companyId);
  return { what: 'ticket-opened', objectType: TICKET, objectId, companyIds: [companyId] };
};

const closeTicket: Attempt = (storm) => {
  const row = rowInStage(storm, TICKET, 'hs_pipeline_stage', 'open');
  if (row < 0) return undefined;
  const objectId = storm.portal.table(TICKET).idOf(row);
  storm.actions.update(TICKET, objectId, { hs_pipeline_stage: '4' });
  const companyIds = companiesOf(storm, TICKET, row);
  return { what: 'ticket-closed', objectType: TICKET, objectId, companyIds };
};

const moveDeal: Attempt = (storm) => {
  const row = randomLiveRow(storm, DEAL);
  const companyRow = randomLiveRow(storm, COMPANY);
  if (row < 0 || companyRow < 0) return undefined;
  const [objectId, companyId] = [
    storm.portal.table(DEAL).idOf(row),
    storm.portal.table(COMPANY).idOf(companyRow),
  ];
  const before = companiesOf(storm, DEAL, row);
  if (before.includes(companyId)) return undefined;
  storm.actions.moveToCompany(DEAL, objectId, companyId);
  const companyIds = [...new Set([...before, companyId])];
  return { what: 'deal-moved', objectType: DEAL, objectId, companyIds };
};

const WEIGHTED: readonly (readonly [number, Attempt])[] = [
  [0.3, winNewDeal],
  [0.2, closeOpenDeal],
  [0.2, editAmount],
  [0.13, openTicket],
  [0.07, closeTicket],
  [0.1, moveDeal],
];

function draw(random: Random): Attempt {
  let left = random.next();
  for (const [weight, attempt] of WEIGHTED) {
    left -= weight;
    if (left < 0) return attempt;
  }
  return winNewDeal;
}

/** Changes deals and tickets at random over a while, as people in a busy portal do. */
export async function runStorm(
  portal: Portal,
  actions: UserActions,
  { changes, seed, overMs }: StormOptions,
): Promise<StormChange[]> {
  const storm: Storm = { portal, actions, random: createRandom(seed) };
  const done: StormChange[] = [];
  const startedAt = performance.now();
  for (let index = 0; index < changes; index++) {
    const due = (index / changes) * overMs - (performance.now() - startedAt);
    if (due > 4) await sleep(due);
    const change = draw(storm.random)(storm) ?? winNewDeal(storm);
    if (change) done.push({ ...change, at: portal.clock.nowMs() });
  }
  return done;
}
