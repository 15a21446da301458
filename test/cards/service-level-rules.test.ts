import { describe, expect, it } from 'vitest';
import { serviceLevelFigure } from '../../src/cards/service-level-rules.ts';
import { viewContext } from '../../src/cards/view-context-rules.ts';
import type { NineBoxType } from '../../src/model/assessment.ts';
import { wordsIn } from '../../src/words/words.ts';
import { aCardPortal, noon } from './an-assessment.ts';

const context = viewContext(wordsIn('en'), aCardPortal(), noon);
const hourMs = 3_600_000;
const open = { createdAt: noon - 10 * hourMs, firstReplyMs: null, closedAt: null };

describe('the reply time of a ticket', () => {
  it.each<[NineBoxType | null, string, string | null]>([
    ['core', 'within 8 hours, any day', '2 hours overdue'],
    ['mature_stable', 'within 24 hours, any day', '14 hours left'],
    ['maintain', 'within 24 hours, any day', '14 hours left'],
    ['regular', 'within 48 hours, working days', null],
    [null, 'within 48 hours, working days', null],
  ])('follows the type %s', (type, value, hint) => {
    expect(serviceLevelFigure(type, open, context)).toEqual({ label: 'First reply', value, hint });
  });

  it('says when the reply came', () => {
    const replied = { ...open, firstReplyMs: 3.4 * hourMs };

    expect(serviceLevelFigure('core', replied, context).hint).toBe('Replied after 3 hours');
  });

  it('claims nothing of a ticket that was closed without a measured reply', () => {
    const closed = { ...open, closedAt: noon };

    expect(serviceLevelFigure('core', closed, context).hint).toBeNull();
  });
});
