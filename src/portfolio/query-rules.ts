import { z } from 'zod';
import {
  healthBands,
  lifecycleStates,
  matrixTypes,
  nineBoxTypes,
  riskLevels,
  tiers,
} from '../model/assessment.ts';
import {
  type PortfolioFilter,
  type PortfolioSort,
  pastGroups,
  portfolioSorts,
} from '../model/portfolio.ts';

/** What the viewer asks of the portfolio. */
export type PortfolioQuestion = {
  filter: PortfolioFilter;
  search: string | null;
  sort: PortfolioSort;
  page: number;
};

const longestSearch = 100;
const mostPages = 100_000;

const orNone = <const Values extends readonly string[]>(values: Values) =>
  z.enum([...values, 'none']).optional();
/** HubSpot's own codes and ids; whatever else is sent selects nothing. */
const Code = z.string().max(200).optional();

/** The page sends a condition that was taken away as ''. */
function withoutBlanks(query: unknown): unknown {
  if (typeof query !== 'object' || query === null) return query;
  return Object.fromEntries(Object.entries(query).filter(([, value]) => value !== ''));
}

/** Names are those of the page's filters. */
export const PortfolioQuery = z.preprocess(
  withoutBlanks,
  z
    .object({
      owner: Code,
      industry: Code,
      tier: orNone(tiers),
      box: orNone(nineBoxTypes),
      matrix: orNone(matrixTypes),
      band: orNone(healthBands),
      risk: orNone(riskLevels),
      lifecycle: z.enum(lifecycleStates).optional(),
      past: z.enum(pastGroups).optional(),
      search: z.string().trim().max(longestSearch).optional(),
      sort: z.enum(portfolioSorts).default('at_risk'),
      page: z.coerce.number().int().min(1).max(mostPages).default(1),
    })
    .transform(questionOf),
);

type Asked = {
  owner?: string | undefined;
  industry?: string | undefined;
  tier?: PortfolioFilter['valueTier'] | undefined;
  box?: PortfolioFilter['nineBox'] | undefined;
  matrix?: PortfolioFilter['matrix'] | undefined;
  band?: PortfolioFilter['healthBand'] | undefined;
  risk?: PortfolioFilter['riskLevel'] | undefined;
  lifecycle?: PortfolioFilter['lifecycle'] | undefined;
  past?: PortfolioFilter['past'] | undefined;
  search?: string | undefined;
  sort: PortfolioSort;
  page: number;
};

function questionOf(asked: Asked): PortfolioQuestion {
  const filter: PortfolioFilter = {
    ...(asked.owner && { ownerId: asked.owner }),
    ...(asked.industry && { industry: asked.industry }),
    ...(asked.tier && { valueTier: asked.tier }),
    ...(asked.box && { nineBox: asked.box }),
    ...(asked.matrix && { matrix: asked.matrix }),
    ...(asked.band && { healthBand: asked.band }),
    ...(asked.risk && { riskLevel: asked.risk }),
    ...(asked.lifecycle && { lifecycle: asked.lifecycle }),
    ...(asked.past && { past: asked.past }),
  };
  return { filter, search: asked.search || null, sort: asked.sort, page: asked.page };
}
