import { describe, expect, it } from 'vitest';
import { complaintLabels, serviceLevelFigure } from '../../src/cards/service-level-rules.ts';
import { viewContext } from '../../src/cards/view-context-rules.ts';
import type { NineBoxType } from '../../src/model/assessment.ts';
import { workCalendar } from '../../src/strategy/calendar.ts';
import { wordsIn } from '../../src/words/words.ts';
import { aCardPortal, noon } from './an-assessment.ts';

const context = viewContext(wordsIn('en'), aCardPortal(), noon);
const hourMs = 3_600_000;
const office = { timeZone: 'UTC', calendar: workCalendar('none'), hours: { from: 0, to: 24 } };
const service = { office, agreed: null };
const open = { createdAt: noon - 10 * hourMs, firstReplyMs: null, closedAt: null };

describe('the reply time of a ticket', () => {
  it.each<[NineBoxType | null, string, string | null]>([
    ['core', 'within 8 hours, any day', '2 hours overdue'],
    ['mature_stable', 'within 24 hours, any day', '14 hours left'],
    ['maintain', 'within 24 hours, any day', '14 hours left'],
    ['regular', 'within 48 hours of working time', 'Due Nov 24, 2026, 3:00 AM'],
    [null, 'within 48 hours of working time', 'Due Nov 24, 2026, 3:00 AM'],
  ])('follows the type %s', (type, value, hint) => {
    expect(serviceLevelFigure(type, open, service, context)).toEqual({
      label: 'First reply',
      value,
      hint,
    });
  });

  it('is what was agreed with the customer, whatever the type, with the last day of it', () => {
    const level = { hours: 4, window: 'always' } as const;
    const agreed = { level, until: Math.floor(noon / (24 * hourMs)) + 9 };

    expect(serviceLevelFigure('regular', open, { office, agreed }, context)).toMatchObject({
      value: 'within 4 hours, any day, agreed until Nov 29, 2026',
      hint: '6 hours overdue',
    });
  });

  it('says when the reply came', () => {
    const replied = { ...open, firstReplyMs: 3.4 * hourMs };

    expect(serviceLevelFigure('core', replied, service, context).hint).toBe(
      'Replied after 3 hours',
    );
  });

  it('claims nothing of a ticket that was closed without a measured reply', () => {
    const closed = { ...open, closedAt: noon };

    expect(serviceLevelFigure('core', closed, service, context).hint).toBeNull();
  });
});

it('marks a complaint, one that comes again, and one that nobody explained', () => {
  const labelsOf = (isComplaint: boolean, isRepeated: boolean, isUnexplained = false) =>
    complaintLabels({ isComplaint, isRepeated, isUnexplained }, context).map(({ text }) => text);

  expect(labelsOf(false, true)).toEqual([]);
  expect(labelsOf(true, false)).toEqual(['Complaint']);
  expect(labelsOf(true, true)).toEqual(['Complaint', 'Repeated within 30 days']);
  expect(labelsOf(true, false, true)).toEqual(['Complaint', 'Root cause missing']);
});
