import { describe, expect, it } from 'vitest';
import appJson from '../../app.json' with { type: 'json' };
import contract from '../../docs/property-contract.json' with { type: 'json' };
import {
  contractAdditions,
  contractFindings,
  type PropertyContract,
} from '../../scripts/property-contract.ts';
import { readManifest } from '../../src/manifest.ts';
import { aProject } from './project.ts';

const released: PropertyContract = contract;
type App = typeof appJson;

/** The manifest after somebody changed it. */
function changed(change: (app: App) => void) {
  const app = structuredClone(appJson);
  change(app);
  return readManifest(app);
}

function findingsAfter(change: (app: App) => void): string[] {
  return contractFindings(released, changed(change));
}

const propertyIn = (app: App, name: string) => {
  const property = app.properties.find((one) => one.name === name);
  if (!property) throw new Error(`no ${name}`);
  return property as { name: string; type: string; fieldType: string; options?: string[] };
};
const actionIn = (app: App, name: string) => {
  const action = app.workflowActions.find((one) => one.name === name);
  if (!action) throw new Error(`no ${name}`);
  return action;
};

describe('what was released', () => {
  it('is still there, and was released whole', () => {
    expect(findingsAfter(() => {})).toEqual([]);
    expect(released.properties.length).toBeGreaterThanOrEqual(33);
    expect(released.version).toMatch(/^\d+\.\d+\.\d+$/);
  });

  it('says of every property and option what it means', () => {
    const meanings = released.properties.flatMap(({ meaning, options = [] }) => [
      meaning,
      ...options.map((option) => option.meaning),
    ]);

    expect(meanings.filter((meaning) => !/\w/.test(meaning))).toEqual([]);
  });

  it.each<[string, (app: App) => void, string]>([
    [
      'a property that is removed',
      (app) => app.properties.splice(0, 1),
      'property mainstay_value_tier was released and is gone or has another name',
    ],
    [
      'a property with another name',
      (app) => {
        propertyIn(app, 'mainstay_clv').name = 'mainstay_lifetime_value';
      },
      'property mainstay_clv was released and is gone or has another name',
    ],
    [
      'an option that is removed',
      (app) => propertyIn(app, 'mainstay_nine_box').options?.shift(),
      'option core of property mainstay_nine_box was released and is gone',
    ],
    [
      'a property of another type',
      (app) => {
        Object.assign(propertyIn(app, 'mainstay_rfm_code'), {
          type: 'number',
          fieldType: 'number',
        });
      },
      'property mainstay_rfm_code was released as string and is number',
    ],
    [
      'an action that is removed',
      (app) => app.workflowActions.splice(0, 1),
      'workflow action recalculate_account_action was released and is gone',
    ],
    [
      'an output that is removed',
      (app) => actionIn(app, 'get_recommendation').outputs.splice(0, 1),
      'output account_type (enumeration) of workflow action get_recommendation_action was released and is gone',
    ],
    [
      'an input that is required from now on',
      (app) => {
        const input = actionIn(app, 'log_satisfaction').inputs.find(
          ({ name }) => name === 'answered_on',
        );
        if (input) input.required = true;
      },
      'input answered_on of workflow action log_satisfaction_action is required now: workflows there are lack it',
    ],
  ])('does not put up with %s', (_what, change, finding) => {
    expect(findingsAfter(change)).toEqual([finding]);
  });

  it('puts up with what is added', () => {
    const manifest = changed((app) => {
      propertyIn(app, 'mainstay_risk_reasons').options?.push('R11_silence');
    });

    expect(contractFindings(released, manifest)).toEqual([]);
    expect(contractAdditions(released, manifest)).toContain('mainstay_risk_reasons=R11_silence');
  });

  it('fails the check when an option is gone, and is not released away', async () => {
    await using project = await aProject();
    const app = await project.read('app.json');
    propertyIn(app, 'mainstay_growth_strategy').options?.pop();
    await project.write('app.json', app);

    const released = await project.manifest('--release');
    const checked = await project.manifest('--check');

    expect([released.code, checked.code]).toEqual([1, 1]);
    expect(checked.output).toContain(
      'option diversification of property mainstay_growth_strategy was released and is gone',
    );
  });
});
