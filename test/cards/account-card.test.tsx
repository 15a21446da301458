import {
  Accordion,
  Alert,
  Button,
  EmptyState,
  ErrorState,
  Heading,
  hubspot,
  LoadingSpinner,
  ProgressBar,
  ScoreCircle,
  StatisticsItem,
  StatusTag,
  TableRow,
  Tag,
  Text,
} from '@hubspot/ui-extensions';
import {
  createRenderer,
  RenderedNodeType,
  type RenderedParentNode,
} from '@hubspot/ui-extensions/testing';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { AccountCard } from '../../extensions/app/cards/AccountCard.tsx';
import type { AccountCard as Answer } from '../../extensions/app/cards/contract.ts';
import { accountCard } from '../../src/cards/card-view-rules.ts';
import {
  type CardPortal,
  type CardRecord,
  viewContext,
} from '../../src/cards/view-context-rules.ts';
import { wordsIn } from '../../src/words/words.ts';
import { anAccountStrategy } from './an-account-strategy.ts';
import {
  aCardPortal,
  aCardRecord,
  aHealthyAssessment,
  aLostAssessment,
  aNewAssessment,
  anAssessment,
  aProspectAssessment,
  halfImported,
  noon,
  withRisk,
} from './an-assessment.ts';

/** What the service would answer. */
function answerOf(record: CardRecord | undefined, portal: CardPortal = aCardPortal()): Answer {
  return accountCard(record, viewContext(wordsIn('en'), portal, noon));
}

function ok(answer: Answer): Response {
  return new Response(JSON.stringify(answer), { status: 200 });
}

const closers: (() => void)[] = [];

/** The written properties HubSpot tells the card; `write` changes them as a write-back does. */
function openCard({ locale = 'en', healthScore = '43' as string | null } = {}) {
  const renderer = createRenderer('crm.record.tab');
  renderer.mocks.context.crm = { objectId: 901, objectTypeId: '0-2' };
  renderer.mocks.context.variables = { BACKEND_ORIGIN: 'https://backend.example.com' };
  renderer.mocks.context.user = { ...renderer.mocks.context.user, locale };
  const written = { mainstay_health_score: healthScore };
  renderer.mocks.useCrmProperties.willCall(() => ({
    properties: written,
    error: null,
    isLoading: false,
    isRefetching: false,
    refetch: async () => undefined,
  }));
  renderer.render(<AccountCard />);
  closers.push(() => renderer.render(<Text>closed</Text>));
  return {
    renderer,
    write(score: string) {
      written.mainstay_health_score = score;
      renderer.render(<AccountCard />);
    },
  };
}

/** `.text` of a node holds its direct text only. */
function textOf({ childNodes }: Pick<RenderedParentNode, 'childNodes'>): string {
  return childNodes
    .map((child) => (child.nodeType === RenderedNodeType.Text ? child.text : textOf(child)))
    .join('');
}

function answering(...answers: (() => Response | Promise<Response>)[]) {
  const spy = vi.spyOn(hubspot, 'fetch');
  for (const [position, answer] of answers.entries()) {
    if (position < answers.length - 1) spy.mockImplementationOnce(async () => answer());
    else spy.mockImplementation(async () => answer());
  }
  return spy;
}

/** A card left open would go on asking, and take the answers of the next test. */
afterEach(() => {
  for (const close of closers.splice(0)) close();
  vi.useRealTimers();
});

