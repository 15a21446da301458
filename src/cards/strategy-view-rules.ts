import type { Notice, StrategyView } from '../../extensions/app/cards/contract.ts';
import type { Assessment } from '../model/assessment.ts';
import { dayIn } from '../model/day.ts';
import { adviceFor, type Recommendation } from '../strategy/recommend.ts';
import type { AccountStrategy, WhyNoTasks } from './account-strategy.ts';
import type { LedgerContext } from './ledger-line-rules.ts';
import { ledgerView } from './ledger-view-rules.ts';
import { stepForms } from './step-form-rules.ts';
import { type StepContext, stepViews } from './step-view-rules.ts';
import type { ViewContext } from './view-context-rules.ts';

type Account = { assessment: Assessment; name: string | null };

/** What to do next with the account and why, and what was done; null while no strategy applies. */
export function strategyView(
  { assessment, name }: Account,
  record: AccountStrategy,
  context: ViewContext,
): StrategyView | null {
  const { words } = context;
  const found = adviceFor(assessment, record, context.today);
  if (!found) return null;
  const { strategy } = found;
  const ledger: LedgerContext = {
    ...context,
    dayOf: dayIn(context.portal.timeZone),
    strategies: record.frame.library,
    ownerNames: new Map(record.owners.map((owner) => [owner.id, owner.name])),
  };
  const steps: StepContext = { ...ledger, record, found, accountId: assessment.accountId };
  const column = (key: 'step' | 'due' | 'owner' | 'status') => words.say(`strategy.column_${key}`);
  return {
    title: words.say('strategy.title', { name: strategy.name[words.locale] }),
    principle: strategy.principle[words.locale],
    because: words.say('strategy.because', { facts: words.list(facts(assessment, context)) }),
    notice: noticeOf(whyNoTasks(strategy.code, record), context),
    columns: [column('step'), column('due'), column('owner'), column('status')],
    steps: stepViews(steps),
    forms: record.mayWrite ? stepForms(record, context) : null,
    readOnly: record.mayWrite ? null : words.say('strategy.read_only'),
    ledger: ledgerView({ id: assessment.accountId, name }, record, ledger),
  };
}

function whyNoTasks(
  strategy: Recommendation['strategy']['code'],
  { whyNoTasks: why, switchedOn }: AccountStrategy,
): WhyNoTasks | null {
  if (!switchedOn.includes(strategy)) return 'switched_off';
  return why;
}

function noticeOf(why: WhyNoTasks | null, { words }: ViewContext): Notice | null {
  if (why === null) return null;
  return {
    tone: 'info',
    title: words.say('strategy.no_tasks'),
    text: words.say(`strategy.no_tasks_${why}`),
  };
}

function facts({ value, potential, risk }: Assessment, { words }: ViewContext): string[] {
  const level = (key: 'high' | 'mid' | 'medium' | 'low') => ({
    level: words.say(`level.${key}`).toLowerCase(),
  });
  const found: string[] = [];
  if (value) found.push(words.say('strategy.fact_value', level(value.tier)));
  if (potential) found.push(words.say('strategy.fact_potential', level(potential.tier)));
  if (risk?.level) found.push(words.say('strategy.fact_risk', level(risk.level)));
  return found;
}
