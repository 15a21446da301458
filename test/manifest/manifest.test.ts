import { describe, expect, it } from 'vitest';
import appJson from '../../app.json' with { type: 'json' };
import { readManifest } from '../../src/manifest.ts';
import { lifecycleStates, nineBoxTypes, riskSignalCodes } from '../../src/model/assessment.ts';
import { workflowStatuses } from '../../src/model/workflow.ts';

function optionsOf(name: string): readonly string[] {
  const property = readManifest().properties.find((one) => one.name === name);
  return property?.type === 'enumeration' ? property.options : [];
}

describe('app.json', () => {
  it('offers every answer the model can give', () => {
    expect(optionsOf('mainstay_risk_reasons')).toEqual(riskSignalCodes);
    expect(optionsOf('mainstay_nine_box')).toEqual([...nineBoxTypes, 'unscored']);
    expect(optionsOf('mainstay_lifecycle_state')).toEqual(lifecycleStates);
  });

  it('offers workflows every status that an action may answer', () => {
    const offered = new Set(readManifest().workflowActions.flatMap(({ statuses }) => statuses));

    expect([...offered].toSorted()).toEqual(workflowStatuses.toSorted());
  });

  it('has 27 properties, 6 optional ones, and 10 for a free portal', () => {
    const { properties } = readManifest();

    expect(properties.filter((property) => !property.optional)).toHaveLength(27);
    expect(properties.filter((property) => property.optional)).toHaveLength(6);
    expect(properties.filter((property) => property.minimum)).toHaveLength(10);
  });

  it.each([
    ['an unknown key', { ...appJson, colour: 'blue' }, /colour/],
    ['a private app', { ...appJson, distribution: 'private' }, /distribution/],
    [
      'a reason without Chinese',
      withScope({ name: 'crm.export', reason: { en: 'Why' }, usedBy: [] }),
      /zh-CN/,
    ],
    [
      'the same scope twice',
      withScope({ ...appJson.scopes.required[0], usedBy: [] }),
      /a scope stands twice/,
    ],
    [
      'a subscription to a property it writes',
      withSubscription({
        subscriptionType: 'object.propertyChange',
        objectType: 'company',
        propertyName: 'mainstay_health_score',
      }),
      /feed its own writes back/,
    ],
    [
      'the same subscription twice',
      withSubscription({ subscriptionType: 'object.creation', objectType: 'deal' }),
      /a subscription stands twice/,
    ],
    [
      'a change of no property',
      withSubscription({ subscriptionType: 'object.propertyChange', objectType: 'deal' }),
      /propertyName/,
    ],
    [
      'more properties for a free portal than it has slots',
      withProperty({
        name: 'mainstay_more',
        type: 'number',
        fieldType: 'number',
        optional: false,
        minimum: true,
      }),
      /more than 10/,
    ],
    [
      'a property outside its own namespace',
      withProperty({ name: 'health_score', type: 'number', fieldType: 'number', optional: false }),
      /properties/,
    ],
  ])('is refused with %s', (_what, value, message) => {
    expect(() => readManifest(value)).toThrow(message);
  });
});

function withScope(scope: object) {
  const { required } = appJson.scopes;
  return { ...appJson, scopes: { ...appJson.scopes, required: [...required, scope] } };
}

function withSubscription(subscription: object) {
  const { webhooks } = appJson;
  const crmObjects = [...webhooks.subscriptions.crmObjects, subscription];
  return {
    ...appJson,
    webhooks: { ...webhooks, subscriptions: { ...webhooks.subscriptions, crmObjects } },
  };
}

function withProperty(property: object) {
  return { ...appJson, properties: [...appJson.properties, property] };
}
