import { describe, expect, it } from 'vitest';
import { type Policy, policyOver } from '../../src/model/policy.ts';
import { defaultPolicy } from '../../src/scoring/policy.ts';

/** As a store reads it: the type is a promise of an earlier day. */
function stored(body: object): Policy {
  return JSON.parse(JSON.stringify(body)) as Policy;
}

describe('a stored policy', () => {
  it('is the default where nothing is stored', () => {
    expect(policyOver(defaultPolicy, undefined)).toBe(defaultPolicy);
  });

  it('comes back as it was stored', () => {
    const own = { ...defaultPolicy, version: 7, margin: 0.4, scoredSignals: ['renewal'] };

    expect(policyOver(defaultPolicy, stored(own))).toEqual(own);
  });

  it('has the defaults of the fields that came after it, in groups as well', () => {
    const { gates: _, ...rest } = defaultPolicy;
    const { limit: __, ...addOns } = {
      ...defaultPolicy.addOns,
      renewal: { withinDays: 30, logit: 2 },
    };

    const read = policyOver(defaultPolicy, stored({ ...rest, addOns, version: 3 }));

    expect(read).toEqual({
      ...defaultPolicy,
      version: 3,
      addOns: { ...defaultPolicy.addOns, renewal: { withinDays: 30, logit: 2 } },
    });
  });

  it('takes lists whole, empty ones too, and drops what is no longer known', () => {
    const contactSilence = [{ upToDays: 10, logit: 1 }];
    const base = { ...defaultPolicy, scoredSignals: ['renewal'] };
    const old = { ...base, scoredSignals: [], addOns: { ...base.addOns, contactSilence }, gone: 1 };

    const read = policyOver(base, stored(old));

    expect(read.scoredSignals).toEqual([]);
    expect(read.addOns.contactSilence).toEqual(contactSilence);
    expect(read).not.toHaveProperty('gone');
  });

  it('does not touch the default', () => {
    const before = JSON.stringify(defaultPolicy);

    policyOver(defaultPolicy, stored({ version: 2, gates: { tenureMonths: 1 } }));

    expect(JSON.stringify(defaultPolicy)).toBe(before);
  });
});
