import { expect, it } from 'vitest';
import { wireProperties } from '../../src/hubspot/wire-records.ts';
import { readManifest } from '../../src/manifest.ts';

/** Properties HubSpot computes: they change without an event of their own, when one of these does. */
const movedBy: Record<string, readonly string[]> = {
  hs_is_closed: ['dealstage', 'pipeline'],
  hs_is_closed_won: ['dealstage', 'pipeline'],
  hs_deal_stage_probability: ['dealstage', 'pipeline'],
  amount_in_home_currency: ['amount', 'deal_currency_code', 'closedate'],
  closed_date: ['hs_pipeline_stage', 'hs_pipeline'],
  time_to_close: ['hs_pipeline_stage', 'hs_pipeline'],
};

/** Set once, or moved by what brings another event or none; a later read picks them up. */
const withoutEvent = [
  'createdate',
  'hs_lastmodifieddate',
  'hs_parent_company_id',
  'hs_merged_object_ids',
  'notes_last_contacted',
  'hs_last_logged_call_date',
  'hs_last_booked_meeting_date',
  'hs_last_sales_activity_timestamp',
  'time_to_first_agent_reply',
];

it.each(['company', 'deal', 'ticket'] as const)(
  'hears of changes to every %s property it reads, and of no other',
  (objectType) => {
    const subscribed = readManifest().webhooks.subscriptions.crmObjects.flatMap((one) =>
      one.objectType === objectType && one.subscriptionType === 'object.propertyChange'
        ? [one.propertyName]
        : [],
    );

    const needed = wireProperties[objectType]
      .filter((name) => !withoutEvent.includes(name))
      .flatMap((name) => movedBy[name] ?? [name]);

    expect(subscribed.toSorted()).toEqual([...new Set(needed)].toSorted());
  },
);
