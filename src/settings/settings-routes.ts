import { type Request, Router } from 'express';
import { z } from 'zod';
import { RequestError } from '../errors.ts';
import { jsonBodyOf } from '../http/json-body.ts';
import { Asker, type RoleOf, requireRole } from '../http/require-role.ts';
import { publishingModes } from '../model/publishing.ts';
import type { ChangePublishingDeps } from './change-publishing.ts';
import { type CountWrites, changeMode, pause, scopeOfMode } from './change-publishing.ts';
import {
  type PolicyDeskDeps,
  policyHistory,
  publishDraft,
  rollBack,
  saveDraft,
} from './policy-desk.ts';
import { policyFile, readPolicy, readPolicyFile } from './policy-rules.ts';
import { presetPolicy, presets } from './preset-rules.ts';
import type { PreviewDesk } from './preview-desk.ts';

export type SettingsRoutesDeps = PolicyDeskDeps &
  ChangePublishingDeps & {
    roleOf: RoleOf;
    previews: PreviewDesk;
    countWrites: CountWrites;
  };

const Note = z.string().trim().max(500).default('');
const OwnerIds = z.array(z.string().regex(/^\d{1,20}$/)).max(1_000);
const Mode = z.object({ mode: z.enum(publishingModes), pilotOwners: OwnerIds.default([]) });
const Pause = z.object({ isPaused: z.boolean() });
const Draft = z.union([
  z.object({ policy: z.unknown(), note: Note }).refine(({ policy }) => policy !== undefined),
  z.object({ file: z.string().max(100_000), note: Note }),
  z.object({ preset: z.enum(presets), note: Note }),
]);
const Publish = z.object({ fingerprint: z.string().min(1).max(100), note: Note });
const RollBack = z.object({ version: z.number().int().min(1), note: Note });
const Version = z.object({ version: z.coerce.number().int().min(1).optional() });
const CountQuery = z.object({
  mode: z.enum(publishingModes),
  owners: z
    .string()
    .max(20_000)
    .default('')
    .transform((list) => list.split(',').filter((id) => id !== '')),
});

/** What admins set. Mount behind the signature check; everything here needs the role admin. */
export function settingsRoutes(deps: SettingsRoutesDeps): Router {
  const { policies, previews } = deps;
  const routes = Router();
  routes.use('/settings', requireRole(deps.roleOf, 'admin'));

  routes.get('/settings/writes', async (request, response) => {
    const { portalId } = askedBy(request);
    const { mode, owners } = CountQuery.parse(request.query);
    response.json(await deps.countWrites(portalId, scopeOfMode({ mode, pilotOwners: owners })));
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
    const read = policyAsked(asked);
    if (read.outcome === 'refused') {
      response.status(422).json({ error: 'The policy is not valid.', problems: read.problems });
      return;
    }
    await saveDraft(deps, portalId, { body: read.body, note: asked.note, author });
    response.json(await policies.findDraft(portalId));
  });

  routes.delete('/settings/policy/draft', async (request, response) => {
    await policies.dropDraft(askedBy(request).portalId);
    response.json({});
  });

  routes.post('/settings/policy/preview', async (request, response) => {
    const { portalId } = askedBy(request);
    const draft = await policies.findDraft(portalId);
    if (!draft) throw new RequestError(409, 'There is no draft to preview.');
    previews.start(portalId, draft.body);
    response.status(202).json(previews.stateOf(portalId));
  });

  routes.get('/settings/policy/preview', (request, response) => {
    response.json(previews.stateOf(askedBy(request).portalId));
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
    if (!wanted) throw new RequestError(404, `There is no version ${version}.`);
    response.type('application/json').send(policyFile(wanted.body));
  });

  return routes;
}

function askedBy(request: Request) {
  const { portalId, userId } = Asker.parse(request.query);
  return { portalId, userId, author: String(userId) };
}

function policyAsked(asked: z.infer<typeof Draft>) {
  if ('preset' in asked) return { outcome: 'read', body: presetPolicy(asked.preset) } as const;
  return 'file' in asked ? readPolicyFile(asked.file) : readPolicy(asked.policy);
}