describe('the account card of a scored account', () => {
  it('opens with one sentence, the score and its band in words', async () => {
    answering(() => ok(answerOf(aCardRecord(anAssessment()))));

    const { renderer } = openCard();

    await renderer.waitFor(() =>
      expect(textOf(renderer.find(Heading))).toBe(
        'Mature stable customer, needs attention: silent for 329 days, usually orders every 92 days',
      ),
    );
    expect(renderer.find(ScoreCircle).props.score).toBe(43);
    expect(renderer.findAll(StatusTag).map((tag) => [textOf(tag), tag.props.variant])).toEqual([
      ['Needs attention', 'warning'],
      ['Medium churn risk', 'warning'],
      ['Dormant', 'warning'],
    ]);
  });

  it('asks once, for the open company in the viewer’s language', async () => {
    const fetch = answering(() => ok(answerOf(aCardRecord(anAssessment()))));

    const { renderer } = openCard({ locale: 'zh-cn' });
    await renderer.waitFor(() => renderer.find(Heading));

    expect(fetch).toHaveBeenCalledTimes(1);
    expect(fetch.mock.calls[0]?.[0]).toMatch(
      /^https:\/\/backend\.example\.com\/cards\/companies\/901\?locale=zh-cn&request=\w+$/,
    );
  });

  it('shows the points as a bill that ends in the score', async () => {
    answering(() => ok(answerOf(aCardRecord(anAssessment()))));

    const { renderer } = openCard();
    await renderer.waitFor(() => renderer.find(Heading));

    const bill = renderer.find(Accordion, { title: 'How the 43 points add up' });
    expect(bill.findAll(TableRow).map(textOf)).toEqual([
      'FactorThis accountAverage customerPointsEvidenceAs of',
      'Your average customer47',
      'Time since last order329 days213 days−1Atoday',
      'Orders in the last 12 months1 order1.9 orders−2Atoday',
      'Orders in all9 orders3.6 orders+11Atoday',
      'Revenue against your customersabove 78%above 50%+1Atoday',
      'Purchase rhythm329 days silent, usual gap 92 days−13Atoday',
      'Health43',
    ]);
  });

  it('draws the nine-box with the account and where it came from', async () => {
    answering(() => ok(answerOf(aCardRecord(anAssessment()))));

    const { renderer } = openCard();
    await renderer.waitFor(() => renderer.find(Heading));

    const rows = renderer.findAll(TableRow).map(textOf);
    expect(rows).toContain('HighMaintain● Mature stableThis account○ CoreBefore');
  });

  it('says what to do by when, and who does it', async () => {
    const context = viewContext(wordsIn('en'), aCardPortal(), noon);
    const beside = { past: null, manual: null, strategy: anAccountStrategy() };
    answering(() => ok(accountCard(aCardRecord(aHealthyAssessment()), context, beside)));

    const { renderer } = openCard();
    await renderer.waitFor(() => renderer.find(Heading));

    const rows = renderer.findAll(TableRow).map(textOf);
    expect(rows).toContain('Next stepByWhoStatus');
    expect(rows).toContainEqual(
      expect.stringMatching(/^Monthly proactive visit or call.*Dec 7, 2026Ben Chen.*Planned$/),
    );
  });

  it('marks direction by sign and shape, not by colour alone', async () => {
    answering(() => ok(answerOf(aCardRecord(anAssessment()))));

    const { renderer } = openCard();
    await renderer.waitFor(() => renderer.find(Heading));

    const tags = renderer.findAll(Tag).map(textOf);
    expect(tags).toEqual(expect.arrayContaining(['▼ −13', '▲ +11']));
  });

  it('shows the money', async () => {
    answering(() => ok(answerOf(aCardRecord(anAssessment()))));

    const { renderer } = openCard();
    await renderer.waitFor(() => renderer.find(Heading));

    expect(renderer.find(StatisticsItem, { label: 'Revenue at risk' }).props.number).toBe(
      '€259,560',
    );
  });

  it('warns above figures that are still true', async () => {
    answering(() => ok(answerOf(aCardRecord(anAssessment()), aCardPortal({ status: 'revoked' }))));

    const { renderer } = openCard();
    await renderer.waitFor(() => renderer.find(Heading));

    expect(renderer.find(Alert).props.title).toBe("HubSpot no longer accepts the app's connection");
    expect(renderer.find(ScoreCircle).props.score).toBe(43);
  });
});

describe('the account card keeps up', () => {
  it('when the service has written new scores', async () => {
    const fetch = answering(
      () => ok(answerOf(aCardRecord(anAssessment()))),
      () => ok(answerOf(aCardRecord(aHealthyAssessment()))),
    );
    const { renderer, write } = openCard();
    await renderer.waitFor(() => expect(renderer.find(ScoreCircle).props.score).toBe(43));

    write('71');

    await renderer.waitFor(() => expect(renderer.find(ScoreCircle).props.score).toBe(71));
    expect(fetch).toHaveBeenCalledTimes(2);
  });

  it('when the viewer asks', async () => {
    answering(
      () => ok(answerOf(aCardRecord(anAssessment()))),
      () => ok(answerOf(aCardRecord(aHealthyAssessment()))),
    );
    const { renderer } = openCard();
    await renderer.waitFor(() => renderer.find(ScoreCircle));

    renderer.find(Button, { variant: 'transparent' }).trigger('onClick');

    await renderer.waitFor(() => expect(renderer.find(ScoreCircle).props.score).toBe(71));
  });

  it('and keeps what it shows when a refresh fails', async () => {
    answering(
      () => ok(answerOf(aCardRecord(anAssessment()))),
      () => new Response('', { status: 502 }),
    );
    const { renderer } = openCard();
    await renderer.waitFor(() => renderer.find(ScoreCircle));

    renderer.find(Button, { variant: 'transparent' }).trigger('onClick');

    await renderer.waitFor(() =>
      expect(textOf(renderer.getRootNode())).toContain(
        'Could not refresh; what you see is the last answer.',
      ),
    );
    expect(renderer.find(ScoreCircle).props.score).toBe(43);
  });

  it('by itself while the company is still being read', async () => {
    vi.useFakeTimers();
    const fetch = answering(
      () => ok(answerOf(undefined)),
      () => ok(answerOf(aCardRecord(anAssessment()))),
    );
    const { renderer } = openCard();
    await vi.advanceTimersByTimeAsync(100);
    expect(renderer.find(LoadingSpinner).props.label).toBe('This company is being read');

    await vi.advanceTimersByTimeAsync(5_000);

    expect(renderer.find(ScoreCircle).props.score).toBe(43);
    expect(fetch).toHaveBeenCalledTimes(2);
  });

  it('in growing pauses while nothing changes', async () => {
    vi.useFakeTimers();
    const fetch = answering(() => ok(answerOf(aCardRecord(anAssessment()))));
    openCard();

    await vi.advanceTimersByTimeAsync(60_000);
    const inFirstMinute = fetch.mock.calls.length;
    await vi.advanceTimersByTimeAsync(600_000);

    expect(inFirstMinute).toBeLessThanOrEqual(6);
    expect(fetch.mock.calls.length - inFirstMinute).toBeLessThanOrEqual(7);
  });
});

