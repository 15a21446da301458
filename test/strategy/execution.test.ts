import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { executionStatuses } from '../../src/model/strategy.ts';
import { workCalendar } from '../../src/strategy/calendar.ts';
import { draw } from '../../src/strategy/draw.ts';
import {
  daysLate,
  type ExecutedStep,
  isToEscalate,
  isVagueFeedback,
  shownStatus,
  spotChecks,
  visitCompletion,
} from '../../src/strategy/execution.ts';
import { on } from './a-plan.ts';

function aVisit(difference: Partial<ExecutedStep> = {}): ExecutedStep {
  return {
    key: 'visit',
    strategy: 'core',
    step: 'core.visit',
    plannedOn: on('2026-11-05'),
    doneOn: null,
    status: 'not_started',
    ...difference,
  };
}
const done = (day: string) => ({ status: 'done' as const, doneOn: on(day) });

describe('the state of a step', () => {
  it.each([
    ['not_started', '2026-11-05', 'not_started', 0],
    ['not_started', '2026-11-06', 'deferred', 1],
    ['in_progress', '2026-11-04', 'in_progress', 0],
    ['in_progress', '2026-11-09', 'deferred', 4],
    ['deferred', '2026-11-01', 'deferred', 0],
  ] as const)('while %s on %s is %s, %d days late', (...[status, today, shown, late]) => {
    expect(shownStatus(aVisit({ status }), on(today))).toBe(shown);
    expect(daysLate(aVisit({ status }), on(today))).toBe(late);
  });

  it('stays done, a day late', () => {
    const promotion = aVisit({ plannedOn: on('2023-10-25'), ...done('2023-10-26') });

    expect(shownStatus(promotion, on('2023-12-01'))).toBe('done');
    expect(daysLate(promotion, on('2023-12-01'))).toBe(1);
  });

  it('is done exactly when the task is, on any day', () => {
    fc.assert(
      fc.property(fc.constantFrom(...executionStatuses), fc.integer(), (status, today) => {
        expect(shownStatus(aVisit({ status }), today) === 'done').toBe(status === 'done');
      }),
    );
  });
});

describe('the manager', () => {
  it.each([
    ['five working days late', aVisit(), '2026-11-12', false],
    ['six working days late', aVisit(), '2026-11-13', true],
    ['deferred', aVisit({ status: 'deferred' }), '2026-11-13', true],
    ['done', aVisit(done('2026-11-20')), '2026-11-20', false],
    ['of a win-back', aVisit({ strategy: 'win_back' }), '2026-11-13', true],
    ['not of a core account', aVisit({ strategy: 'growth' }), '2026-12-31', false],
  ])('hears of a step %s: %#', (...[, step, today, expected]) => {
    expect(isToEscalate(step, on(today), workCalendar('CN'))).toBe(expected);
  });

  it('does not hear of one that only holidays made late', () => {
    const step = aVisit({ plannedOn: on('2026-09-30') });

    expect(isToEscalate(step, on('2026-10-07'), workCalendar('CN'))).toBe(false);
    expect(isToEscalate(step, on('2026-10-12'), workCalendar('CN'))).toBe(false);
    expect(isToEscalate(step, on('2026-10-14'), workCalendar('CN'))).toBe(true);
  });

  it('looks at one done step in twenty of the week, the same when asked again', () => {
    const week = { from: on('2026-11-16'), to: on('2026-11-22') };
    fc.assert(
      fc.property(fc.nat(120), (count) => {
        const steps = Array.from({ length: count }, (_, index) =>
          aVisit({ key: `visit ${index}`, ...done('2026-11-18') }),
        );
        const earlier = aVisit({ key: 'earlier', ...done('2026-11-15') });

        const lotOf = (text: string) => String(draw(text));
        const all = [...steps, earlier, aVisit({ key: 'open' })];
        const sample = spotChecks(all, week, lotOf);

        expect(sample).toHaveLength(Math.ceil(count / 20));
        expect(sample.every((step) => steps.includes(step))).toBe(true);
        expect(spotChecks([earlier, ...[...steps].reverse()], week, lotOf)).toEqual(sample);
      }),
    );
  });
});

it('checks what the lot says, which differs from portal to portal', () => {
  const week = { from: on('2026-11-16'), to: on('2026-11-22') };
  const steps = Array.from({ length: 20 }, (_, index) =>
    aVisit({ key: `visit ${index}`, ...done('2026-11-18') }),
  );
  const drawnIn = (portal: string) =>
    spotChecks(steps, week, (text) => String(draw(`${portal}/${text}`))).map(({ key }) => key);

  const drawn = new Set([...'abcdefgh'].flatMap(drawnIn));

  expect(drawn.size).toBeGreaterThan(1);
});

describe('visit completion', () => {
  const november = { from: on('2026-11-01'), to: on('2026-11-30') };

  it('is the share of planned visits made on time', () => {
    const steps = [
      aVisit(done('2026-11-05')),
      aVisit(done('2026-11-03')),
      aVisit(done('2026-11-06')),
      aVisit(),
      aVisit({ step: 'core.roi' }),
      aVisit({ plannedOn: on('2026-12-07') }),
    ];

    expect(visitCompletion(steps, november)).toBe(0.5);
  });

  it('is nothing where none was planned', () => {
    expect(visitCompletion([aVisit({ plannedOn: on('2026-12-07') })], november)).toBeNull();
  });
});

describe('feedback', () => {
  it.each([
    '',
    'ok',
    ' OK. ',
    '满意',
    '满意。',
    '客户表示非常满意',
    '很不错',
    'very satisfied',
    '沒有意見',
  ])('says too little: %s', (text) => {
    expect(isVagueFeedback(text)).toBe(true);
  });

  it.each([
    '对服务速度认可，希望增加夜间咨询渠道',
    '对定制化方案满意，希望增加技术培训支持',
    'Satisfied with the speed, wants a contact at night',
    '希望优惠券降低使用门槛',
  ])('says enough: %s', (text) => {
    expect(isVagueFeedback(text)).toBe(false);
  });
});
