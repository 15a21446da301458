import type { Measure, Money, TopAccount } from '../../extensions/app/pages/contract.ts';
import { concentrationOf, revenueShare } from '../scoring/concentration.ts';
import {
  moneyText,
  nameText,
  type PortfolioContext,
  recordUrl,
  shareOf,
} from './portfolio-context-rules.ts';
import type { PortfolioLine } from './portfolio-store.ts';
import { reasonsOf } from './reason-rules.ts';
import { emptySum } from './summary-rules.ts';

/** Retention above it is not judged: only this has a limit in the source documents. */
const keyChurnLimit = 0.05;

/** What is at stake, of how much, and who holds most of it. `top` comes with most at risk first. */
export function moneyView(top: readonly PortfolioLine[], context: PortfolioContext): Money {
  const { words, summary } = context;
  const { revenueAtRisk, revenueTtm } = summary.total;
  const atStake = top.filter((line) => line.revenueAtRisk > 0);
  const held = atStake.reduce((sum, line) => sum + line.revenueAtRisk, 0);
  const atRisk = moneyText(context, revenueAtRisk);
  return {
    sentence:
      revenueAtRisk > 0
        ? words.say('portfolio.at_risk_sentence', {
            atRisk,
            revenue: moneyText(context, revenueTtm),
          })
        : words.say('portfolio.at_risk_none'),
    text: words.say('portfolio.at_risk_text', {
      share: words.percent(shareOf(revenueAtRisk, revenueTtm)),
    }),
    topTitle: words.count('portfolio.top', atStake.length, {
      share: words.percent(shareOf(held, revenueAtRisk)),
    }),
    columns: {
      account: words.say('portfolio.account'),
      atRisk: words.say('portfolio.at_risk'),
      why: words.say('portfolio.why'),
    },
    top: atStake.map((line) => topAccount(line, context)),
    open: words.say('portfolio.show'),
    change: { sort: 'at_risk' },
  };
}

function topAccount(line: PortfolioLine, context: PortfolioContext): TopAccount {
  const { words, summary } = context;
  return {
    name: nameText(line.name, line.accountId),
    url: recordUrl(context, line.accountId),
    atRisk: moneyText(context, line.revenueAtRisk),
    share: words.percent(shareOf(line.revenueAtRisk, summary.total.revenueAtRisk)),
    why: reasonsOf(line.assessment, context)[0] ?? '',
  };
}

export function measures(largest: PortfolioLine | undefined, context: PortfolioContext): Measure[] {
  return [
    retention(context),
    keyAccountShare(context),
    keyAccountChurn(context),
    largestShare(largest, context),
  ];
}

function retention({ words, summary }: PortfolioContext): Measure {
  const { customers, lapsed, revenueThen, revenueNow } = summary.past;
  const label = words.say('portfolio.retention');
  if (customers === 0) return unknownMeasure(label, words.say('portfolio.no_past'));
  return {
    label,
    value: words.percent(shareOf(customers - lapsed, customers)),
    verdict: null,
    hint: words.say('portfolio.retention_hint', {
      kept: words.number(customers - lapsed),
      customers: words.number(customers),
      share: words.percent(shareOf(revenueNow, revenueThen)),
    }),
    open: lapsed > 0 ? words.count('portfolio.retention_open', lapsed) : null,
    change: { past: 'lapsed' },
  };
}

function keyAccountShare(context: PortfolioContext): Measure {
  const { words, summary, policy } = context;
  const key = summary.tiers.get('high') ?? emptySum();
  const label = words.say('portfolio.key_share');
  const { revenueTtm } = summary.total;
  if (revenueTtm <= 0) return unknownMeasure(label, words.say('portfolio.no_revenue'));
  const share = revenueShare(key.revenueTtm, revenueTtm);
  const [low, high] = policy.concentration.keyAccountShare;
  const limits = { low: words.percent(low), high: words.percent(high) };
  return {
    label,
    value: words.percent(share),
    verdict:
      share >= low && share <= high
        ? { text: words.say('portfolio.key_share_within', limits), tone: 'good' }
        : {
            text: words.say(`portfolio.key_share_${share < low ? 'below' : 'above'}`, limits),
            tone: 'watch',
          },
    hint: words.count('portfolio.key_share_hint', key.accounts, {
      revenue: moneyText(context, key.revenueTtm),
    }),
    open: key.accounts > 0 ? words.say('portfolio.show') : null,
    change: { tier: 'high', sort: 'revenue' },
  };
}

function keyAccountChurn({ words, summary }: PortfolioContext): Measure {
  const { keyAccounts, keyLost } = summary.past;
  const label = words.say('portfolio.key_churn');
  if (keyAccounts === 0) return unknownMeasure(label, words.say('portfolio.no_key_past'));
  const share = keyLost / keyAccounts;
  const limit = words.percent(keyChurnLimit);
  return {
    label,
    value: words.percent(share),
    verdict:
      share < keyChurnLimit
        ? { text: words.say('portfolio.below_limit', { limit }), tone: 'good' }
        : { text: words.say('portfolio.at_limit', { limit }), tone: 'bad' },
    hint: words.count('portfolio.key_churn_hint', keyAccounts, { lost: words.number(keyLost) }),
    open: keyLost > 0 ? words.say('portfolio.show') : null,
    change: { past: 'key_lost' },
  };
}

function largestShare(largest: PortfolioLine | undefined, context: PortfolioContext): Measure {
  const { words, summary, policy } = context;
  const label = words.say('portfolio.largest');
  const { revenueTtm } = summary.total;
  if (!largest || revenueTtm <= 0) {
    return unknownMeasure(label, words.say('portfolio.no_revenue'));
  }
  const { warning, breach } = policy.concentration;
  const share = revenueShare(largest.revenueTtm, revenueTtm);
  const verdict = concentrationOf(share, policy);
  const limit = words.percent(verdict === 'breach' ? breach : warning);
  const tone = { none: 'good', warning: 'watch', breach: 'bad' } as const;
  return {
    label,
    // With a digit: 25% and a little is above the limit, 25% is not.
    value: words.percent(share, 1),
    verdict: {
      text: words.say(verdict === 'none' ? 'portfolio.largest_none' : 'portfolio.largest_over', {
        limit,
      }),
      tone: tone[verdict],
    },
    hint: words.say('portfolio.largest_hint', {
      name: nameText(largest.name, largest.accountId),
      index: words.number(summary.revenueSquares / revenueTtm ** 2, 3),
    }),
    open: words.say('portfolio.largest_open'),
    change: { sort: 'revenue' },
  };
}

function unknownMeasure(label: string, hint: string): Measure {
  return { label, value: '–', verdict: null, hint, open: null, change: {} };
}
