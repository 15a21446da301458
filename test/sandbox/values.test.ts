import { describe, expect, it } from 'vitest';
import { runningSandbox } from './running-sandbox.ts';

async function write(type: string, properties: Record<string, unknown>, version = '2026-09') {
  await using running = await runningSandbox();
  const { body: list } = await running.call('GET', `/crm/objects/2026-09/${type}?limit=1`);
  const [{ id }] = list.results;
  return await running.call('PATCH', `/crm/objects/${version}/${type}/${id}`, { properties });
}

describe('values of properties', () => {
  it.each([
    ['companies', 'annualrevenue', 'much', 'INVALID_NUMBER'],
    ['companies', 'annualrevenue', '1,000', 'INVALID_NUMBER'],
    ['companies', 'numberofemployees', '3.5', 'INVALID_INTEGER'],
    ['companies', 'industry', 'Magic', 'INVALID_OPTION'],
    ['companies', 'industry', 'computer_software', 'INVALID_OPTION'],
    ['companies', 'hs_is_target_account', 'maybe', 'INVALID_OPTION'],
    ['companies', 'hubspot_owner_id', '1', 'INVALID_OWNER_ID'],
    ['companies', 'contract_renewal_date', 'next May', 'INVALID_DATE'],
    ['companies', 'contract_renewal_date', '2026-02-30', 'INVALID_DATE'],
    ['companies', 'closedate', 'yesterday', 'INVALID_DATE'],
    ['companies', 'name', { first: 'x' }, 'INVALID_VALUE'],
    ['companies', 'total_revenue', '5', 'READ_ONLY_VALUE'],
    ['companies', 'hs_object_id', '5', 'READ_ONLY_VALUE'],
    ['companies', 'hs_lastmodifieddate', '5', 'READ_ONLY_VALUE'],
    ['companies', 'notes_last_contacted', '5', 'READ_ONLY_VALUE'],
    ['companies', 'nonsense', '5', 'PROPERTY_DOESNT_EXIST'],
    ['deals', 'hs_is_closed_won', 'true', 'READ_ONLY_VALUE'],
    ['deals', 'dealstage', 'nowhere', 'INVALID_OPTION'],
    ['deals', 'pipeline', 'nowhere', 'INVALID_OPTION'],
    ['deals', 'amount', 'NaN', 'INVALID_NUMBER'],
  ])('%s: %s = %s is refused as %s', async (type, name, value, code) => {
    const { status, body } = await write(type, { [name]: value });

    expect(status).toBe(400);
    expect(body.category).toBe('VALIDATION_ERROR');
    expect(body.errors).toMatchObject([{ code, context: { propertyName: [name] } }]);
    const listed = JSON.parse(body.message.replace('Property values were not valid: ', ''));
    expect(listed[0]).toMatchObject({ isValid: false, error: code, name, portalId: 424_242 });
  });

  it.each([
    ['companies', 'annualrevenue', 1200, '1200'],
    ['companies', 'annualrevenue', '1e3', '1000'],
    ['companies', 'annualrevenue', '-12.50', '-12.5'],
    ['companies', 'annualrevenue', '', null],
    ['companies', 'hs_is_target_account', true, 'true'],
    ['companies', 'contract_renewal_date', '2027-02-28', '2027-02-28'],
    ['companies', 'contract_renewal_date', '1804118400000', '2027-03-04'],
    ['companies', 'closedate', '2026-01-02T03:04:05Z', '2026-01-02T03:04:05.000Z'],
    ['companies', 'name', '北京大客户有限公司', '北京大客户有限公司'],
    ['tickets', 'hs_ticket_category', 'COMPLAINT;BILLING_ISSUE', 'COMPLAINT;BILLING_ISSUE'],
    ['deals', 'amount', '-50', '-50'],
  ])('%s: %s = %s is kept as %s', async (type, name, value, kept) => {
    const { status, body } = await write(type, { [name]: value });

    expect(status).toBe(200);
    expect(body.properties[name]).toBe(kept);
  });

  it('refuses a text longer than 65,536 characters', async () => {
    const { status, body } = await write('companies', { description: 'x'.repeat(65_537) });

    expect(status).toBe(400);
    expect(body.errors[0].code).toBe('TEXT_TOO_LONG');
  });

  it('rounds a date with a time and says so, but refuses it on earlier versions', async () => {
    const value = { contract_renewal_date: '2027-02-28T15:00:00Z' };

    const current = await write('companies', value);
    const earlier = await write('companies', value, '2026-03');

    expect(current.status).toBe(200);
    expect(current.body.properties.contract_renewal_date).toBe('2027-02-28');
    expect(current.body.warnings).toMatchObject([
      {
        category: 'PROPERTY_VALUE_NORMALIZED',
        context: {
          propertyName: ['contract_renewal_date'],
          rawValue: ['2027-02-28T15:00:00Z'],
          normalizedValue: ['2027-02-28'],
        },
      },
    ]);
    expect(earlier.status).toBe(400);
    expect(earlier.body.errors[0].code).toBe('INVALID_DATE');
  });

  it('moves a deal to the pipeline of its new stage', async () => {
    const { body } = await write('deals', { dealstage: '1190453' });

    expect(body.properties.dealstage).toBe('1190453');
    const stageOfOther = await write('deals', { dealstage: '1190453', pipeline: 'default' });
    expect(stageOfOther.status).toBe(400);
  });

  it('names every bad property of a write at once', async () => {
    const { body } = await write('companies', { industry: 'Magic', annualrevenue: 'much' });

    expect(body.errors.map(({ code }: { code: string }) => code)).toEqual([
      'INVALID_OPTION',
      'INVALID_NUMBER',
    ]);
  });

  it('calls a body that is not JSON what it is', async () => {
    await using running = await runningSandbox();
    const { accessToken } = running.sandbox.install(424_242, ['oauth']);

    const response = await fetch(`${running.sandbox.url}/crm/objects/2026-09/companies`, {
      method: 'POST',
      body: '{"properties":',
      headers: { authorization: `Bearer ${accessToken}`, 'content-type': 'application/json' },
    });

    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({
      status: 'error',
      message: expect.stringContaining('Invalid input JSON'),
    });
  });
});
