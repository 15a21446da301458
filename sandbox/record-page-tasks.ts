import { type Html, html } from './html.ts';
import { COMPANY, TASK } from './object-types.ts';
import type { Portal } from './portal.ts';
import type { Shown } from './record-page-words.ts';

const NEXT = 8;

/** A company's open tasks, the next date first, each with a button that completes it. */
export function tasks({ portal, words }: Shown, companyRow: number): Html {
  const table = portal.table(TASK);
  const rows = openTasks(portal, companyRow);
  if (rows.length === 0) return html`<p class="microcopy">${words.say('noTasks')}</p>`;
  return html`<ul class="activity">${rows.slice(0, NEXT).map((task) => {
    const due = words.date(table.numberAt(task, 'hs_timestamp'), portal.timeZone);
    const owner = portal.owners.find(({ id }) => id === table.get(task, 'hubspot_owner_id'));
    const who = owner ? `${owner.firstName} ${owner.lastName}` : '–';
    return html`<li>${table.get(task, 'hs_task_subject') ?? ''}
      <small>${words.say('taskDue', { value: due })} · ${who}</small>
      <form data-action="/tasks/${table.idOf(task)}/complete">
        <input type="hidden" name="locale" value="${words.locale}">
        <button class="button" type="submit">${words.say('completeTask')}</button>
      </form></li>`;
  })}</ul>`;
}

function openTasks(portal: Portal, companyRow: number): number[] {
  const table = portal.table(TASK);
  return [...portal.links.between(COMPANY, TASK).of(companyRow)]
    .map((link) => link.row)
    .filter((row) => table.isLive(row) && table.get(row, 'hs_task_status') !== 'COMPLETED')
    .sort(
      (one, other) => table.numberAt(one, 'hs_timestamp') - table.numberAt(other, 'hs_timestamp'),
    );
}