describe('the account card without a score', () => {
  it.each([
    ['a prospect', aProspectAssessment(), 'Not a customer yet: no won deal'],
    ['a new customer', aNewAssessment(), 'New customer, too early to score'],
    ['a lost customer', aLostAssessment(), 'Lost: no order for 3.1 years'],
    ['too little data', anAssessment({ health: null }), 'Not enough data for a score'],
  ])('explains %s', async (_, assessment, title) => {
    answering(() => ok(answerOf(aCardRecord(assessment))));

    const { renderer } = openCard();

    await renderer.waitFor(() => expect(textOf(renderer.find(Heading))).toBe(title));
    expect(renderer.maybeFind(ScoreCircle)).toBeNull();
  });

  it('shows how far the first import is', async () => {
    const portal = aCardPortal({ backfill: halfImported });
    answering(() => ok(answerOf(undefined, portal)));

    const { renderer } = openCard();

    await renderer.waitFor(() =>
      expect(renderer.find(ProgressBar).props).toMatchObject({
        value: 40_200,
        maxValue: 93_000,
        'aria-label': 'Your portal is being imported',
      }),
    );
  });

  it('says who can connect an app that is not installed', async () => {
    answering(() => ok(answerOf(undefined, aCardPortal({ status: 'uninstalled' }))));

    const { renderer } = openCard();

    await renderer.waitFor(() =>
      expect(textOf(renderer.find(EmptyState))).toContain('A HubSpot super admin can connect it'),
    );
  });

  it('says who can reconnect', async () => {
    answering(() => ok(answerOf(undefined, aCardPortal({ status: 'revoked' }))));

    const { renderer } = openCard();

    await renderer.waitFor(() =>
      expect(renderer.find(Alert).props.title).toBe('The app needs to be reconnected'),
    );
  });
});

describe('the account card in trouble', () => {
  it('shows what was last written while it loads', () => {
    vi.spyOn(hubspot, 'fetch').mockReturnValue(new Promise(() => undefined));

    const { renderer } = openCard();

    expect(renderer.find(LoadingSpinner).props.label).toBe('Loading the account');
    expect(textOf(renderer.getRootNode())).toContain('Health last written to this record: 43');
  });

  it.each([
    ['en', 'The account could not be loaded', 'Try again'],
    ['zh-cn', '客户信息加载失败', '重试'],
    ['zh-tw', '客戶資訊載入失敗', '再試一次'],
  ])('says so in %s, with an id and a retry that works', async (locale, title, retry) => {
    answering(
      () => new Response('', { status: 503 }),
      () => ok(answerOf(aCardRecord(anAssessment()))),
    );
    const { renderer } = openCard({ locale });
    await renderer.waitFor(() => expect(renderer.find(ErrorState).props.title).toBe(title));
    const button = renderer.find(ErrorState).find(Button);
    expect(textOf(button)).toBe(retry);
    expect(textOf(renderer.find(ErrorState))).toMatch(/[A-Z0-9]{6}/);

    button.trigger('onClick');

    await renderer.waitFor(() => expect(renderer.find(ScoreCircle).props.score).toBe(43));
  });

  it('is the same when there is no answer at all', async () => {
    vi.spyOn(hubspot, 'fetch').mockRejectedValue(new Error('timeout'));

    const { renderer } = openCard({ healthScore: null });

    await renderer.waitFor(() => renderer.find(ErrorState));
    expect(textOf(renderer.getRootNode())).not.toContain('Health last written');
  });

  it('lets a newer answer stand when an older one comes late', async () => {
    let answerLate: (response: Response) => void = () => undefined;
    answering(
      () =>
        new Promise<Response>((resolve) => {
          answerLate = resolve;
        }),
      () => ok(answerOf(aCardRecord(aHealthyAssessment()))),
    );
    const { renderer, write } = openCard();
    write('71');
    await renderer.waitFor(() => expect(renderer.find(ScoreCircle).props.score).toBe(71));

    answerLate(ok(answerOf(aCardRecord(anAssessment()))));
    await Promise.resolve();

    expect(renderer.find(ScoreCircle).props.score).toBe(71);
  });

  it('shows every named signal of a high risk', async () => {
    const signals = [
      { code: 'R1_inactive', facts: { silentDays: 329, limitDays: 138 } },
      { code: 'R4_complaints', facts: { complaints: 3, withinDays: 90 } },
    ] as const;
    answering(() => ok(answerOf(aCardRecord(anAssessment(withRisk({ level: 'high', signals }))))));

    const { renderer } = openCard();
    await renderer.waitFor(() => renderer.find(Heading));

    const all = textOf(renderer.getRootNode());
    expect(all).toContain('No order for 329 days, expected within 138 days');
    expect(all).toContain('3 complaints in 90 days');
  });
});
