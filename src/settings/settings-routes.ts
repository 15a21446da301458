import { type Request, Router } from 'express';
import { z } from 'zod';
import { Refusal } from '../errors.ts';
import { wordsFor } from '../http/asked-words.ts';
import { problemsIn } from '../http/issue-text-rules.ts';
import { jsonBodyOf } from '../http/json-body.ts';
import { Asker, type RoleOf, requireRole } from '../http/require-role.ts';
import type { PortalId } from '../model/ids.ts';
import { mappedFields } from '../model/mapping.ts';
import type { PolicyBody } from '../model/policy-version.ts';
import { type Preset, presets } from '../model/preset.ts';
import { publishingModes } from '../model/publishing.ts';
import { roles as allRoles } from '../model/role.ts';
import { rollUps } from '../model/settings.ts';
import type { WriteCount } from '../model/write-count.ts';
import { locales, type Words } from '../words/words.ts';
import { type AnswerSettingsDeps, answerSettings } from './answer-settings.ts';
import { changeBudget } from './change-budget.ts';
import { changeLanguage, changeRole } from './change-people.ts';
import { type CountWrites, changeMode, pause, scopeOfMode } from './change-publishing.ts';
import { changeSettings, removeProperties } from './change-settings.ts';
import { checkMapping } from './check-mapping.ts';
import { type CountPopulationDeps, populationSentence } from './count-population.ts';
import { policyHistory, publishDraft, rollBack, saveDraft } from './policy-desk.ts';
import { policyFile, readPolicy, readPolicyFile } from './policy-rules.ts';
import { withChanges } from './policy-view-rules.ts';
import { presetPolicy } from './preset-rules.ts';
import { undoChange } from './undo-change.ts';

export type SettingsRoutesDeps = AnswerSettingsDeps & {
  roleOf: RoleOf;
  countWrites: CountWrites;
  readList: CountPopulationDeps['readList'];
  /** Drafts what an industry does otherwise for its accounts. */
  fillStrategies(portalId: PortalId, asked: { preset: Preset; author: string }): Promise<unknown>;
  /** Keeps what was counted so far, so that it can be shown. */
  keepCounts(): Promise<void>;
};

const Note = z.string().trim().max(500).default('');
const OwnerIds = z.array(z.string().regex(/^\d{1,20}$/)).max(1_000);
const Mode = z.object({ mode: z.enum(publishingModes), pilotOwners: OwnerIds.default([]) });
const Pause = z.object({ isPaused: z.boolean() });
const Draft = z.union([
  z.object({ policy: z.unknown(), note: Note }).refine(({ policy }) => policy !== undefined),
  z.object({ file: z.string().max(100_000), note: Note }),
  z.object({ preset: z.enum(presets), note: Note }),
  z.object({
    changes: z.record(z.string(), z.union([z.number(), z.string().max(40)])),
    note: Note,
  }),
]);
const Publish = z.object({ fingerprint: z.string().min(1).max(100), note: Note });
const RollBack = z.object({ version: z.number().int().min(1), note: Note });
const Version = z.object({ version: z.coerce.number().int().min(1).optional() });
const PropertyName = z
  .string()
  .regex(/^[a-z0-9_]{1,100}$/)
  .nullable();
const Codes = z.array(z.string().min(1).max(200)).max(500);
const ListId = z.string().regex(/^\d{1,20}$/);
const NewPopulation = z.object({
  lifecycleStages: Codes.min(1).nullable(),
  wonDealOnly: z.boolean(),
  listId: ListId.nullable().default(null),
});
const PopulationQuery = z.object({
  stages: z.string().max(20_000).default('').transform(listed),
  won: z.enum(['true', 'false']).transform((text) => text === 'true'),
  list: ListId.or(z.literal('')).default(''),
});
const NewSettings = z
  .object({
    complaintCategories: Codes.transform((list) => list.map((each) => each.toLowerCase())),
    amountProperty: PropertyName,
    currencyProperty: PropertyName,
    renewalProperty: PropertyName,
    kamOwnerProperty: PropertyName,
    industryProperty: PropertyName,
    productFamilyProperty: PropertyName,
    rootCauseProperty: PropertyName,
    birthdayProperty: PropertyName,
    rollUp: z.enum(rollUps),
    wonStages: Codes.min(1).nullable(),
    population: NewPopulation,
  })
  .partial()
  .transform(withoutMissing);
