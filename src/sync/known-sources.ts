import type { SourceName } from '../model/evidence-record.ts';
import type { PortalId } from '../model/ids.ts';
import type { ContactStore } from './contact-store.ts';
import type { DirtyStore } from './dirty-store.ts';
import type { EngagementStore } from './engagement-store.ts';
import type { ProductStore } from './product-store.ts';
import type { SourceStore } from './source-store.ts';
import type { SurveyStore } from './survey-store.ts';

export type KnownSourcesDeps = {
  sources: SourceStore;
  contacts: ContactStore;
  surveys: SurveyStore;
  engagements: EngagementStore;
  products: ProductStore;
};

/** A source that was read but holds nothing in the whole portal is not in use there, so it tells nothing. */
export async function knownSources(
  { sources, contacts, surveys, engagements, products }: KnownSourcesDeps,
  portalId: PortalId,
): Promise<Set<SourceName>> {
  const [all, hasRoles, hasAnswers, hasImports, hasProducts, hasEngagements] = await Promise.all([
    sources.list(portalId),
    contacts.hasAny(portalId),
    surveys.hasAny(portalId),
    surveys.hasImported(portalId),
    products.hasAny(portalId),
    engagements.hasAny(portalId),
  ]);
  const read = all.filter(({ state }) => state === 'read');
  const known = new Set(read.map(({ source }) => source));
  if (!hasRoles) known.delete('decision_role');
  if (!hasAnswers) known.delete('survey');
  if (hasImports) known.add('survey');
  if (!hasProducts) known.delete('line_item');
  if (!hasEngagements) {
    known.delete('call');
    known.delete('email');
  }
  return known;
}

/**
 * Has every account scored again once a source begins or ceases to tell something, for that changes
 * what the others lack: with its first record, a scope that is granted, a first import. Says whether
 * it did; safe to run twice.
 */
export async function learnSources(
  deps: KnownSourcesDeps & { dirty: DirtyStore; now: () => Date },
  portalId: PortalId,
): Promise<boolean> {
  const known = await knownSources(deps, portalId);
  const learned = await deps.sources.listLearned(portalId);
  const isSame = known.size === learned.size && [...known].every((source) => learned.has(source));
  if (isSame) return false;
  await deps.dirty.markAllAccounts(portalId, 'config', deps.now());
  await deps.sources.saveLearned(portalId, known);
  return true;
}
