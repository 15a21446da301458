import type { AuditOutcome } from '../model/audit.ts';

/** Routes that change something or take something out, by the name they are shown under. */
const named: Readonly<Record<string, string>> = {
  'POST /cards/companies/:id/inputs': 'input',
  'POST /cards/companies/:id/decisions': 'decision',
  'POST /cards/companies/:id/decisions/undo': 'decision_undone',
  'POST /cards/companies/:id/executions': 'execution',
  'PUT /settings/mapping': 'mapping',
  'POST /settings/steps': 'step',
  'PUT /settings/language': 'language',
  'PUT /settings/budget': 'call_budget',
  'POST /settings/roles': 'role',
  'POST /settings/retry': 'retry',
  'POST /settings/properties/remove': 'remove_properties',
  'POST /settings/publishing': 'publishing',
  'POST /settings/pause': 'pause',
  'PUT /settings/policy/draft': 'policy_draft',
  'DELETE /settings/policy/draft': 'policy_draft_dropped',
  'POST /settings/policy/publish': 'policy_published',
  'POST /settings/policy/rollback': 'policy_rolled_back',
  'GET /settings/policy/export': 'policy_exported',
  'GET /settings/strategies/:code/export': 'strategies_exported',
  'POST /settings/changes/undo': 'undo',
};

/** What changes anything below an address, with the rest of it as the subject. */
const namedBelow: Readonly<Record<string, string>> = {
  '/settings/strategies': 'strategy',
  '/settings/channels': 'channel',
  '/settings/execution': 'execution',
};

/** Those of other names: what nobody asked for by a route. */
const ownActions = [
  'portfolio_exported',
  'ledger_exported',
  'strategies_exported',
  'connected',
  'left',
] as const;

export const actionNames: readonly string[] = [
  ...Object.values(named),
  ...Object.values(namedBelow),
  ...ownActions,
];

/** They have something computed and change nothing. */
const changesNothing = /\/(preview|check|count)$/;
const longestSubject = 200;
/**
 * Texts, secrets, and whom something is about: who asks to be forgotten is nowhere to be found afterwards.
 */
const untold = /^(note|subject|contactId|feedback|problem)$|address|secret|token|key|password|url/i;
const identifier = /^[\w.:-]{1,40}$/;

/** What a request does that has to be known later; null when it only looks. A new route is written down by itself. */
export function actionOf(method: string, path: string): string | null {
  const route = `${method} ${path
    .replaceAll(/\/\d+(?=\/|$)/g, '/:id')
    .replace(/^\/settings\/strategies\/[^/]+\/export$/, '/settings/strategies/:code/export')}`;
  const name = named[route];
  if (name !== undefined) return name;
  const isLook = method === 'GET' || method === 'HEAD' || method === 'OPTIONS';
  if (isLook || changesNothing.test(path)) return null;
  return namedBelow[placeOf(path)] ?? route;
}

function placeOf(path: string): string {
  return path.split('/').slice(0, 3).join('/');
}

/** Ids in the address, and what of the body is an id, a number or a choice; of texts only that they were there. */
export function subjectOf(path: string, body: unknown): string {
  const below = namedBelow[placeOf(path)] === undefined ? [] : path.split('/').slice(3);
  const ids = path.split('/').filter((part) => /^\d+$/.test(part) || below.includes(part));
  const isObject = typeof body === 'object' && body !== null && !Array.isArray(body);
  const fields = Object.entries(isObject ? body : {}).map(([name, value]) => fieldOf(name, value));
  return [...ids, ...fields].join(' ').slice(0, longestSubject);
}

function fieldOf(name: string, value: unknown): string {
  const key = identifier.test(name) ? name : '…';
  if (untold.test(name)) return key;
  const isShown =
    typeof value === 'number' ||
    typeof value === 'boolean' ||
    value === null ||
    (typeof value === 'string' && identifier.test(value));
  return isShown ? `${key}=${value}` : key;
}

export function outcomeOf(status: number): AuditOutcome {
  if (status >= 500) return 'failed';
  return status >= 400 ? 'refused' : 'done';
}
