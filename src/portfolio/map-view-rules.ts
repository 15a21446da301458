import type {
  Group,
  GroupLine,
  NineBox,
  NineBoxCell,
  OwnerRow,
  Owners,
  Tone,
} from '../../extensions/app/pages/contract.ts';
import {
  healthBands,
  lifecycleStates,
  matrixTypes,
  type NineBoxType,
  risingTiers,
} from '../model/assessment.ts';
import { nineBoxRows } from '../scoring/nine-box.ts';
import {
  bandText,
  moneyText,
  ownerText,
  type PortfolioContext,
  shareOf,
} from './portfolio-context-rules.ts';
import { emptySum, type Sum } from './summary-rules.ts';

const mostOwners = 30;

export function nineBoxView(context: PortfolioContext): NineBox {
  const { words, summary } = context;
  const outside = summary.boxes.get('none');
  return {
    title: words.say('portfolio.nine_box'),
    corner: words.say('ninebox.corner'),
    columns: risingTiers.map((tier) => words.say(`level.${tier}`)),
    rows: nineBoxRows.map(({ value, types }) => ({
      label: words.say(`level.${value}`),
      cells: types.map((type) => boxCell(type, context)),
    })),
    outside: outside
      ? {
          text: words.count('portfolio.outside', outside.accounts, {
            revenue: moneyText(context, outside.revenueTtm),
          }),
          open: words.say('portfolio.show'),
          change: { box: 'none' },
        }
      : null,
  };
}

function boxCell(type: NineBoxType, context: PortfolioContext): NineBoxCell {
  const { words, summary, question } = context;
  const sum = summary.boxes.get(type) ?? emptySum();
  return {
    name: words.say(`box.${type}`),
    count: words.count('portfolio.accounts', sum.accounts),
    revenue: moneyText(context, sum.revenueTtm),
    share: words.say('portfolio.of_revenue', {
      share: words.percent(shareOf(sum.revenueTtm, summary.total.revenueTtm)),
    }),
    mark: question.filter.nineBox === type ? words.say('portfolio.box_chosen') : '',
    change: { box: type },
  };
}

/** Each group's lines add up to all accounts shown. */
export function groups(context: PortfolioContext): Group[] {
  const { words, summary } = context;
  const unscored = words.say('portfolio.none.unscored');
  return [
    {
      title: words.say('portfolio.group_health'),
      lines: [...healthBands, 'none'].flatMap((band) => {
        const { text, tone } = bandText(band, context);
        return groupLine(summary.bands.get(band), context, {
          label: text,
          tone,
          change: { band },
        });
      }),
    },
    {
      title: words.say('portfolio.group_lifecycle'),
      lines: lifecycleStates.flatMap((state) =>
        groupLine(summary.lifecycles.get(state), context, {
          label: words.say(`lifecycle.${state}`),
          tone: 'neutral',
          change: { lifecycle: state },
        }),
      ),
    },
    {
      title: words.say('portfolio.group_matrix'),
      lines: [...matrixTypes, 'none' as const].flatMap((type) =>
        groupLine(summary.matrix.get(type), context, {
          label:
            type === 'none' ? unscored : words.say(`property.mainstay_matrix_type.option.${type}`),
          tone: 'neutral',
          change: { matrix: type },
        }),
      ),
    },
  ];
}

type LineOf = { label: string; tone: Tone; change: GroupLine['change'] };

function groupLine(sum: Sum | undefined, context: PortfolioContext, line: LineOf): GroupLine[] {
  if (!sum) return [];
  const { words, summary } = context;
  const share = shareOf(sum.accounts, summary.total.accounts);
  return [
    {
      ...line,
      count: words.number(sum.accounts),
      percent: Math.round(share * 100),
      share: words.percent(share),
      revenue: moneyText(context, sum.revenueTtm),
    },
  ];
}

export function ownersView(context: PortfolioContext): Owners {
  const { words, summary } = context;
  const sorted = [...summary.owners].toSorted(
    ([, one], [, other]) =>
      other.revenueAtRisk - one.revenueAtRisk || other.revenueTtm - one.revenueTtm,
  );
  const shown = sorted.slice(0, mostOwners);
  return {
    title: words.say('portfolio.owners_title'),
    columns: {
      owner: words.say('portfolio.owner'),
      accounts: words.say('portfolio.owner_accounts'),
      revenue: words.say('portfolio.revenue'),
      atRisk: words.say('portfolio.at_risk'),
      share: words.say('portfolio.owner_share'),
      health: words.say('portfolio.owner_health'),
      band: words.say('portfolio.owner_band'),
    },
    rows: shown.map(([ownerId, sum]) => ownerRow(ownerId, sum, context)),
    more:
      sorted.length > shown.length
        ? words.say('portfolio.owners_more', {
            shown: words.number(shown.length),
            total: words.number(sorted.length),
          })
        : null,
  };
}

function ownerRow(ownerId: string, sum: Sum, context: PortfolioContext): OwnerRow {
  const { words } = context;
  return {
    name: ownerText(context, ownerId),
    accounts: words.number(sum.accounts),
    revenue: moneyText(context, sum.revenueTtm),
    atRisk: moneyText(context, sum.revenueAtRisk),
    share: words.percent(shareOf(sum.revenueAtRisk, sum.revenueTtm)),
    health: sum.banded > 0 ? words.number(sum.healthSum / sum.banded) : '–',
    band: words.number(sum.atRiskBand),
    change: { owner: ownerId },
  };
}
