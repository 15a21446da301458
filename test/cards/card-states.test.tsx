import { hubspot, Text } from '@hubspot/ui-extensions';
import {
  createRenderer,
  RenderedNodeType,
  type RenderedParentNode,
} from '@hubspot/ui-extensions/testing';
import type { ReactElement } from 'react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { AccountCard } from '../../extensions/app/cards/AccountCard.tsx';
import { CompactCard } from '../../extensions/app/cards/CompactCard.tsx';
import { ProfileCard } from '../../extensions/app/cards/ProfileCard.tsx';
import type { AccountStrategy } from '../../src/cards/account-strategy.ts';
import { accountCard, unavailable } from '../../src/cards/card-view-rules.ts';
import { compactCard, ticketCard, unlinkedTicket } from '../../src/cards/compact-view-rules.ts';
import { profileCard } from '../../src/cards/profile-view-rules.ts';
import {
  type CardPortal,
  type CardRecord,
  type ViewContext,
  viewContext,
} from '../../src/cards/view-context-rules.ts';
import { type Locale, locales, type WordKey, wordsIn } from '../../src/words/words.ts';
import { aDecision, anAccountStrategy, aStepTask } from './an-account-strategy.ts';
import {
  aCardPortal,
  aCardRecord,
  aLostAssessment,
  aManualRecord,
  aNewAssessment,
  anAssessment,
  aPast,
  aProfile,
  aProspectAssessment,
  aTicketService,
  halfImported,
  noon,
  today,
} from './an-assessment.ts';

type State = {
  record?: CardRecord;
  portal?: Partial<CardPortal>;
  mayWrite?: boolean;
  strategy?: Partial<AccountStrategy>;
  /** What the card has to say, in the viewer's language. */
  says: WordKey;
};

const scored = aCardRecord(anAssessment());
const unassessed = aCardRecord(undefined);

/** Without words of their own on a card, the others look like these. */
const waitingStates: Record<string, State> = {
  queued: { says: 'waiting.queued_title' },
  unassessed: { record: unassessed, says: 'waiting.unassessed_title' },
  syncing: { portal: { backfill: halfImported }, says: 'waiting.syncing_title' },
  reconnect: { portal: { status: 'revoked' }, says: 'unavailable.reconnect_title' },
  'not installed': { portal: { status: 'uninstalled' }, says: 'unavailable.not_installed_title' },
};
const scoreStates: Record<string, State> = {
  full: { record: scored, says: 'band.attention' },
  prospect: { record: aCardRecord(aProspectAssessment()), says: 'unscored.prospect_title' },
  new: { record: aCardRecord(aNewAssessment()), says: 'unscored.new_title' },
  lost: { record: aCardRecord(aLostAssessment()), says: 'unscored.lost_text' },
  insufficient: {
    record: aCardRecord(anAssessment({ health: null })),
    says: 'unscored.insufficient_title',
  },
  outside: { record: { ...unassessed, isOutside: true }, says: 'unscored.outside_title' },
  stale: {
    record: aCardRecord(anAssessment({ asOf: today - 4 })),
    says: 'notice.stale_text',
  },
  'cut off': {
    record: scored,
    portal: { status: 'revoked' },
    says: 'notice.reconnect_title',
  },
};
const accountStates: Record<string, State> = {
  importing: { record: scored, portal: { backfill: halfImported }, says: 'notice.importing_text' },
  paused: { record: scored, portal: { isPaused: true }, says: 'notice.paused_title' },
  'no permission': { record: scored, mayWrite: false, says: 'manual.read_only' },
  'no tasks granted': {
    record: scored,
    strategy: { whyNoTasks: 'not_granted' },
    says: 'strategy.no_tasks_not_granted',
  },
  'not published': {
    record: scored,
    strategy: { whyNoTasks: 'not_published' },
    says: 'strategy.no_tasks_not_published',
  },
  'outside the pilot': {
    record: scored,
    strategy: { whyNoTasks: 'outside_pilot' },
    says: 'strategy.no_tasks_outside_pilot',
  },
  'strategy off': {
    record: scored,
    strategy: { switchedOn: [], tasks: [] },
    says: 'strategy.no_tasks_switched_off',
  },
  'nothing done': { record: scored, strategy: { tasks: [] }, says: 'ledger.empty' },
  'decided against': {
    record: scored,
    strategy: { decisions: [aDecision({ kind: 'dismiss', note: 'On leave' })] },
    says: 'strategy.dismissed',
  },
};
const profileStates: Record<string, State> = {
  full: { record: scored, says: 'profile.title' },
  outside: { record: { ...unassessed, isOutside: true }, says: 'profile.title' },
  'no permission': { record: scored, mayWrite: false, says: 'manual.read_only' },
};

const ticket = { createdAt: noon - 3_600_000, firstReplyMs: null, closedAt: null };

type Card = {
  element: ReactElement;
  objectTypeId: string;
  states: Record<string, State>;
  answer(state: State, context: ViewContext): unknown;
};

