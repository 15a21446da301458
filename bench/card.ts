import { readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { buildCards } from '../demo/build-cards.ts';
import { type Figure, quantile, rounded } from './figures.ts';
import { type FilledPortal, filledPortal } from './fill-portal.ts';

const companies = 1_000_000;
const requests = 1_000;
const warmUps = 100;
const locales = ['en', 'zh-CN', 'zh-TW'] as const;
const cards = { card: '', compact: '/compact', profile: '/profile' } as const;
const built = path.resolve(import.meta.dirname, '../dist/preview');

/** How fast cards answer, signature check and HTTP included, and the bytes of the largest answer. */
export async function cardFigures(): Promise<Figure[]> {
  await using filled = await filledPortal(companies);
  const figures: Figure[] = [];
  for (const [name, part] of Object.entries(cards)) {
    await ask(filled, part, warmUps);
    const before = process.cpuUsage();
    const answers = await ask(filled, part, requests);
    const { user, system } = process.cpuUsage(before);
    const ms = answers.map((answer) => answer.ms);
    const bytes = Math.max(...answers.map((answer) => answer.bytes));
    const load = { companies: filled.companies, requests };
    figures.push(
      { name: `${name}.1M.p50Ms`, value: rounded(quantile(ms, 0.5)), unit: 'ms', load },
      { name: `${name}.1M.p99Ms`, value: rounded(quantile(ms, 0.99)), unit: 'ms', load },
      // Of all threads and the asking client; unlike the clock it does not see a busy machine.
      {
        name: `${name}.1M.processorMs`,
        value: rounded((user + system) / 1000 / requests),
        unit: 'ms',
        load,
      },
      { name: `${name}.1M.bytes`, value: bytes, unit: 'bytes', load },
    );
  }
  return figures;
}

/** What HubSpot loads to show a card or a page, as its own bundler makes it. */
export async function bundleFigures(): Promise<Figure[]> {
  await buildCards();
  return ['cards', 'pages', 'settings'].flatMap((folder) =>
    readdirSync(path.join(built, folder))
      .filter((file) => file.endsWith('.js'))
      .map((file) => ({
        name: `bundle.${path.basename(file, '.js')}.bytes`,
        value: statSync(path.join(built, folder, file)).size,
        unit: 'bytes',
      })),
  );
}

/** Companies spread over the whole portal, one after the other, in all languages. */
async function ask(
  { app, companies: known, companyAt }: FilledPortal,
  part: string,
  times: number,
) {
  const answers: { ms: number; bytes: number }[] = [];
  for (let time = 0; time < times; time++) {
    const company = companyAt(Math.floor((time / times) * known) + (time % 7));
    const locale = locales[time % locales.length];
    const start = performance.now();
    const response = await app.signedGet(`/cards/companies/${company}${part}`, `locale=${locale}`);
    const { byteLength } = await response.arrayBuffer();
    if (response.status !== 200) throw new Error(`the card got ${response.status}`);
    answers.push({ ms: performance.now() - start, bytes: byteLength });
  }
  return answers;
}
