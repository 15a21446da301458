import { Refusal } from '../errors.ts';
import type { ListApi } from '../hubspot/list-api.ts';
import type { SettingStore } from '../install/setting-store.ts';
import type { CompanyList } from '../model/company-list.ts';
import type { PortalId } from '../model/ids.ts';
import type { Population, PortalSettings } from '../model/settings.ts';
import type { ListStore } from '../sync/list-store.ts';
import type { PopulationStore } from '../sync/population-store.ts';
import type { Words } from '../words/words.ts';
import { everybody } from './answer-settings.ts';

export type CountPopulationDeps = {
  listApi: ListApi;
  lists: ListStore;
  settings: Pick<SettingStore, 'read'>;
  population: Pick<PopulationStore, 'count'>;
  /** Reads a list in full while somebody waits. */
  readList(portalId: PortalId, list: CompanyList): Promise<unknown>;
};

/** So many are read while somebody waits; of a longer list its length is the answer. */
const countedAtOnce = 5_000;

type PopulationCount = { companies: number; isAtMost: boolean };

/** Says how many companies would be scored, before it is so. */
export async function populationSentence(
  deps: CountPopulationDeps,
  portalId: PortalId,
  { population, words }: { population: Population; words: Words },
): Promise<string> {
  const { wonStages } = await deps.settings.read(portalId);
  const { companies, isAtMost } = await countPopulation(deps, portalId, { population, wonStages });
  const of = words.number(await deps.population.count(portalId, everybody));
  const sentence = isAtMost ? 'settings.population.at_most' : 'settings.population.would';
  return words.count(sentence, companies, { of });
}

async function countPopulation(
  deps: CountPopulationDeps,
  portalId: PortalId,
  membership: Pick<PortalSettings, 'population' | 'wonStages'>,
): Promise<PopulationCount> {
  const { listApi, lists, population } = deps;
  const { listId } = membership.population;
  if (listId !== null && !(await lists.find(portalId, listId))) {
    const list = (await listApi.readLists(portalId)).find(({ id }) => id === listId);
    if (!list) throw new Refusal(422, (words) => words.say('refusal.no_list', { id: listId }));
    if (list.size === null || list.size > countedAtOnce) {
      const unlisted = { ...membership.population, listId: null };
      const others = await population.count(portalId, { ...membership, population: unlisted });
      return { companies: Math.min(others, list.size ?? others), isAtMost: true };
    }
    await deps.readList(portalId, list);
  }
  return { companies: await population.count(portalId, membership), isAtMost: false };
}