const Check = z.object({
  field: z.enum(mappedFields),
  name: z.string().regex(/^[a-z0-9_]{1,100}$/),
});
const Amount = z.union([z.number(), z.string().max(40)]).nullable();
const NewBudget = z
  .object({ callsPerTenSeconds: Amount, callsPerDay: Amount })
  .partial()
  .transform(withoutMissing);
const NewLocale = z.object({ locale: z.enum(locales) });
const NewRole = z.object({ userId: z.number().int().positive(), role: z.enum(allRoles) });
const Undo = z.object({ id: z.uuid() });
const EndStep = z.object({
  step: z.enum(['connection', 'mapping', 'population', 'diagnosis', 'shadow', 'pilot']),
});
const Remove = z.object({ expected: z.number().int().min(1) });
const CountQuery = z.object({
  mode: z.enum(publishingModes),
  owners: z.string().max(20_000).default('').transform(listed),
});

function listed(text: string): string[] {
  return text.split(',').filter((each) => each !== '');
}

/** What admins set. Mount behind the signature check; everything here needs the role admin. */
export function settingsRoutes(deps: SettingsRoutesDeps): Router {
  const { policies, previews } = deps;
  const routes = Router();
  routes.use('/settings', requireRole(deps.roleOf, 'admin'));

  routes.get('/settings', async (request, response) => {
    const { portalId } = askedBy(request);
    await deps.keepCounts();
    response.json(await answerSettings(deps, portalId, wordsFor(request)));
  });

  routes.put('/settings/mapping', async (request, response) => {
    const { portalId, author } = askedBy(request);
    const difference = NewSettings.parse(jsonBodyOf(request));
    response.json(await changeSettings(deps, portalId, difference, author));
  });

  routes.get('/settings/mapping/check', async (request, response) => {
    const asked = { ...Check.parse(request.query), words: wordsFor(request) };
    response.json(await checkMapping(deps, askedBy(request).portalId, asked));
  });

  routes.get('/settings/population/count', async (request, response) => {
    const { stages, won, list } = PopulationQuery.parse(request.query);
    const population = {
      lifecycleStages: stages.length > 0 ? stages : null,
      wonDealOnly: won,
      listId: list || null,
    };
    const text = await populationSentence(deps, askedBy(request).portalId, {
      population,
      words: wordsFor(request),
    });
    response.json({ text });
  });

  routes.post('/settings/steps', async (request, response) => {
    const { portalId, author } = askedBy(request);
    const { step } = EndStep.parse(jsonBodyOf(request));
    await deps.health.endStep(portalId, step, { author, at: deps.now() });
    response.json({});
  });

  routes.put('/settings/language', async (request, response) => {
    const { locale } = NewLocale.parse(jsonBodyOf(request));
    const { portalId, author } = askedBy(request);
    await changeLanguage(deps, portalId, { locale, author });
    response.json({});
  });

  routes.put('/settings/budget', async (request, response) => {
    const asked = NewBudget.parse(jsonBodyOf(request));
    const { portalId, author } = askedBy(request);
    await changeBudget(deps, portalId, { asked, author });
    response.json({});
  });

  routes.post('/settings/roles', async (request, response) => {
    const { portalId, userId } = askedBy(request);
    const given = NewRole.parse(jsonBodyOf(request));
    await changeRole(deps, portalId, { ...given, by: userId, words: wordsFor(request) });
    response.json({});
  });

  routes.post('/settings/changes/undo', async (request, response) => {
    const { portalId, userId } = askedBy(request);
    const { id } = Undo.parse(jsonBodyOf(request));
    await undoChange(deps, portalId, { id, userId, words: wordsFor(request) });
    response.json({});
  });

  routes.post('/settings/retry', async (request, response) => {
    const { portalId } = askedBy(request);
    const retried =
      (await deps.outbox.retryRefused(portalId, deps.now())) +
      (await deps.health.retryUnreadable(portalId, deps.now()));
    deps.onPublished(portalId);
    response.json({ retried });
  });

  routes.post('/settings/properties/remove', async (request, response) => {
    const { portalId, author } = askedBy(request);
    const { expected } = Remove.parse(jsonBodyOf(request));
    response.json({ removed: await removeProperties(deps, portalId, { expected, author }) });
  });

  routes.get('/settings/writes', async (request, response) => {
    const { portalId } = askedBy(request);
    const { mode, owners } = CountQuery.parse(request.query);
    const words = wordsFor(request);
    const count = await deps.countWrites(portalId, scopeOfMode({ mode, pilotOwners: owners }));
    response.json({ ...count, text: writeSentence(count, words) });
  });

  routes.post('/settings/publishing', async (request, response) => {
    const { portalId, author } = askedBy(request);
    await changeMode(deps, portalId, { ...Mode.parse(jsonBodyOf(request)), author });
    response.json(await deps.publishing.read(portalId));
  });

  routes.post('/settings/pause', async (request, response) => {
    const { portalId, author } = askedBy(request);
    await pause(deps, portalId, { ...Pause.parse(jsonBodyOf(request)), author });
    response.json(await deps.publishing.read(portalId));
  });

  routes.put('/settings/policy/draft', async (request, response) => {
    const { portalId, author } = askedBy(request);
    const asked = Draft.parse(jsonBodyOf(request));
    const read = policyAsked(asked, await draftedPolicy(deps, portalId));
    if (read.outcome === 'refused') {
      const words = wordsFor(request);
      const error = words.say('refusal.invalid_policy');
      response.status(422).json({ error, problems: problemsIn(read.issues, words) });
      return;
    }
    await saveDraft(deps, portalId, { body: read.body, note: asked.note, author });
    if ('preset' in asked) await deps.fillStrategies(portalId, { preset: asked.preset, author });
    response.json(await policies.findDraft(portalId));
  });

  routes.delete('/settings/policy/draft', async (request, response) => {
    await policies.dropDraft(askedBy(request).portalId);
    response.json({});
  });

  routes.post('/settings/policy/preview', async (request, response) => {
    const { portalId } = askedBy(request);
    const draft = await policies.findDraft(portalId);
    if (!draft) throw new Refusal(409, (words) => words.say('refusal.no_draft'));
    await previews.start(portalId, draft.body);
    response.status(202).json(await previews.stateOf(portalId));
  });

  routes.get('/settings/policy/preview', async (request, response) => {
    response.json(await previews.stateOf(askedBy(request).portalId));
  });

  routes.post('/settings/policy/publish', async (request, response) => {
    const { portalId, author } = askedBy(request);
    const asked = Publish.parse(jsonBodyOf(request));
    response.json({ version: await publishDraft(deps, portalId, { ...asked, author }) });
  });

  routes.post('/settings/policy/rollback', async (request, response) => {
    const { portalId, author } = askedBy(request);
    const asked = RollBack.parse(jsonBodyOf(request));
    response.json({ version: await rollBack(deps, portalId, { ...asked, author }) });
  });

  routes.get('/settings/policy/export', async (request, response) => {
    const { version } = Version.parse(request.query);
    const history = await policyHistory(deps, askedBy(request).portalId);
    const wanted =
      version === undefined ? history[0] : history.find((one) => one.version === version);
    if (!wanted)
      throw new Refusal(404, (words) => words.say('refusal.no_version', { n: `${version}` }));
    response.type('application/json').send(policyFile(wanted.body));
  });

  return routes;
}

