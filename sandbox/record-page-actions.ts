import { COMPANY, DEAL, TASK, TICKET } from './object-types.ts';
import type { Portal } from './portal.ts';
import { companyName } from './record-page-parts.ts';
import { createUserActions } from './user-actions.ts';

/** Wins a deal today for a company. */
export function closeDeal(portal: Portal, companyRow: number, amount: number): void {
  const deal = {
    dealname: companyName(portal, companyRow),
    pipeline: 'default',
    dealstage: 'closedwon',
    amount,
    deal_currency_code: portal.currency,
    closedate: portal.clock.now().toISOString(),
  };
  createUserActions(portal).create(DEAL, deal, portal.table(COMPANY).idOf(companyRow));
}

export function openTicket(
  portal: Portal,
  companyRow: number,
  { subject, isComplaint }: { subject: string; isComplaint: boolean },
): void {
  const ticket = {
    subject,
    hs_pipeline: '0',
    hs_pipeline_stage: '1',
    hs_ticket_category: isComplaint ? 'COMPLAINT' : 'GENERAL_INQUIRY',
    hs_ticket_priority: isComplaint ? 'HIGH' : 'MEDIUM',
  };
  createUserActions(portal).create(TICKET, ticket, portal.table(COMPANY).idOf(companyRow));
}

export function completeTask(portal: Portal, taskId: number): void {
  createUserActions(portal).update(TASK, taskId, { hs_task_status: 'COMPLETED' });
}
