import type {
  Choice,
  ExecutionForm,
  NumberField,
} from '../../extensions/app/settings/strategy-contract.ts';
import { isoDate } from '../model/day.ts';
import {
  calendarNames,
  type NoiseLimits,
  type RoleSource,
  withdrawModes,
} from '../model/execution-settings.ts';
import { eventKinds, ownerRoles } from '../model/strategy.ts';
import { calendarEnd } from '../strategy/calendar-end.ts';
import { ownerProperty } from '../strategy/roles.ts';
import type { PlaybookFacts } from './playbook-facts.ts';

const limitNames = [
  'newTasksPerOwnerPerDay',
  'openTasksPerOwner',
  'leadDays',
  'queueDays',
] as const satisfies readonly (keyof NoiseLimits)[];

/** How strategies become tasks. */
export function executionForm(facts: PlaybookFacts): ExecutionForm {
  const { words, inForce } = facts;
  const { limits, cooldownDays, dueHour, withdrawMode } = inForce.settings;
  return {
    save: words.say('settings.save'),
    saved: words.say('execution.saved'),
    notice: calendarNotice(facts),
    limits: {
      title: words.say('execution.limits'),
      fields: limitNames.map((name) => numberField(name, limits[name], facts)),
    },
    cooldown: numberField('cooldownDays', cooldownDays, facts),
    tasks: {
      title: words.say('execution.tasks'),
      dueHour: numberField('dueHour', dueHour, facts),
      withdrawMode: {
        label: words.say('execution.withdraw'),
        value: withdrawMode,
        options: withdrawModes.map((mode) => ({
          value: mode,
          label: words.say(`execution.withdraw_${mode}`),
        })),
      },
    },
    calendar: calendarForm(facts),
    hours: hoursForm(facts),
    events: eventForm(facts),
    roles: roleForm(facts),
  };
}

function numberField(
  name: (typeof limitNames)[number] | 'cooldownDays' | 'dueHour',
  value: number,
  { words }: PlaybookFacts,
): NumberField {
  return {
    name,
    label: words.say(`execution.${name}`),
    hint: words.say(`execution.${name}_hint`),
    value,
  };
}

/** The holidays run out. */
function calendarNotice({ words, inForce, today }: PlaybookFacts): ExecutionForm['notice'] {
  const { calendar } = inForce.settings;
  const end = calendarEnd(calendar, today);
  if (end === null) return null;
  const years = { last: String(end.completeTo), next: String(end.completeTo + 1) };
  return {
    tone: end.urgency === 'now' ? 'warning' : 'info',
    title: words.say('calendar_end.title', years),
    text: words.say(`calendar_end.${calendar.name as 'CN' | 'US'}`, years),
  };
}

function calendarForm({ words, inForce }: PlaybookFacts): ExecutionForm['calendar'] {
  const { name, edits } = inForce.settings.calendar;
  const days = (list: readonly number[]) => [...list].sort((a, b) => a - b).map(isoDate);
  return {
    title: words.say('execution.calendar'),
    label: words.say('execution.calendar_name'),
    value: name,
    options: calendarNames.map((each) => ({
      value: each,
      label: words.say(`execution.calendar_${each}`),
    })),
    off: {
      label: words.say('execution.days_off'),
      hint: words.say('execution.days_hint'),
      value: days(edits.off).join('\n'),
    },
    worked: {
      label: words.say('execution.days_worked'),
      hint: words.say('execution.days_hint'),
      value: days(edits.worked).join('\n'),
    },
  };
}

function hoursForm({ words, inForce }: PlaybookFacts): ExecutionForm['hours'] {
  const { from, to } = inForce.settings.workingHours;
  return {
    title: words.say('execution.hours'),
    hint: words.say('execution.hours_hint'),
    from: { name: 'hoursFrom', label: words.say('execution.hours_from'), hint: '', value: from },
    to: { name: 'hoursTo', label: words.say('execution.hours_to'), hint: '', value: to },
  };
}