function askedBy(request: Request) {
  const { portalId, userId } = Asker.parse(request.query);
  return { portalId, userId, author: String(userId) };
}

/** Exact where each account was read; else the accounts alone. */
function writeSentence({ accounts, values, properties }: WriteCount, words: Words): string {
  const created = words.count('settings.publishing.creates', properties);
  const counted =
    values === null
      ? words.count('settings.publishing.writes_many', accounts)
      : words.count('settings.publishing.writes', accounts, { values: words.number(values) });
  return properties > 0 ? `${counted} ${created}` : counted;
}

async function draftedPolicy(deps: SettingsRoutesDeps, portalId: PortalId): Promise<PolicyBody> {
  const draft = await deps.policies.findDraft(portalId);
  return draft?.body ?? (await policyHistory(deps, portalId))[0].body;
}

function policyAsked(asked: z.infer<typeof Draft>, drafted: PolicyBody) {
  if ('preset' in asked) return { outcome: 'read', body: presetPolicy(asked.preset) } as const;
  if ('changes' in asked) return readPolicy(withChanges(drafted, asked.changes));
  return 'file' in asked ? readPolicyFile(asked.file) : readPolicy(asked.policy);
}

/** What was not sent stays as it is. */
function withoutMissing<Sent extends object>(sent: Sent) {
  return Object.fromEntries(Object.entries(sent).filter(([, value]) => value !== undefined)) as {
    [Name in keyof Sent]?: Exclude<Sent[Name], undefined>;
  };
}
