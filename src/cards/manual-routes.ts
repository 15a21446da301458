import { Router } from 'express';
import { z } from 'zod';
import { Refusal } from '../errors.ts';
import { jsonBodyOf } from '../http/json-body.ts';
import { Asker, type RoleOf, requireRole } from '../http/require-role.ts';
import { type Day, dayIn, dayMs } from '../model/day.ts';
import { type AccountId, accountId, type PortalId } from '../model/ids.ts';
import {
  type Person as KnownPerson,
  type ManualInput,
  manualKinds,
  manualValues,
  needsReason,
} from '../model/manual-input.ts';
import { maskedName } from '../model/masked-name.ts';
import { dayOutside, malformed, unknownCompany } from './card-refusal-rules.ts';

export type ManualDeps = {
  roleOf: RoleOf;
  /** undefined: this company or portal is not known here. */
  timeZoneOf(portalId: PortalId, accountId: AccountId): Promise<string | undefined>;
  /** Keeps the input and has the account scored again; safe to call twice with the same input. */
  save(portalId: PortalId, accountId: AccountId, input: ManualInput): Promise<void>;
  now(): Date;
};

const longestDays = 365;
const longestNote = 1_000;
const longestNeed = 80;

const Path = z.object({
  companyId: z
    .string()
    .regex(/^\d{1,20}$/)
    .transform(accountId),
});
const name = z.string().trim().max(200).nullable().default(null);
const Person = z.object({ firstName: name, lastName: name, jobTitle: name });
const Body = z.object({
  id: z.string().regex(/^[A-Za-z0-9-]{8,64}$/),
  kind: z.enum(manualKinds),
  value: z.string().nullable(),
  subject: z.string().trim().min(1).max(longestNeed).nullable().default(null),
  person: Person.nullable().default(null),
  note: z.string().trim().max(longestNote).default(''),
  expiresOn: z.iso.date().nullable().default(null),
});

/**
 * Takes what people tell of an account. Mount behind the signature check: who tells it is who HubSpot
 * says is asking. HubSpot may send a request twice; an input with the same id counts once.
 */
export function manualRoutes({ roleOf, timeZoneOf, save, now }: ManualDeps): Router {
  const routes = Router();
  const needsKam = requireRole(roleOf, 'kam');
  routes.post('/cards/companies/:companyId/inputs', needsKam, async (request, response) => {
    const { portalId, userId } = Asker.parse(request.query);
    const { companyId } = Path.parse(request.params);
    const body = Body.parse(jsonBodyOf(request));
    const timeZone = await timeZoneOf(portalId, companyId);
    if (timeZone === undefined) throw unknownCompany();
    const today = dayIn(timeZone)(now().getTime());
    await save(portalId, companyId, {
      ...checked(body, today),
      authorId: userId,
      enteredAt: now().getTime(),
      enteredOn: today,
    });
    response.json({ state: 'saved' });
  });
  return routes;
}

type Told = Omit<ManualInput, 'authorId' | 'enteredAt' | 'enteredOn'>;

/**
 * A tier and a service level need a reason and an end, a need its evidence, a role the person; everything ends within a
 * year at most, or when it is replaced.
 */
function checked(body: z.infer<typeof Body>, today: Day): Told {
  const { id, kind, value, note, subject } = body;
  checkSubject(body);
  const expiresOn = body.expiresOn === null ? null : Date.parse(body.expiresOn) / dayMs;
  const values: readonly string[] = manualValues[kind];
  if (value !== null && !values.includes(value)) {
    throw malformed();
  }
  if (expiresOn !== null && (expiresOn < today || expiresOn > today + longestDays)) {
    throw dayOutside(longestDays);
  }
  if (needsReason(kind) && value !== null && (note === '' || expiresOn === null)) {
    throw new Refusal(400, (words) => words.say('manual.reason_missing'));
  }
  const person = body.person && value !== null ? toPerson(body.person) : null;
  return { id, kind, value, subject, person, note: note === '' ? null : note, expiresOn };
}

function checkSubject({ kind, value, subject, person, note }: z.infer<typeof Body>): void {
  const isOfPart = kind === 'decision_role' || kind === 'need';
  if (isOfPart !== (subject !== null)) {
    throw malformed();
  }
  if (kind === 'need' && value === 'yes' && note === '') {
    throw new Refusal(400, (words) => words.say('needs.missing'));
  }
  if (kind !== 'decision_role') return;
  const isContact = subject !== null && /^\d{1,20}$/.test(subject);
  if (!isContact || (value !== null && person === null)) {
    throw new Refusal(400, (words) => words.say('chain.missing'));
  }
}

/** Whole names are never kept. */
function toPerson({ firstName, lastName, jobTitle }: z.infer<typeof Person>): KnownPerson {
  return { maskedName: maskedName(firstName, lastName), jobTitle };
}
