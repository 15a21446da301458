import { expect, it } from 'vitest';
import { accountId } from '../../src/model/ids.ts';
import type { ManualInput } from '../../src/model/manual-input.ts';
import { aTicketRecord } from '../support/records.ts';
import { portal } from '../support/running-portal.ts';
import { portalWithTasks } from './with-tasks.ts';

/** An opportunity customer, of whom tickets and entered needs tell from today on. */
async function opportunityAccount() {
  const app = await portalWithTasks();
  const [company = 0] = app.companyIds;
  await app.switchOn(['opportunity']);
  const account = await app.situation(company, { type: 'opportunity', value: 'low' });
  await app.pass();
  const now = () => app.deps.now().getTime();
  return Object.assign(app, {
    company,
    async ticket(id: string, category: string) {
      app.app.advance(60_000);
      const record = { id, accountId: account, categories: [category], createdAt: now() };
      const records = [aTicketRecord(record)];
      await app.stores.records.save(portal, { type: 'ticket', readAt: now(), records });
      await app.stores.situations.markDue(portal, [account]);
      await app.pass();
    },
    async need(value: 'yes' | 'no') {
      app.app.advance(60_000);
      const input = { ...aNeed, id: `need-${value}`, value, enteredAt: now() };
      const enteredOn = app.today();
      await app.stores.manualInputs.add(portal, accountId(String(company)), {
        ...input,
        enteredOn,
      });
      await app.stores.situations.markDue(portal, [account]);
      await app.pass();
    },
    calls: () => app.tasks().filter(({ subject }) => subject.includes('new enquiry')),
  });
}

const aNeed: Omit<ManualInput, 'id' | 'value' | 'enteredAt' | 'enteredOn'> = {
  kind: 'need',
  subject: 'Spare parts within a day',
  person: null,
  note: 'Review',
  authorId: 1,
  expiresOn: null,
};

it('asks once for a call within two days of an enquiry, with a link to the ticket', async () => {
  await using app = await opportunityAccount();
  const due = new Date((app.today() + 2) * 86_400_000).toISOString().slice(0, 10);

  await app.ticket('1', 'BILLING_ISSUE');
  await app.ticket('2', 'GENERAL_INQUIRY');
  await app.days(3);

  expect(app.calls()).toMatchObject([
    {
      companyIds: [app.company],
      dueOn: due,
      status: 'NOT_STARTED',
      body: expect.stringContaining('/record/0-5/2"'),
    },
  ]);
});

it('takes the call back once the enquiry is a complaint, or the need is none', async () => {
  await using app = await opportunityAccount();
  const statuses = () => app.calls().map(({ status }) => status);
  await app.ticket('1', 'FEATURE_REQUEST');
  await app.need('yes');
  expect(statuses()).toEqual(['NOT_STARTED', 'NOT_STARTED']);

  await app.ticket('1', 'COMPLAINT');
  expect(statuses()).toEqual(['COMPLETED', 'NOT_STARTED']);
  await app.need('no');
  expect(statuses()).toEqual(['COMPLETED', 'COMPLETED']);
});
