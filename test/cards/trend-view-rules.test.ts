import { describe, expect, it } from 'vitest';
import type { AccountPast } from '../../src/cards/account-past.ts';
import { accountCard } from '../../src/cards/card-view-rules.ts';
import { viewContext } from '../../src/cards/view-context-rules.ts';
import { type Locale, locales, wordsIn } from '../../src/words/words.ts';
import { aCardPortal, aCardRecord, anAssessment, aPast, noon, today } from './an-assessment.ts';

function trendOf(past: AccountPast | null, locale: Locale = 'en') {
  const context = viewContext(wordsIn(locale), aCardPortal(), noon);
  const card = accountCard(aCardRecord(anAssessment()), context, {
    past,
    manual: null,
    strategy: null,
  });
  return card.state === 'assessed' ? card.health.trend : null;
}

describe('the year of a score', () => {
  it('has a point for each month end and one for today, with the marks of what happened', () => {
    const points = trendOf(aPast())?.points.map(({ month, score }) => `${month}: ${score}`);

    expect(points).toEqual([
      'Nov: 68',
      'Dec ●: 71',
      'Jan: 69',
      'Feb: 66',
      'Mar: 64',
      'Apr: 61',
      'May: 58',
      'Jun: 57',
      'Jul ▲: 55',
      'Aug: 52',
      'Sep ■: 50',
      'Oct ◆★: 48',
      'Today: 43',
    ]);
  });

  it('says in words what the marks stand for', () => {
    const trend = trendOf(aPast());

    expect(trend?.legend).toBe(
      '● order · ▲ complaint · ◆ customer type changed · ★ tier set or taken back by hand · ■ rules changed',
    );
    expect(trend?.table.rows[1]).toEqual(['Dec', '71', '● 2 orders']);
  });

  it('leaves out of the line what had no score, and keeps it in the table', () => {
    const { history } = aPast();
    const past = aPast({
      history: history.map((one, i) => (i === 0 ? { ...one, score: null } : one)),
    });

    const trend = trendOf(past);

    expect(trend?.points).toHaveLength(12);
    expect(trend?.table.rows[0]).toEqual(['Nov', '–', '']);
  });

  it.each(locales)('adds up from the score of 30 days ago to that of today in %s', (locale) => {
    const lines = trendOf(aPast(), locale)?.change?.lines ?? [];
    const points = lines.map((line) => line.points);

    expect(points.slice(0, -1).reduce((sum, one) => sum + one, 0)).toBe(points.at(-1));
    expect(new Set(lines.map(({ label }) => label)).size).toBe(lines.length);
  });

  it('is not shown beside a score it does not end at', () => {
    const { history } = aPast();
    const other = aPast({ history: [...history.slice(0, -1), { day: today, score: 44 }] });

    expect(trendOf(other)).toBeNull();
    expect(trendOf(null)).toBeNull();
  });
});