const cards: Record<string, Card> = {
  account: {
    element: <AccountCard />,
    objectTypeId: '0-2',
    states: { ...waitingStates, ...scoreStates, ...accountStates },
    answer: ({ record, mayWrite = true, strategy }, context) =>
      accountCard(record, context, {
        past: aPast(),
        manual: aManualRecord({ mayWrite }),
        strategy: anAccountStrategy({ mayWrite, tasks: [aStepTask()], ...strategy }),
      }),
  },
  compact: {
    element: <CompactCard />,
    objectTypeId: '0-2',
    states: { ...waitingStates, ...scoreStates },
    answer: ({ record }, context) => compactCard(record, context),
  },
  ticket: {
    element: <CompactCard />,
    objectTypeId: '0-5',
    states: { ...waitingStates, ...scoreStates },
    answer: ({ record }, context) =>
      ticketCard(record, { ticket, service: aTicketService() }, context),
  },
  profile: {
    element: <ProfileCard />,
    objectTypeId: '0-2',
    states: {
      syncing: waitingStates['syncing'] as State,
      queued: waitingStates['queued'] as State,
      reconnect: waitingStates['reconnect'] as State,
      'not installed': waitingStates['not installed'] as State,
      ...profileStates,
    },
    answer: ({ record, mayWrite = true }, context) =>
      profileCard(record, record ? aProfile() : null, context, aManualRecord({ mayWrite })),
  },
};

const everyState = Object.entries(cards).flatMap(([name, card]) =>
  Object.entries(card.states).flatMap(([state, details]) =>
    locales.map((locale) => ({ name, card, state, details, locale })),
  ),
);
const everyCard = Object.entries(cards).flatMap(([name, card]) =>
  locales.map((locale) => ({ name, card, locale })),
);

const closers: (() => void)[] = [];

function open({ element, objectTypeId }: Card, locale: Locale) {
  const renderer = createRenderer('crm.record.tab');
  renderer.mocks.context.crm = { objectId: 901, objectTypeId };
  renderer.mocks.context.user = { ...renderer.mocks.context.user, locale };
  renderer.render(element);
  closers.push(() => renderer.render(<Text>closed</Text>));
  return renderer;
}

function answering(status: number, answer: unknown) {
  vi.spyOn(hubspot, 'fetch').mockImplementation(
    async () => new Response(JSON.stringify(answer), { status }),
  );
}

/** All words on the card: its texts, and what components are given to say. */
function saidBy({ childNodes }: Pick<RenderedParentNode, 'childNodes'>): string {
  return childNodes
    .map((child) => {
      if (child.nodeType === RenderedNodeType.Text) return child.text;
      const given = 'props' in child ? Object.values(child.props ?? {}) : [];
      return [...given.filter((prop) => typeof prop === 'string'), saidBy(child)].join(' ');
    })
    .join(' ');
}

/** The words of a sentence without what is filled in. */
function partsOf(key: WordKey, locale: Locale): string[] {
  return wordsIn(locale)
    .say(key)
    .split(/{{\w+}}/)
    .filter((part) => part.trim() !== '');
}

afterEach(() => {
  for (const close of closers.splice(0)) close();
});

describe('every card', () => {
  it.each(everyState)('says where it stands: $name, $state, in $locale', async (each) => {
    const { card, details, locale } = each;
    const context = viewContext(wordsIn(locale), aCardPortal(details.portal), noon);
    answering(200, card.answer(details, context));

    const renderer = open(card, locale);

    await renderer.waitFor(() => {
      const said = saidBy(renderer.getRootNode());
      for (const part of partsOf(details.says, locale)) expect(said).toContain(part);
      expect(said).not.toContain('{{');
    });
  });

  it.each(everyCard)('says that the app is not connected: $name in $locale', async (each) => {
    const words = wordsIn(each.locale);
    answering(200, unavailable('not-installed', { words }));

    const renderer = open(each.card, each.locale);

    await renderer.waitFor(() =>
      expect(saidBy(renderer.getRootNode())).toContain(words.say('unavailable.not_installed_text')),
    );
  });

  it.each(everyCard)('says what it is loading: $name in $locale', ({ card, locale }) => {
    vi.spyOn(hubspot, 'fetch').mockImplementation(() => new Promise(() => undefined));

    const renderer = open(card, locale);

    expect(saidBy(renderer.getRootNode())).toContain(wordsIn(locale).say('card.loading'));
  });

  it.each(everyCard)('offers a retry with a number: $name in $locale', async (each) => {
    const words = wordsIn(each.locale);
    answering(503, { error: 'down' });

    const renderer = open(each.card, each.locale);

    await renderer.waitFor(() => {
      const said = saidBy(renderer.getRootNode());
      expect(said).toContain(words.say('card.retry'));
      expect(said).toContain(words.say('card.failed_id', { id: '' }).trim());
    });
  });

  it.each(locales)('says that a ticket has no company, in %s', async (locale) => {
    const words = wordsIn(locale);
    answering(200, unlinkedTicket({ words }));

    const renderer = open(cards['ticket'] as Card, locale);

    await renderer.waitFor(() =>
      expect(saidBy(renderer.getRootNode())).toContain(words.say('ticket.unlinked_title')),
    );
  });
});
