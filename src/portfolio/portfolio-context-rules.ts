import type { Change, Label, Tone } from '../../extensions/app/pages/contract.ts';
import type { ViewContext } from '../cards/view-context-rules.ts';
import type { HealthBand } from '../model/assessment.ts';
import type { AccountId, PortalId } from '../model/ids.ts';
import type { Policy } from '../model/policy.ts';
import type { Sight } from '../model/sight.ts';
import { industryName } from '../words/code-names.ts';
import type { PortfolioLine } from './portfolio-store.ts';
import type { PortfolioQuestion } from './query-rules.ts';
import type { PortfolioSummary } from './summary-rules.ts';

/** Everything the page's parts are said from. */
export type PortfolioContext = ViewContext & {
  portalId: PortalId;
  uiDomain: string;
  policy: Policy;
  question: PortfolioQuestion;
  summary: PortfolioSummary;
  /** Whose accounts the viewer sees. */
  sight: Sight;
  ownerNames: ReadonlyMap<string, string>;
  /** What the portal calls its own industries, by their values. */
  industryNames: ReadonlyMap<string, string>;
};

/** A page of the list, and how many accounts the whole list has, or at least has. */
export type ListPage = {
  lines: readonly PortfolioLine[];
  total: number;
  isTotalExact: boolean;
  csvUrl: string | null;
};

export const accountsOnPage = 25;

export function recordUrl(
  { portalId, uiDomain }: Pick<PortfolioContext, 'portalId' | 'uiDomain'>,
  accountId: AccountId,
): string {
  return `https://${uiDomain}/contacts/${portalId}/record/0-2/${accountId}`;
}

/** To the cent first: the last bits of a sum depend on its order, and half a unit would round by them. */
export function moneyText({ words, portal }: ViewContext, amount: number): string {
  return words.money(Math.round(amount * 100) / 100, portal.currency);
}

export function shareOf(part: number, whole: number): number {
  return whole > 0 ? part / whole : 0;
}

export function nameText(name: string | null, accountId: AccountId): string {
  return name === null || name.trim() === '' ? accountId : name;
}

export function ownerText(
  { words, ownerNames }: Pick<PortfolioContext, 'words' | 'ownerNames'>,
  ownerId: string | null,
): string {
  if (ownerId === null || ownerId === 'none') return words.say('portfolio.none.owner');
  return ownerNames.get(ownerId) ?? ownerId;
}

export function industryText(
  { words, industryNames }: Pick<PortfolioContext, 'words' | 'industryNames'>,
  code: string,
): string {
  if (code === 'none') return words.say('portfolio.none.industry');
  return industryName(code, words, industryNames);
}

const bandTones: Record<HealthBand, Tone> = { healthy: 'good', attention: 'watch', at_risk: 'bad' };

export function bandText(band: string | null, { words }: Pick<ViewContext, 'words'>): Label {
  switch (band) {
    case 'healthy':
    case 'attention':
    case 'at_risk':
      return { text: words.say(`band.${band}`), tone: bandTones[band] };
    default:
      return { text: words.say('band.unscored'), tone: 'neutral' };
  }
}

/** The conditions in force, by the names of the page's filters. */
export function currentConditions({ filter, search }: PortfolioQuestion): Change {
  const conditions = {
    owner: filter.ownerId,
    industry: filter.industry,
    tier: filter.valueTier,
    box: filter.nineBox,
    matrix: filter.matrix,
    band: filter.healthBand,
    risk: filter.riskLevel,
    lifecycle: filter.lifecycle,
    past: filter.past,
    search: search ?? undefined,
  };
  return Object.fromEntries(
    Object.entries(conditions).flatMap(([name, value]) => (value ? [[name, value]] : [])),
  );
}
