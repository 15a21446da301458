import { type Figure, quantile, rounded } from './figures.ts';
import { type FilledPortal, filledPortal } from './fill-portal.ts';

const requests = 20;

/** What a manager opens, by the name of its figure. */
const views = {
  overview: '',
  keyLost: 'past=key_lost',
  lapsed: 'past=lapsed',
  atRisk: 'band=at_risk',
  byHealth: 'sort=health',
  search: 'search=berg',
  deepPage: 'page=200',
  bandByRevenue: 'band=at_risk&sort=revenue',
  riskByHealth: 'risk=high&sort=health',
  deepSearch: 'search=berg&page=80',
} as const;

/** How fast the portfolio page answers on a portal of many companies, from the first question on. */
export async function portfolioFigures(size: string, companies: number): Promise<Figure[]> {
  await using filled = await filledPortal(companies);
  const load = { companies: filled.companies, requests };
  const count = await msOf(filled, '');
  await filled.app.restart();
  const first = await msOf(filled, '');
  const figures: Figure[] = [
    { name: `portfolio.${size}.countMs`, value: rounded(count), unit: 'ms', load },
    { name: `portfolio.${size}.firstMs`, value: rounded(first), unit: 'ms', load },
  ];
  for (const [name, query] of Object.entries(views)) {
    const taken: number[] = [];
    for (let time = 0; time < requests; time++) taken.push(await msOf(filled, query));
    figures.push({
      name: `portfolio.${size}.${name}.p95Ms`,
      value: rounded(quantile(taken, 0.95)),
      unit: 'ms',
      load,
    });
  }
  return figures;
}

async function msOf({ app }: FilledPortal, query: string): Promise<number> {
  const start = performance.now();
  const { status } = await app.signed('GET', `/portfolio?locale=en&${query}`);
  if (status !== 200) throw new Error(`the portfolio got ${status}`);
  return performance.now() - start;
}
