import { describe, expect, it } from 'vitest';
import { toHubspotError } from '../../src/hubspot/reaction-rules.ts';
import errors from '../fixtures/hubspot/errors.json' with { type: 'json' };

type Sample = { status: number; body: unknown };
const samples: Readonly<Record<string, Sample>> = errors;

function errorOf(sample: Sample | undefined, retryAfter: string | null = null) {
  if (!sample) throw new Error('no such sample');
  return toHubspotError({ endpoint: 'readDeals', retryAfter, ...sample });
}

describe("HubSpot's refusals", () => {
  it.each([
    ['429_ten_secondly', 'retry-later', 10_000],
    ['429_search_secondly', 'retry-later', 1_000],
    ['429_daily', 'retry-later', Number.POSITIVE_INFINITY],
    ['400_unknown_property', 'refused', undefined],
    ['400_conditional_required_2026_09', 'refused', undefined],
    ['400_required_on_create_2026_09', 'refused', undefined],
    ['400_edit_associations_2026_09', 'refused', undefined],
    ['400_duplicate_ids', 'refused', undefined],
    ['403_missing_scopes', 'missing-scope', undefined],
    ['409_property_exists', 'exists', undefined],
    ['400_refresh_revoked', 'reconnect', undefined],
    ['400_bad_hub', 'reconnect', undefined],
    ['400_invalid_client', 'refused', undefined],
  ])('%s means %s', (name, reaction, retryAfterMs) => {
    const error = errorOf(samples[name]);

    expect(error).toMatchObject({ reaction, endpoint: 'readDeals' });
    expect(error.retryAfterMs).toBe(retryAfterMs);
  });

  it.each([
    [401, 'reconnect', undefined],
    [404, 'gone', undefined],
    [414, 'refused', undefined],
    [423, 'retry-later', 2_000],
    [477, 'retry-later', undefined],
    [500, 'retry-later', undefined],
    [502, 'retry-later', undefined],
    [504, 'retry-later', undefined],
    [524, 'retry-later', undefined],
  ])('%i without a readable body means %s', (status, reaction, retryAfterMs) => {
    for (const body of [undefined, null, 'text', [], { errors: 'odd', context: 3 }]) {
      const error = errorOf({ status, body });
      expect(error.reaction).toBe(reaction);
      expect(error.retryAfterMs).toBe(retryAfterMs);
    }
  });

  it.each([
    [429, '15', 15_000],
    [429, '1', 10_000],
    [423, '5', 5_000],
    [477, '7200', 7_200_000],
    [503, '3', 3_000],
    [503, 'Fri, 20 Nov 2026 12:00:00 GMT', undefined],
    [503, '-3', undefined],
  ])('%i with Retry-After %s waits %s ms', (status, retryAfter, waitMs) => {
    const { body } = samples['429_ten_secondly'] ?? {};

    expect(errorOf({ status, body }, retryAfter).retryAfterMs).toBe(waitMs);
  });

  it('knows the limit by the message where its name is missing', () => {
    const body = { message: 'You have reached your DAILY limit.' };

    expect(errorOf({ status: 429, body }).retryAfterMs).toBe(Number.POSITIVE_INFINITY);
    const tenSecondly = { message: 'You have reached your ten_secondly_rolling limit.' };
    expect(errorOf({ status: 429, body: tenSecondly }).retryAfterMs).toBe(10_000);
  });

  it('names what was refused', () => {
    expect(errorOf(samples['400_unknown_property']).problems).toEqual([
      {
        code: 'PROPERTY_DOESNT_EXIST',
        message: 'Property "testproperty" does not exist',
        propertyNames: ['testproperty'],
        ids: [],
      },
    ]);
    expect(errorOf(samples['400_duplicate_ids']).problems).toMatchObject([
      { ids: ['12877907025'] },
    ]);
    expect(errorOf(samples['429_daily']).correlationId).toBe(
      'c033cdaa-2c40-4a64-ae48-b4cec88dad24',
    );
  });
});
