import type { Filter, ReadyPortfolio } from '../../extensions/app/pages/contract.ts';
import { healthBands, lifecycleStates, nineBoxTypes, tiers } from '../model/assessment.ts';
import {
  bandText,
  currentConditions,
  industryText,
  ownerText,
  type PortfolioContext,
} from './portfolio-context-rules.ts';
import type { CellTable } from './summary-rules.ts';

type Option = { label: string; value: string };

/** What one can choose from; owners and industries are those that occur. */
export function filters(cells: CellTable, context: PortfolioContext): Filter[] {
  const { words, question } = context;
  const chosen = currentConditions(question);
  const unscored = { label: words.say('portfolio.none.unscored'), value: 'none' };
  const filter = (name: string, label: string, options: Option[]): Filter => ({
    name,
    label,
    value: chosen[name] ?? '',
    options: [{ label: words.say('portfolio.filter.all'), value: '' }, ...options],
  });
  return [
    filter(
      'owner',
      words.say('portfolio.filter.owner'),
      occurring(cells, 'ownerId', (id) => ownerText(context, id), words.locale),
    ),
    filter('tier', words.say('portfolio.filter.tier'), [
      ...tiers.map((tier) => ({ label: words.say(`level.${tier}`), value: tier })),
      unscored,
    ]),
    filter('band', words.say('portfolio.filter.band'), [
      ...healthBands.map((band) => ({ label: bandText(band, context).text, value: band })),
      unscored,
    ]),
    filter(
      'industry',
      words.say('portfolio.filter.industry'),
      occurring(cells, 'industry', (code) => industryText(context, code), words.locale),
    ),
    filter(
      'lifecycle',
      words.say('portfolio.filter.lifecycle'),
      lifecycleStates.map((state) => ({
        label: words.say(`lifecycle.${state}`),
        value: state,
      })),
    ),
    filter('box', words.say('portfolio.filter.box'), [
      ...nineBoxTypes.map((type) => ({ label: words.say(`box.${type}`), value: type })),
      unscored,
    ]),
  ];
}

function occurring(
  cells: CellTable,
  column: 'ownerId' | 'industry',
  labelOf: (value: string) => string,
  locale: string,
): Option[] {
  const { compare } = new Intl.Collator(locale);
  return cells.values[column]
    .map((value) => ({ label: labelOf(value), value }))
    .toSorted((one, other) => {
      if (one.value === 'none' || other.value === 'none') return one.value === 'none' ? 1 : -1;
      return compare(one.label, other.label);
    });
}

/** The conditions in force as one sentence, and a way to be rid of them. */
export function chosenView(
  chosen: readonly Filter[],
  context: PortfolioContext,
): ReadyPortfolio['chosen'] {
  const { words, question } = context;
  const names = [...chosen.flatMap((filter) => chosenText(filter, context)), ...rarer(context)];
  if (names.length === 0) return null;
  return {
    text: words.say('portfolio.chosen', { list: words.list(names) }),
    clear: words.say('portfolio.clear'),
    change: Object.fromEntries(Object.keys(currentConditions(question)).map((name) => [name, ''])),
  };
}

function chosenText({ label, value, options }: Filter, { words }: PortfolioContext): string[] {
  if (value === '') return [];
  const option = options.find((each) => each.value === value);
  return [words.say('unit.labelled', { label, value: option?.label ?? value })];
}

/** Conditions that are set by opening a number, not by a filter of their own. */
function rarer({ words, question }: PortfolioContext): string[] {
  const { filter, search } = question;
  const unscored = words.say('portfolio.none.unscored');
  const { riskLevel, matrix, past } = filter;
  const matrixText =
    matrix === 'none' || matrix === undefined
      ? unscored
      : words.say(`property.mainstay_matrix_type.option.${matrix}`);
  const label = words.say('portfolio.group_matrix');
  return [
    riskLevel && (riskLevel === 'none' ? unscored : words.say(`risk_level.${riskLevel}`)),
    matrix && words.say('unit.labelled', { label, value: matrixText }),
    past && words.say(`portfolio.past.${past}`),
    search === null ? undefined : words.say('portfolio.searched', { text: search }),
  ].filter((text) => text !== undefined);
}
