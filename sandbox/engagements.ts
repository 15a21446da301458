import { UNLABELLED } from './association-types.ts';
import { startOfDayMs } from './days.ts';
import { CALL, COMPANY, EMAIL, type ObjectTypeId } from './object-types.ts';
import type { Portal } from './portal.ts';
import { createRandom, type Random } from './random.ts';

const DAYS = 120;
/** HubSpot's own outcomes of calls: connected, no answer, left voicemail. */
const OUTCOMES = [
  'f240bbac-87c9-4f6e-bf70-924b57d47db7',
  '73a0d17f-1163-4015-bdd5-ec830791da20',
  'b2cf5968-551e-4856-9783-52b3da59a7d0',
];

type Logging = { portal: Portal; random: Random; today: number; companyRow: number };

function add({ portal, companyRow }: Logging, typeId: ObjectTypeId, at: number) {
  const table = portal.table(typeId);
  const row = table.add(at);
  table.column('hs_timestamp').setNumber(row, at);
  table.touch(row, at);
  portal.links.between(typeId, COMPANY).append(row, companyRow, UNLABELLED);
  portal.links.between(COMPANY, typeId).append(companyRow, row, UNLABELLED);
  return { table, row };
}

function addCall(logging: Logging, at: number, willingness: number): void {
  const { table, row } = add(logging, CALL, at);
  const { random } = logging;
  const isInbound = random.chance(0.1);
  table.column('hs_call_direction').set(row, isInbound ? 'INBOUND' : 'OUTBOUND');
  if (random.chance(0.15)) return;
  const answered = isInbound || random.chance(willingness);
  const [connected = '', ...missed] = OUTCOMES;
  table.column('hs_call_disposition').set(row, answered ? connected : random.pick(missed));
}

function addThread(logging: Logging, at: number, willingness: number): void {
  const { random, portal } = logging;
  const sent = add(logging, EMAIL, at);
  const thread = String(sent.table.idOf(sent.row));
  sent.table.column('hs_email_direction').set(sent.row, 'EMAIL');
  sent.table.column('hs_email_status').set(sent.row, random.chance(0.03) ? 'BOUNCED' : 'SENT');
  sent.table.column('hs_email_thread_id').set(sent.row, thread);
  const repliedAt = at + Math.round(random.exponential() * 86_400_000);
  if (!random.chance(willingness) || repliedAt > portal.clock.nowMs() - 60_000) return;
  const reply = add(logging, EMAIL, repliedAt);
  reply.table.column('hs_email_direction').set(reply.row, 'INCOMING_EMAIL');
  reply.table.column('hs_email_status').set(reply.row, 'SENT');
  reply.table.column('hs_email_thread_id').set(reply.row, thread);
}

/** Calls and e-mails of the last months with one company in twelve; some answer, some no longer do. */
export function addEngagements(portal: Portal, today: number, seed: number): void {
  // A stream of its own: the rest of a seeded portal stays what it was.
  const random = createRandom(seed ^ portal.id ^ 0x5ca1ab1e);
  const companies = portal.table(COMPANY);
  const latest = portal.clock.nowMs() - 60_000;
  for (let companyRow = 0; companyRow < companies.rows(); companyRow++) {
    if (!random.chance(1 / 12)) continue;
    const logging = { portal, random, today, companyRow };
    const willingness = random.next();
    const count = 4 + random.below(10);
    for (let index = 0; index < count; index++) {
      const day = today - random.below(DAYS);
      const at = startOfDayMs(portal.timeZone, day) + (8 * 60 + random.below(540)) * 60_000;
      if (random.chance(0.5)) addCall(logging, Math.min(at, latest), willingness);
      else addThread(logging, Math.min(at, latest), willingness);
    }
  }
}
