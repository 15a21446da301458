import { describe, expect, it } from 'vitest';
import { nineBoxTypes } from '../../src/model/assessment.ts';
import { isoDate } from '../../src/model/day.ts';
import type { Situation } from '../../src/model/strategy.ts';
import { strategyLibrary } from '../../src/strategy/library.ts';
import { recommendationOf, runsAsOf } from '../../src/strategy/recommend.ts';
import { advisedStrategy } from '../../src/strategy/runs.ts';
import { aFrame, anAccountOf, aSituation, on } from './a-plan.ts';

const today = on('2026-11-21');
const frame = aFrame();

function recommended(situation: Situation, since = on('2025-03-03')) {
  const runs = runsAsOf(situation, since, frame.library, today);
  return recommendationOf({ ...anAccountOf('core', since), situation, runs }, frame, today);
}

const shown = (found: ReturnType<typeof recommended>) =>
  found?.nextSteps.map(({ step, dueOn }) => `${step} ${dueOn === null ? '-' : isoDate(dueOn)}`);

describe('the recommendation', () => {
  it('is the strategy of the type with its next three steps', () => {
    const found = recommended(aSituation({ type: 'core', value: 'high' }));

    expect(found?.strategy.code).toBe('core');
    expect(found?.because).toEqual({
      type: 'core',
      value: 'high',
      risk: 'low',
      since: on('2025-03-03'),
    });
    expect(shown(found)).toEqual([
      'core.visit 2026-12-07',
      'core.review_prep 2026-12-14',
      'core.roi 2026-12-14',
    ]);
  });

  it('is win-back while the risk is high, from today', () => {
    const found = recommended(aSituation({ type: 'core', value: 'high', risk: 'high' }));

    expect(found?.strategy.code).toBe('win_back');
    expect(shown(found)).toEqual([
      'wb.call 2026-11-24',
      'wb.plan 2026-11-27',
      'wb.gift 2026-12-01',
    ]);
  });

  it('is win-back without people where the value is low, with no date to show', () => {
    const found = recommended(aSituation({ type: 'low_stable', value: 'low', risk: 'high' }));

    expect(found?.strategy.code).toBe('win_back_auto');
    expect(shown(found)).toEqual(['wa.mail -']);
  });

  it('is what is advised without any plan, of whatever type, value and risk', () => {
    for (const type of [...nineBoxTypes, null]) {
      for (const value of ['high', 'mid', 'low', null] as const) {
        for (const risk of ['high', 'medium', 'low', null] as const) {
          const situation = aSituation({ type, value, risk });

          const code = recommended(situation)?.strategy.code ?? null;

          expect(advisedStrategy(situation), `${type} ${value} ${risk}`).toBe(code);
        }
      }
    }
  });

  it('has steps for every type, none in the past', () => {
    for (const type of nineBoxTypes) {
      const found = recommended(aSituation({ type }));

      expect(found?.strategy).toBe(strategyLibrary[type]);
      expect(found?.nextSteps.length).toBeGreaterThan(0);
      expect(found?.nextSteps.every(({ dueOn }) => dueOn === null || dueOn >= today)).toBe(true);
    }
  });

  it('is none without a type', () => {
    expect(recommended(aSituation({ type: null, value: null, risk: null }))).toBeNull();
  });
});
