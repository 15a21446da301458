import { describe, expect, it } from 'vitest';
import type { Ticket } from '../../src/model/evidence.ts';
import { needsOf } from '../../src/scoring/needs.ts';
import { on } from '../support/evidence.ts';

const today = on('2026-11-20');

const enquiry = (openedOn: string, ...categories: string[]): Ticket => ({
  id: openedOn,
  openedOn: on(openedOn),
  closedOn: null,
  isComplaint: false,
  firstReplyMs: null,
  resolutionMs: null,
  categories,
});

describe('what a customer needs', () => {
  it('is what it bought and asked for within a year, latest first', () => {
    const tickets = [
      enquiry('2026-03-01', 'FEATURE_REQUEST'),
      enquiry('2026-11-01', 'FEATURE_REQUEST', 'GENERAL_INQUIRY'),
      enquiry('2025-01-01', 'BILLING_ISSUE'),
    ];
    const families = [
      { name: 'Pumps', firstOn: 1, lastOn: on('2026-06-01') },
      { name: 'Filters', firstOn: 1, lastOn: on('2025-06-01') },
    ];

    expect(needsOf(tickets, { families }, today)).toEqual([
      { source: 'enquiry', name: 'FEATURE_REQUEST', lastOn: on('2026-11-01'), times: 2 },
      { source: 'enquiry', name: 'GENERAL_INQUIRY', lastOn: on('2026-11-01'), times: 1 },
      { source: 'order', name: 'Pumps', lastOn: on('2026-06-01'), times: 1 },
    ]);
  });

  it('is not what it complains about', () => {
    const complaint = { ...enquiry('2026-11-01', 'PRODUCT_ISSUE'), isComplaint: true };

    expect(needsOf([complaint], null, today)).toEqual([]);
  });
});