function eventForm({ words, inForce }: PlaybookFacts): ExecutionForm['events'] {
  const { events } = inForce.settings;
  return {
    title: words.say('execution.events'),
    hint: words.say('execution.events_hint'),
    kind: {
      label: words.say('execution.event_kind'),
      options: eventKinds.map((kind) => ({
        value: kind,
        label: words.say(`portal_event.${kind}`),
      })),
    },
    on: { label: words.say('execution.event_on') },
    list: [...events]
      .sort((one, other) => one.on - other.on)
      .map(({ id, kind, on }) => ({
        id,
        kind,
        on: isoDate(on),
        label: words.say('execution.event', {
          event: words.say(`portal_event.${kind}`),
          day: words.date(on),
        }),
      })),
    add: words.say('execution.event_add'),
    remove: words.say('execution.remove'),
    empty: words.say('execution.no_events'),
  };
}

function roleForm(facts: PlaybookFacts): ExecutionForm['roles'] {
  const { words, inForce, owners } = facts;
  const { roles, escalationOwnerId } = inForce.settings;
  const people = owners
    .filter(({ isActive }) => isActive)
    .map(({ id, name }) => ({ value: id, label: name }));
  return {
    title: words.say('execution.roles'),
    hint: words.say('execution.roles_hint'),
    roles: ownerRoles.map((role) => ({
      role,
      label: words.say(`owner_role.${role}`),
      chain: [...(roles.chains[role] ?? [])],
    })),
    sources: sourceChoices(facts),
    fallback: {
      label: words.say('execution.fallback'),
      hint: words.say('execution.fallback_hint'),
      value: roles.fallbackOwnerId,
      options: withNobody(people, words.say('execution.nobody_yet')),
    },
    escalation: {
      label: words.say('execution.escalation'),
      hint: words.say('execution.escalation_hint'),
      value: escalationOwnerId ?? '',
      options: withNobody(people, words.say('execution.by_role_manager')),
    },
  };
}

function withNobody(people: readonly Choice[], label: string): Choice[] {
  return [{ value: '', label }, ...people];
}

/** Properties of a company that hold an owner, its own owner first. */
export function namedOwnerProperties({ words, ownerProperties }: PlaybookFacts) {
  const own = { name: ownerProperty, label: words.say('execution.record_owner') };
  return [own, ...ownerProperties.filter(({ name }) => name !== own.name)];
}

/** Where a role's owner may be looked for; what is chosen can be seen also when HubSpot lists it no more. */
function sourceChoices(facts: PlaybookFacts): Choice[] {
  const { words, inForce, owners } = facts;
  const choices = new Map<string, string>();
  const offer = (source: RoleSource, name: string) =>
    choices.set(sourceValue(source), words.say(`execution.source_${source.kind}`, { name }));
  for (const { name, label } of namedOwnerProperties(facts)) {
    offer({ kind: 'property', property: name }, label);
  }
  const active = owners.filter(({ isActive }) => isActive);
  const teams = new Map(active.flatMap(({ teams: of }) => of.map(({ id, name }) => [id, name])));
  for (const [teamId, name] of teams) offer({ kind: 'team', teamId }, name);
  for (const { id, name } of active) offer({ kind: 'owner', ownerId: id }, name);
  const chosen = Object.values(inForce.settings.roles.chains).flat();
  for (const source of chosen) {
    if (!choices.has(sourceValue(source))) offer(source, formerName(source, facts));
  }
  return [...choices].map(([value, label]) => ({ value, label }));
}

/** Who left, and a team that nobody active is in, keep their names. */
function formerName(source: RoleSource, { words, owners }: PlaybookFacts): string {
  const id = idOf(source);
  if (source.kind === 'team') {
    return owners.flatMap(({ teams }) => teams).find((team) => team.id === id)?.name ?? id;
  }
  const left = owners.find((owner) => source.kind === 'owner' && owner.id === id);
  return left ? words.say('execution.former', { name: left.name }) : id;
}

function sourceValue(source: RoleSource): string {
  return `${source.kind}:${idOf(source)}`;
}

function idOf(source: RoleSource): string {
  switch (source.kind) {
    case 'property':
      return source.property;
    case 'team':
      return source.teamId;
    case 'owner':
      return source.ownerId;
  }
}
