import type { Random } from '../sandbox/random.ts';
import type { SandboxControl } from './sandbox-control.ts';

const stormChanges = 6;

/** What people do beside the storm of ordinary changes; chosen evenly. */
const kinds = [
  'merge-companies',
  'delete-company',
  'delete-deal',
  'delete-ticket',
  'restore-deal',
  'move-deal',
  'rename-company',
  'edit-our-property',
  'privacy-delete',
] as const;

type Kind = (typeof kinds)[number];
type Ids = Record<'companies' | 'deals' | 'tickets' | 'contacts', string[]>;

/** People at work in the portal: ordinary changes all the time, and now and then something drastic. */
export function createUsers(sandbox: SandboxControl, random: Random) {
  const done: Partial<Record<string, number>> = {};
  const deletedDeals: string[] = [];
  let ids: Ids | undefined;

  async function readIds(): Promise<Ids> {
    const list = async (type: string) => (await sandbox.dump(type)).map(({ id }) => id);
    return {
      companies: await list('companies'),
      deals: await list('deals'),
      tickets: await list('tickets'),
      contacts: await list('contacts'),
    };
  }

  const one = (list: readonly string[]) => list[random.below(Math.max(1, list.length))] ?? '0';

  function actionOf(kind: Kind, known: Ids): Record<string, unknown> {
    const company = { objectType: 'company', id: one(known.companies) };
    const deal = { objectType: 'deal', id: one(known.deals) };
    switch (kind) {
      case 'merge-companies':
        return { action: 'merge', ...company, otherId: one(known.companies) };
      case 'delete-company':
        return { action: 'delete', ...company };
      case 'delete-deal':
        deletedDeals.push(deal.id);
        return { action: 'delete', ...deal };
      case 'delete-ticket':
        return { action: 'delete', objectType: 'ticket', id: one(known.tickets) };
      case 'restore-deal':
        return { action: 'restore', objectType: 'deal', id: one(deletedDeals) };
      case 'move-deal':
        return { action: 'move', ...deal, companyId: one(known.companies) };
      case 'rename-company':
        return {
          action: 'update',
          ...company,
          properties: { name: `Renamed ${random.below(1e6)}` },
        };
      case 'edit-our-property':
        return { action: 'update', ...company, properties: { mainstay_health_score: '1' } };
      case 'privacy-delete':
        return { action: 'privacy-delete', id: one(known.contacts) };
    }
  }

  return {
    done: (): Readonly<Record<string, number | undefined>> => done,

    /** A moment of work: a few ordinary changes and one drastic one. */
    async work(): Promise<void> {
      if (!ids || random.chance(0.1)) ids = await readIds();
      await sandbox.storm(stormChanges, random.below(2 ** 31));
      const kind = kinds[random.below(kinds.length)] ?? 'rename-company';
      if (await sandbox.act(actionOf(kind, ids))) done[kind] = (done[kind] ?? 0) + 1;
    },
  };
}
