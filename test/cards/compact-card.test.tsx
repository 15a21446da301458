import {
  Alert,
  EmptyState,
  ErrorState,
  Heading,
  hubspot,
  LoadingSpinner,
  ScoreCircle,
  StatusTag,
  Text,
} from '@hubspot/ui-extensions';
import { createRenderer } from '@hubspot/ui-extensions/testing';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { CompactCard } from '../../extensions/app/cards/CompactCard.tsx';
import type { CompactCard as Answer } from '../../extensions/app/cards/contract.ts';
import { unavailable } from '../../src/cards/card-view-rules.ts';
import { compactCard, ticketCard, unlinkedTicket } from '../../src/cards/compact-view-rules.ts';
import { viewContext } from '../../src/cards/view-context-rules.ts';
import { wordsIn } from '../../src/words/words.ts';
import {
  aCardPortal,
  aCardRecord,
  aLostAssessment,
  anAssessment,
  aTicketService,
  halfImported,
  noon,
} from './an-assessment.ts';

const context = viewContext(wordsIn('en'), aCardPortal(), noon);
const attention = aCardRecord(anAssessment());
const importing = viewContext(wordsIn('en'), aCardPortal({ backfill: halfImported }), noon);
const cutOff = viewContext(wordsIn('en'), aCardPortal({ status: 'revoked' }), noon);

const closers: (() => void)[] = [];

function openCard(objectTypeId: '0-2' | '0-5', answer: Answer | null) {
  const asked = vi.spyOn(hubspot, 'fetch').mockImplementation(async () => {
    if (answer === null) return new Response('{}', { status: 503 });
    return new Response(JSON.stringify(answer), { status: 200 });
  });
  const renderer = createRenderer('crm.record.sidebar');
  renderer.mocks.context.crm = { objectId: 901, objectTypeId };
  renderer.mocks.context.variables = { BACKEND_ORIGIN: 'https://backend.example.com' };
  renderer.mocks.useCrmProperties.willCall(() => ({
    properties: { mainstay_health_score: '43' },
    error: null,
    isLoading: false,
    isRefetching: false,
    refetch: async () => undefined,
  }));
  renderer.render(<CompactCard />);
  closers.push(() => renderer.render(<Text>closed</Text>));
  return { renderer, asked };
}

afterEach(() => {
  for (const close of closers.splice(0)) close();
});

describe('the compact card of a company', () => {
  it('shows the sentence, the score and the labels', async () => {
    const { renderer, asked } = openCard('0-2', compactCard(attention, context));

    await renderer.waitFor(() =>
      expect(renderer.find(Heading).text).toBe(
        'Mature stable customer, needs attention: silent for 329 days, usually orders every 92 days',
      ),
    );
    expect(renderer.find(ScoreCircle).props.score).toBe(43);
    expect(renderer.findAll(StatusTag).map(({ text }) => text)).toEqual([
      'Needs attention',
      'Medium churn risk',
      'Dormant',
    ]);
    expect(asked.mock.calls[0]?.[0]).toContain('/cards/companies/901/compact?');
  });

  it('says what is last known while it loads', () => {
    const { renderer } = openCard('0-2', compactCard(attention, context));

    expect(renderer.find(LoadingSpinner).props.label).toBe('Loading the account');
    expect(renderer.find(Text).text).toBe('Health last written to this record: 43');
  });

  it.each<[string, Answer, string]>([
    ['lost', compactCard(aCardRecord(aLostAssessment()), context), 'Lost: no order for 3.1 years'],
    ['importing', compactCard(undefined, importing), 'Your portal is being imported'],
  ])('has a heading of its own when it is %s', async (_state, answer, heading) => {
    const { renderer } = openCard('0-2', answer);

    await renderer.waitFor(() => expect(renderer.find(Heading).text).toBe(heading));
    expect(renderer.maybeFind(ScoreCircle)).toBeNull();
  });

  it('keeps what is known in sight when the connection is cut', async () => {
    const { renderer } = openCard('0-2', compactCard(attention, cutOff));

    await renderer.waitFor(() => expect(renderer.find(Alert).props.variant).toBe('warning'));
    expect(renderer.find(ScoreCircle).props.score).toBe(43);
  });

  it('says who can connect the app where it is not installed', async () => {
    const { renderer } = openCard('0-2', unavailable('not-installed', context));

    await renderer.waitFor(() =>
      expect(renderer.find(EmptyState).props.title).toBe(
        'The app is not connected to this HubSpot account',
      ),
    );
  });

  it('offers another try when the service does not answer', async () => {
    const { renderer } = openCard('0-2', null);

    await renderer.waitFor(() => expect(renderer.find(ErrorState).props.type).toBe('error'));
  });
});

describe('the compact card of a ticket', () => {
  const ticket = { createdAt: noon - 30 * 3_600_000, firstReplyMs: null, closedAt: null };

  it("asks for the ticket and shows its company's name and the reply time", async () => {
    const { renderer, asked } = openCard(
      '0-5',
      ticketCard(attention, { ticket, service: aTicketService() }, context),
    );

    await renderer.waitFor(() => expect(renderer.find(ScoreCircle).props.score).toBe(43));
    const texts = renderer.findAll(Text).map(({ text }) => text);
    expect(texts).toContain('Nordwind GmbH');
    expect(texts).toContain('within 24 hours, any day');
    expect(texts).toContain('6 hours overdue');
    expect(asked.mock.calls[0]?.[0]).toContain('/cards/tickets/901?');
  });

  it('says what to do with a ticket of no company', async () => {
    const { renderer } = openCard('0-5', unlinkedTicket(context));

    await renderer.waitFor(() =>
      expect(renderer.find(EmptyState).props.title).toBe('This ticket has no company'),
    );
  });
});
