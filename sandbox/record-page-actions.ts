import { PRIMARY } from './association-types.ts';
import type { Source } from './changes.ts';
import { COMPANY, DEAL, TICKET } from './object-types.ts';
import type { Portal } from './portal.ts';
import { companyName } from './record-page-parts.ts';
import { associate, createRecord } from './records.ts';

/** What a person does in the CRM. */
function byUser(portal: Portal): Source {
  return { changeSource: 'CRM_UI', sourceId: `userId:${portal.user.userId}` };
}

/** Wins a deal today for a company. */
export function closeDeal(portal: Portal, companyRow: number, amount: number): void {
  const source = byUser(portal);
  const values = new Map<string, string | null>([
    ['dealname', companyName(portal, companyRow)],
    ['pipeline', 'default'],
    ['dealstage', 'closedwon'],
    ['amount', String(amount)],
    ['deal_currency_code', portal.currency],
    ['closedate', portal.clock.now().toISOString()],
  ]);
  const row = createRecord(portal, DEAL, values, source);
  const ends = { from: { typeId: DEAL, row }, to: { typeId: COMPANY, row: companyRow } } as const;
  associate(portal, ends, PRIMARY, source);
}

export function openTicket(
  portal: Portal,
  companyRow: number,
  { subject, isComplaint }: { subject: string; isComplaint: boolean },
): void {
  const source = byUser(portal);
  const values = new Map<string, string | null>([
    ['subject', subject],
    ['hs_pipeline', '0'],
    ['hs_pipeline_stage', '1'],
    ['hs_ticket_category', isComplaint ? 'COMPLAINT' : 'GENERAL_INQUIRY'],
    ['hs_ticket_priority', isComplaint ? 'HIGH' : 'MEDIUM'],
  ]);
  const row = createRecord(portal, TICKET, values, source);
  const ends = { from: { typeId: TICKET, row }, to: { typeId: COMPANY, row: companyRow } } as const;
  associate(portal, ends, PRIMARY, source);
}
