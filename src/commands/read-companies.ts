import type { AccountProfile } from '../model/evidence.ts';
import { type DateOrder, parseAmount, parseDay } from './fields.ts';
import { type Row, readTable, type TableShape } from './read-table.ts';

type Field = 'id' | 'name' | 'industry' | 'owner' | 'stage' | 'annualRevenue' | 'created';

/** Profiles by company id. */
export async function readCompanies(
  path: string,
  dateOrder: DateOrder,
): Promise<Map<string, AccountProfile>> {
  const profiles = new Map<string, AccountProfile>();
  await readTable<Field>(path, {
    shape: companyShape,
    onRow: (row) => {
      const id = row.field('id');
      if (id === '') return 'the company id is empty';
      if (profiles.has(id)) return `company ${id} is listed twice`;
      const profile = profileOf(row, dateOrder);
      if ('problem' in profile) return profile.problem;
      profiles.set(id, profile);
      return undefined;
    },
  });
  return profiles;
}

function profileOf(
  { field }: Row<Field>,
  dateOrder: DateOrder,
): AccountProfile | { problem: string } {
  const revenue = parseAmount(field('annualRevenue'));
  if ('problem' in revenue) return revenue;
  const created = field('created') === '' ? { value: 0 } : parseDay(field('created'), dateOrder);
  if ('problem' in created) return created;
  const textOf = (name: Field) => (field(name) === '' ? null : field(name));
  return {
    name: textOf('name'),
    industry: textOf('industry'),
    ownerId: textOf('owner'),
    lifecycleStage: textOf('stage'),
    annualRevenue: revenue.value,
    createdOn: created.value,
  };
}

const companyShape: TableShape<Field> = {
  headings: {
    id: ['company_id', 'record_id', 'hs_object_id', 'account_id', 'customer_id', 'id', 'account'],
    name: ['company_name', 'name'],
    industry: ['industry', 'sector'],
    owner: ['company_owner', 'hubspot_owner_id', 'owner_id', 'owner'],
    stage: ['lifecycle_stage', 'lifecyclestage'],
    annualRevenue: ['annual_revenue', 'annualrevenue'],
    created: ['create_date', 'createdate', 'created_on', 'created_at'],
  },
  required: ['id'],
};
