import { describe, expect, it } from 'vitest';
import { readManifest } from '../../src/manifest.ts';
import { wordsIn } from '../../src/words/words.ts';
import { provisionPlan } from '../../src/writeback/provision-rules.ts';

const { properties: wanted } = readManifest();
const always = wanted.filter(({ optional }) => !optional);
const minimum = wanted.filter((property) => property.minimum);
const words = wordsIn('en');
const names = (list: readonly { name: string }[]) => list.map(({ name }) => name);

describe('which properties are created', () => {
  it('all that are not optional, on a portal with room', () => {
    for (const freeSlots of [null, 1_000, always.length]) {
      const plan = provisionPlan(wanted, [], freeSlots, words);

      expect(names(plan.create).sort()).toEqual(names(always).sort());
      expect(plan.names.sort()).toEqual(names(always).sort());
      expect([plan.conflicts, plan.leftOut]).toEqual([[], []]);
    }
  });

  it('none the second time', () => {
    const plan = provisionPlan(wanted, always, null, words);

    expect(plan.create).toEqual([]);
    expect(plan.names.sort()).toEqual(names(always).sort());
  });

  it('the missing ones, where some are there', () => {
    const plan = provisionPlan(wanted, always.slice(3), null, words);

    expect(names(plan.create).sort()).toEqual(names(always.slice(0, 3)).sort());
    expect(plan.names).toHaveLength(always.length);
  });

  it('the named minimum on a portal with ten slots', () => {
    const plan = provisionPlan(wanted, [], 10, words);

    expect(minimum.length).toBeGreaterThan(0);
    expect(plan.create).toHaveLength(10);
    expect(names(plan.create).slice(0, minimum.length)).toEqual(names(minimum));
    expect(plan.leftOut).toHaveLength(always.length - 10);
  });

  it('none on a portal without any room', () => {
    const plan = provisionPlan(wanted, [], 0, words);

    expect([plan.create, plan.names]).toEqual([[], []]);
    expect(plan.leftOut).toHaveLength(always.length);
  });

  it("never one that someone else's property has the name of", () => {
    const [first] = always;
    if (!first) throw new Error('there are properties');
    const type = first.type === 'number' ? 'string' : 'number';

    const plan = provisionPlan(wanted, [{ name: first.name, type }], null, words);

    expect(plan.conflicts).toEqual([first.name]);
    expect(names(plan.create)).not.toContain(first.name);
    expect(plan.names).not.toContain(first.name);
  });

  it.each(['en', 'zh-CN', 'zh-TW'] as const)(
    'with labels in the language of the portal: %s',
    (locale) => {
      const { create } = provisionPlan(wanted, [], null, wordsIn(locale));

      for (const definition of create) {
        const labels = [definition, ...(definition.options ?? [])].map(({ label }) => label);
        for (const label of labels) expect(label).not.toMatch(/^property\.|^$/);
        expect(definition.groupName).toBe('mainstay');
        expect(definition.type === 'enumeration').toBe(definition.options !== undefined);
      }
    },
  );
});
