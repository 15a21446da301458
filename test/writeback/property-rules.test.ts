import { describe, expect, it } from 'vitest';
import { readManifest } from '../../src/manifest.ts';
import type { Assessment } from '../../src/model/assessment.ts';
import type { Frame } from '../../src/model/frame.ts';
import { assess } from '../../src/scoring/assess.ts';
import { defaultPolicy } from '../../src/scoring/policy.ts';
import {
  changesToWrite,
  contextOf,
  contextProperties,
  differences,
  onlyProvisioned,
  propertiesOf,
} from '../../src/writeback/property-rules.ts';
import { refusalDelayMs, writeDelayMs } from '../../src/writeback/write-rules.ts';
import { aFrameOf, anAccountWith, dealsOn, on } from '../support/evidence.ts';
import { noon } from '../support/records.ts';

const day = on('2026-11-20');
const buyer = anAccountWith(...dealsOn([200, 150, 100, 50, 10].map((ago) => day - ago)));
const prospect = anAccountWith();
const frame = aFrameOf([buyer, prospect], day);
const scored = (account: typeof buyer): Assessment =>
  assess(account, { frame, policy: defaultPolicy, standing: null });

const { properties: manifest } = readManifest();
const filledByPeopleAndTasks = ['mainstay_churn_type', 'mainstay_next_action_date'];

describe('the properties of an assessment', () => {
  it('are exactly those of the manifest, apart from what says how a write came about', () => {
    const written = Object.keys(propertiesOf(scored(buyer), frame));
    const context: readonly string[] = contextProperties;
    const declared = manifest.filter(({ optional }) => !optional).map(({ name }) => name);

    const unwritten = declared.filter((name) => ![...written, ...context].includes(name));
    expect(unwritten.filter((name) => !filledByPeopleAndTasks.includes(name))).toEqual([]);
    const known = manifest.map(({ name }) => name);
    expect([...written, ...context].filter((name) => !known.includes(name))).toEqual([]);
  });

  it.each([
    ['a customer', buyer],
    ['a prospect', prospect],
  ])('carry only codes that HubSpot has as options: %s', (_, account) => {
    const written = propertiesOf(scored(account), frame);

    for (const property of manifest) {
      const value = written[property.name];
      if (property.type !== 'enumeration' || value === undefined || value === '') continue;
      for (const code of value.split(';')) expect(property.options).toContain(code);
    }
  });

  it.each([
    ['a customer', buyer],
    ['a prospect', prospect],
  ])('never leave a code blank: %s', (_, account) => {
    const written = propertiesOf(scored(account), frame);

    for (const name of [
      'mainstay_value_tier',
      'mainstay_potential_tier',
      'mainstay_nine_box',
      'mainstay_matrix_type',
      'mainstay_health_band',
      'mainstay_risk_level',
      'mainstay_lifecycle_state',
      'mainstay_strategy',
    ]) {
      expect(written[name], name).not.toBe('');
      expect(written[name], name).toBeDefined();
    }
  });

  it('clear the numbers that do not apply, and write the others as plain digits', () => {
    const ofProspect = propertiesOf(scored(prospect), frame);
    const ofBuyer = propertiesOf(scored(buyer), frame);

    for (const { name } of manifest.filter(({ type }) => type === 'number')) {
      if (ofBuyer[name] !== undefined) expect(ofBuyer[name], name).toMatch(/^(-?\d+(\.\d+)?)?$/);
    }
    expect(ofProspect['mainstay_health_score']).toBe('');
    expect(ofProspect['mainstay_value_score']).toBe('');
    expect(ofBuyer['mainstay_health_score']).toMatch(/^\d+$/);
    expect(ofBuyer['mainstay_revenue_t12m']).toBe('5000');
  });

  it('show no score and no risk of an account that is too new to have a band', () => {
    const newcomer = anAccountWith(...dealsOn([day - 10]));
    const shown = propertiesOf(scored(newcomer), aFrameOf([buyer, newcomer], day));

    expect(shown['mainstay_lifecycle_state']).toBe('new');
    expect(shown['mainstay_health_band']).toBe('unscored');
    expect(shown['mainstay_health_score']).toBe('');
    expect(shown['mainstay_revenue_at_risk']).toBe('');
    expect(shown['mainstay_revenue_t12m']).toBe('1000');
  });

  it('show a probability only where it was verified on the portal', () => {
    const verification = {
      verified: true,
      cut: day,
      customers: 100,
      churned: 20,
      auc: 0.8,
      aucLow: 0.7,
      aucHigh: 0.9,
    };
    const verified = { ...frame, verification } as Frame;

    const before = propertiesOf(scored(buyer), frame)['mainstay_risk_probability'];
    const after = propertiesOf(scored(buyer), verified)['mainstay_risk_probability'];

    expect(before).toBe('');
    expect(Number(after)).toBeGreaterThan(0);
    expect(Number(after)).toBeLessThan(100);
  });

  it('show the tickets answered in time as a share, and nothing where none is decided', () => {
    const assessment = scored(buyer);
    const answered = { ...assessment, attainment: { answeredInTime: 2, decided: 3 } };

    expect(propertiesOf(answered, frame)['mainstay_sla_attainment']).toBe('66.7');
    expect(propertiesOf(assessment, frame)['mainstay_sla_attainment']).toBe('');
  });

  it('are the same for the same records', () => {
    expect(propertiesOf(scored(buyer), frame)).toEqual(propertiesOf(scored(buyer), frame));
  });
});

