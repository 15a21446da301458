import { expect, it } from 'vitest';
import { dayMs, isoDate } from '../../src/model/day.ts';
import { accountId } from '../../src/model/ids.ts';
import { aCompany, aDealRecord, aTicketRecord, someSettings } from '../support/records.ts';
import { portal } from '../support/running-portal.ts';
import { portalWithTasks } from './with-tasks.ts';

const complaint = { categories: ['COMPLAINT'], createdAt: 0 };

it('reminds of the end of a contract, of a purchase and of a solved complaint, each once', async () => {
  await using app = await portalWithTasks();
  const [company = 0] = app.companyIds;
  const id = accountId(String(company));
  await app.switchOn(['key_dates', 'complaint']);
  await app.situation(company, { type: 'core' });
  await app.pass();
  expect(app.tasks()).toEqual([]);

  const { records, settings } = app.stores;
  const readAt = app.today() * dayMs + dayMs / 2;
  const contractEnd = app.today() + 93;
  const mapped = { contract_end: isoDate(contractEnd) };
  const won = { accountId: id, status: 'won', closedAt: readAt } as const;
  const solved = { accountId: id, ...complaint, closedAt: readAt };
  await settings.save(portal, { ...someSettings, renewalProperty: 'contract_end' });
  await records.save(portal, { type: 'company', readAt, records: [aCompany({ id, mapped })] });
  await records.save(portal, { type: 'deal', readAt, records: [aDealRecord({ id: '1', ...won })] });
  await records.save(portal, {
    type: 'ticket',
    readAt,
    records: [aTicketRecord({ id: '2', ...solved })],
  });
  await app.days(40);

  const kept = (await app.kept(company)).map(({ step, period }) => `${step} ${period}`);
  expect(kept.sort()).toEqual([
    'cp.return ticket-2',
    `kd.contract_60 contract-${isoDate(contractEnd)}`,
    `kd.contract_90 contract-${isoDate(contractEnd)}`,
    'kd.return_visit deal-1',
  ]);
  expect(app.tasks()).toHaveLength(4);
});
