import type { Grid, Notice } from '../../extensions/app/settings/contract.ts';
import { ownerRoles } from '../model/strategy.ts';
import type { Leaver } from './leaver-store.ts';
import type { SettingsFacts } from './settings-facts.ts';

/** What somebody is named for in the settings. */
type Posts = { isFallback: boolean; isTold: boolean; roles: readonly string[]; isPilot: boolean };

/** Who was deactivated and is still named somewhere: what for, and what to do about it. */
export function leaverGrid(facts: SettingsFacts): Grid {
  const { words, leavers } = facts;
  const column = (name: 'person' | 'accounts' | 'open' | 'passed_on' | 'posts' | 'todo') =>
    words.say(`settings.leavers.${name}`);
  return {
    title: words.say('settings.leavers.title'),
    columns: [
      column('person'),
      column('accounts'),
      column('open'),
      column('passed_on'),
      column('posts'),
      column('todo'),
    ],
    rows: leavers
      .map((leaver) => ({ leaver, posts: postsOf(leaver, facts) }))
      .filter(({ leaver, posts }) => isNamed(leaver, posts))
      .map(({ leaver, posts }) => [
        leaver.name,
        words.number(leaver.accounts),
        words.number(leaver.openTasks),
        words.number(leaver.passedOn),
        words.list(postNames(posts, facts)) || '–',
        toDo(leaver, posts, facts),
      ]),
    empty: words.say('settings.leavers.none'),
  };
}

/** The fallback left: who has the tasks that nobody else takes. */
export function fallbackNotice(facts: SettingsFacts): Notice | null {
  const { words, leavers, execution } = facts;
  const left = leavers.find(({ ownerId }) => ownerId === execution.roles.fallbackOwnerId);
  if (!left) return null;
  const standIn = standInName(facts);
  return {
    tone: 'warning',
    title: words.say('settings.leavers.fallback_title', { name: left.name }),
    text:
      standIn === null
        ? words.say('settings.leavers.fallback_text')
        : words.say('settings.leavers.fallback_stand_in', { name: standIn }),
  };
}

function postsOf({ ownerId }: Leaver, { execution, publishing }: SettingsFacts): Posts {
  const { roles, escalationOwnerId } = execution;
  return {
    isFallback: roles.fallbackOwnerId === ownerId,
    isTold: escalationOwnerId === ownerId,
    roles: ownerRoles.filter((role) =>
      roles.chains[role]?.some((source) => source.kind === 'owner' && source.ownerId === ownerId),
    ),
    isPilot: publishing.mode === 'pilot' && publishing.pilotOwners.includes(ownerId),
  };
}

function isNamed({ accounts, openTasks, passedOn }: Leaver, posts: Posts): boolean {
  const { isFallback, isTold, roles, isPilot } = posts;
  return accounts + openTasks + passedOn + roles.length > 0 || isFallback || isTold || isPilot;
}

function postNames({ isFallback, isTold, roles, isPilot }: Posts, { words }: SettingsFacts) {
  return [
    ...(isFallback ? [words.say('execution.fallback')] : []),
    ...(isTold ? [words.say('settings.leavers.told')] : []),
    ...roles.map((role) => words.say(`owner_role.${role}` as 'owner_role.kam')),
    ...(isPilot ? [words.say('settings.leavers.pilot')] : []),
  ];
}

/** What is named in the settings comes first: more hangs on it. */
function toDo({ accounts, openTasks }: Leaver, posts: Posts, facts: SettingsFacts): string {
  const { words } = facts;
  const { isFallback, isTold, roles, isPilot } = posts;
  if (isFallback || isTold || roles.length > 0) return words.say('settings.leavers.todo_post');
  if (isPilot) return words.say('settings.leavers.todo_pilot');
  if (accounts > 0) return words.say('settings.leavers.todo_accounts');
  return openTasks > 0
    ? words.say('settings.leavers.todo_wait')
    : words.say('settings.leavers.todo_nothing');
}

/** Who hears of what is overdue stands in for the fallback. */
function standInName({ users, execution }: SettingsFacts): string | null {
  const standIn = users.find(({ ownerId }) => ownerId === execution.escalationOwnerId);
  return standIn?.isActive ? standIn.name : null;
}