describe('what is sent', () => {
  it.each([
    ['a new value', { a: '1' }, {}, { a: '1' }],
    ['another value', { a: '2' }, { a: '1' }, { a: '2' }],
    ['the same value', { a: '1' }, { a: '1' }, {}],
    ['a value that no longer applies', { a: '' }, { a: '1' }, { a: '' }],
    ['nothing where nothing ever was', { a: '' }, {}, {}],
    ['one of two', { a: '1', b: '2' }, { a: '1', b: '1' }, { b: '2' }],
    ['nothing of what is no longer wanted', {}, { a: '1' }, {}],
  ])('is %s', (_, wanted, written, sent) => {
    expect(differences(wanted, written)).toEqual(sent);
  });

  it('is only what the portal has room for', () => {
    expect(onlyProvisioned({ a: '1', b: '2' }, new Set(['b', 'c']))).toEqual({ b: '2' });
  });
});

describe('a health score', () => {
  const names = new Set(['mainstay_health_score', 'mainstay_health_band']);
  const written = { mainstay_health_score: '79', mainstay_health_band: 'attention' };
  type Move = { health: number; band?: string; reason?: string };
  const scoreSent = ({ health, band = 'attention', reason = 'nightly' }: Move) => {
    const wanted = {
      mainstay_health_score: String(Math.round(health)),
      mainstay_health_band: band,
    };
    const sent = changesToWrite(wanted, written, names, { now: noon, reason, health });
    return sent['mainstay_health_score'];
  };

  it.each([
    ['moved by less than a point', { health: 79.6 }, undefined],
    ['moved by a point', { health: 80 }, '80'],
    ['came into another band', { health: 79.6, band: 'healthy' }, '80'],
    ['was edited by hand', { health: 79.6, reason: 'repair' }, '80'],
  ])('is written or not when it %s', (_, move, sent) => {
    expect(scoreSent(move)).toBe(sent);
  });
});

describe('the context of a write', () => {
  it('says of no new type where somebody edited ours by hand', () => {
    const edited = { mainstay_nine_box: 'regular', mainstay_last_scored_at: noon.toISOString() };

    expect(
      contextOf({ mainstay_nine_box: 'core' }, edited, { now: noon, reason: 'repair' }),
    ).toEqual({});
  });

  const context = { now: noon, reason: 'webhook' };
  const stamp = { mainstay_last_scored_at: '2026-11-20T12:00:00.000Z' };

  it('is a stamp, once a day', () => {
    const changed = { mainstay_health_score: '70' };

    expect(contextOf(changed, {}, context)).toEqual(stamp);
    const today = { mainstay_last_scored_at: '2026-11-20T00:00:00.000Z' };
    expect(contextOf(changed, today, context)).toEqual({});
    const yesterday = { mainstay_last_scored_at: '2026-11-19T23:59:00.000Z' };
    expect(contextOf(changed, yesterday, context)).toEqual(stamp);
  });

  it('tells the first type from none', () => {
    expect(contextOf({ mainstay_nine_box: 'core' }, {}, context)).toEqual({
      ...stamp,
      mainstay_prev_type: 'unscored',
      mainstay_changed_at: '2026-11-20T12:00:00.000Z',
      mainstay_change_reason: 'first_score',
      mainstay_trigger: 'webhook',
    });
  });

  const before = {
    mainstay_nine_box: 'regular',
    mainstay_value_tier: 'mid',
    mainstay_potential_tier: 'mid',
  };

  it.each([
    ['value_up', { mainstay_value_tier: 'high' }, 'webhook'],
    ['value_down', { mainstay_value_tier: 'low' }, 'nightly'],
    ['potential_up', { mainstay_potential_tier: 'high' }, 'webhook'],
    ['potential_down', { mainstay_potential_tier: 'low' }, 'webhook'],
    [
      'value_and_potential',
      { mainstay_value_tier: 'high', mainstay_potential_tier: 'low' },
      'webhook',
    ],
    ['config', { mainstay_value_tier: 'high' }, 'config'],
  ])('says why a type changed: %s', (reason, changed, trigger) => {
    const all = { mainstay_nine_box: 'core', ...changed };

    const said = contextOf(all, before, { now: noon, reason: trigger });

    expect(said).toMatchObject({
      mainstay_prev_type: 'regular',
      mainstay_change_reason: reason,
      mainstay_trigger: trigger,
    });
    for (const [name, value] of Object.entries(said)) {
      const property = manifest.find((one) => one.name === name);
      if (property?.type === 'enumeration') expect(property.options, name).toContain(value);
    }
  });
});

describe('waits of writing', () => {
  it.each([
    [0, 2_000],
    [1, 4_000],
    [5, 64_000],
    [11, 3_600_000],
    [5_000, 3_600_000],
  ])('after %i tries that HubSpot could not take: %i ms', (attempts, ms) => {
    expect(writeDelayMs(attempts)).toBe(ms);
  });

  it.each([
    [0, 900_000],
    [1, 1_800_000],
    [7, 86_400_000],
    [5_000, 86_400_000],
  ])('after %i refusals: %i ms', (attempts, ms) => {
    expect(refusalDelayMs(attempts)).toBe(ms);
  });
});
