import type { Execution } from '../../extensions/app/pages/contract.ts';
import { type LedgerContext, type LedgerEntry, ledgerColumns } from '../cards/ledger-line-rules.ts';
import { type CardPortal, viewContext } from '../cards/view-context-rules.ts';
import { RequestError } from '../errors.ts';
import type { DecisionStore } from '../execution/decision-store.ts';
import type { ImportedExecutionStore } from '../execution/imported-execution-store.ts';
import type { StrategyStore } from '../execution/strategy-store.ts';
import type { TaskStore } from '../execution/task-store.ts';
import { byteOrderMark, csvLine } from '../http/csv-rules.ts';
import type { RoleOf } from '../http/require-role.ts';
import type { SecretStore } from '../install/secret-store.ts';
import { dayIn, startOfDay } from '../model/day.ts';
import type { PortalId } from '../model/ids.ts';
import { maskedName } from '../model/masked-name.ts';
import type { Owner } from '../model/portal.ts';
import { isWithheldFrom } from '../model/publishing.ts';
import { isAtLeast, type Role } from '../model/role.ts';
import { isOpen } from '../model/step-task.ts';
import { notInstalled, notPublished } from '../portfolio/portfolio-view-rules.ts';
import { ownersSeen, sightOf } from '../portfolio/sight-rules.ts';
import { executedStep, spotChecks } from '../strategy/execution.ts';
import type { Words } from '../words/words.ts';
import { problemTable, rateTable, visitTable } from './discipline-view-rules.ts';
import { conditionsOf, type LedgerQuestion } from './ledger-query-rules.ts';
import type { LedgerKey, LedgerRequest, LedgerStore } from './ledger-store.ts';
import {
  executionLedger,
  executionRow,
  fileRow,
  type LedgerViewContext,
  ledgerFilters,
  linesInFile,
  linesOnPage,
} from './ledger-view-rules.ts';
import { lastWeek, quarterSoFar } from './period-rules.ts';

export type LedgerDeps = {
  ledger: LedgerStore;
  tasks: Pick<TaskStore, 'findMany' | 'nextActionsOf'>;
  imported: Pick<ImportedExecutionStore, 'findMany'>;
  decisions: Pick<DecisionStore, 'countSince'>;
  strategies: Pick<StrategyStore, 'read'>;
  secrets: SecretStore;
  /** undefined: this portal never installed the app. */
  portalState(portalId: PortalId): Promise<(CardPortal & { uiDomain: string }) | undefined>;
  /** Address of the ledger as a file, good for a while. */
  fileUrl(portalId: PortalId, query: Readonly<Record<string, string>>): string;
  roleOf: RoleOf;
  /** Active owners and those who left. */
  listOwners(portalId: PortalId): Promise<Owner[]>;
  now(): Date;
};

export type Asked = {
  portalId: PortalId;
  /** Who asks, by HubSpot's signature or ours. */
  userId: number;
  question: LedgerQuestion;
  words: Words;
};

/** The ledger is counted so far; a longer one is narrowed, not leafed through. */
const countedLines = 2_000;
const linesAtOnce = 500;
const rateDays = 90;
const visitStep = 'core.visit';

/** The ledger of all accounts the viewer sees, and for who answers for others how well it goes. */
export async function answerLedger(deps: LedgerDeps, asked: Asked): Promise<Execution> {
  const known = await readKnown(deps, asked);
  if (known === undefined) return notInstalled(asked.words);
  if (known.isWithheld) return notPublished(asked.words);
  const { context, request, owners, role } = known;
  const { portalId, question } = asked;
  const offset = (question.page - 1) * linesOnPage;
  const page = { offset, limit: linesOnPage };
  const [keys, counted] = await Promise.all([
    deps.ledger.listPage(portalId, request, page),
    deps.ledger.count(portalId, request, countedLines + 1),
  ]);
  const found = {
    entries: await readEntries(deps, portalId, keys),
    total: Math.min(counted, countedLines),
    isTotalExact: counted <= countedLines,
    csvUrl: fileUrlOf(deps, asked),
  };
  return {
    state: 'ready',
    filters: ledgerFilters(owners, context),
    ledger: executionLedger(found, context),
    visits: await readVisits(deps, portalId, known),
    ...(isAtLeast(role, 'manager')
      ? await readDiscipline(deps, portalId, known)
      : { spotChecks: null, problems: null, rates: null }),
  };
}

/** The whole ledger of a question as a file; who asks is judged before the first line. */
export async function openLedgerFile(
  deps: LedgerDeps,
  asked: Asked,
): Promise<AsyncGenerator<string>> {
  return fileLines(deps, asked, await readKnown(deps, asked));
}

/** Other people's names leave HubSpot masked, but with an admin. */
async function* fileLines(deps: LedgerDeps, { portalId, words }: Asked, known: Known | undefined) {
  yield byteOrderMark + csvLine(ledgerColumns(words));
  if (known === undefined || known.isWithheld) return;
  const { role, request } = known;
  const { ownerNames } = known.context;
  const masked = new Map([...ownerNames].map(([id, name]) => [id, maskedName(null, name)]));
  const context: LedgerContext =
    role === 'admin' ? known.context : { ...known.context, ownerNames: masked };
  for (let offset = 0; offset < linesInFile; offset += linesAtOnce) {
    const keys = await deps.ledger.listPage(portalId, request, { offset, limit: linesAtOnce });
    const read = await readEntries(deps, portalId, keys);
    const entries = role === 'admin' ? read : read.map(withMaskedName);
    yield entries.map((entry) => csvLine(fileRow(entry, context))).join('');
    if (keys.length < linesAtOnce) return;
  }
}

/** Who did what was imported may be no user of the portal, and nobody's name to mask elsewhere. */
function withMaskedName(entry: LedgerEntry): LedgerEntry {
  if (!('imported' in entry) || entry.imported.ownerName === null) return entry;
  const ownerName = maskedName(null, entry.imported.ownerName);
  return { ...entry, imported: { ...entry.imported, ownerName } };
}

type Known = {
  context: LedgerViewContext;
  request: LedgerRequest;
  /** Those the viewer sees. */
  owners: Owner[];
  role: Role;
  /** Nothing is published yet, and the viewer is no admin. */
  isWithheld: boolean;
  timeZone: string;
};

/** An uninstalled portal shows nothing of what it once held. */
async function readKnown(deps: LedgerDeps, asked: Asked): Promise<Known | undefined> {
  const { portalId, userId, question, words } = asked;
  const portal = await deps.portalState(portalId);
  if (!portal || portal.status === 'uninstalled') return undefined;
  const [role, owners, inForce] = await Promise.all([
    deps.roleOf(portalId, userId),
    deps.listOwners(portalId),
    deps.strategies.read(portalId),
  ]);
  const sight = sightOf(role, userId, owners);
  if (sight === null) throw new RequestError(403, words.say('portfolio.forbidden'));
  const view = viewContext(words, portal, deps.now().getTime());
  const ownerIds = ownersSeen(sight);
  return {
    role,
    isWithheld: isWithheldFrom(role, portal.mode),
    timeZone: portal.timeZone,
    owners: owners.filter(({ id }) => ownerIds === null || ownerIds.includes(id)),
    request: { filter: question.filter, today: view.today, ownerIds },
    context: {
      words,
      portalId,
      question,
      today: view.today,
      dayOf: dayIn(portal.timeZone),
      uiDomain: portal.uiDomain,
      strategies: inForce.strategies,
      ownerNames: new Map(owners.map(({ id, name }) => [id, name])),
    },
  };
}

/** The link says who asked for it: what they may see is looked up again when it is opened. */
function fileUrlOf(deps: LedgerDeps, { portalId, userId, question, words }: Asked): string {
  const query = { ...conditionsOf(question), locale: words.locale, userId: String(userId) };
  return deps.fileUrl(portalId, query);
}

async function readEntries(
  { tasks, imported }: LedgerDeps,
  portalId: PortalId,
  keys: readonly LedgerKey[],
): Promise<LedgerEntry[]> {
  const keysOf = (source: LedgerKey['source']) => [
    ...new Set(keys.filter((key) => key.source === source).map(({ key }) => key)),
  ];
  const [found, lines] = await Promise.all([
    tasks.findMany(portalId, keysOf('task')),
    imported.findMany(portalId, keysOf('imported')),
  ]);
  const accountIds = found.flatMap(({ accountId }) => accountId ?? []);
  const nextActions = await tasks.nextActionsOf(portalId, accountIds);
  const nextOf = Map.groupBy(nextActions, ({ parentKey }) => parentKey);
  const taskOf = new Map(found.map((task) => [task.key, task]));
  const lineOf = new Map(lines.map((line) => [`${line.accountId}/${line.key}`, line]));
  return keys.flatMap(({ source, key, account }): LedgerEntry[] => {
    const line = source === 'imported' ? lineOf.get(`${account.id}/${key}`) : undefined;
    if (line) return [{ account, imported: line }];
    const task = taskOf.get(key);
    const own = nextOf.get(key) ?? [];
    const next = own.find(({ status }) => isOpen(status)) ?? own.at(-1) ?? null;
    return task ? [{ account, task, next }] : [];
  });
}

async function readVisits({ ledger }: LedgerDeps, portalId: PortalId, { context, request }: Known) {
  const window = quarterSoFar(context.today);
  const asked = { step: visitStep, ...window };
  return visitTable(await ledger.listPlanned(portalId, asked, request.ownerIds), window, context);
}

/** What a manager looks at: the week's sample, what hinders tasks, how steps are taken up. */
async function readDiscipline(deps: LedgerDeps, portalId: PortalId, known: Known) {
  const { ledger, decisions } = deps;
  const { context, request, timeZone } = known;
  const week = lastWeek(context.today);
  const span = {
    fromMs: startOfDay(week.from, timeZone),
    toMs: startOfDay(week.to + 1, timeZone),
  };
  const [done, problems, counts] = await Promise.all([
    ledger.listDone(portalId, span, request.ownerIds),
    ledger.listProblems(portalId, request.ownerIds),
    decisions.countSince(portalId, context.today - rateDays),
  ]);
  const drawn = spotChecks(
    done.map((task) => executedStep(task, context.dayOf)),
    week,
    await deps.secrets.wordsOf(portalId),
  );
  const keys = await ledger.accountsOf(
    portalId,
    drawn.map(({ key }) => key),
  );
  const entries = await readEntries(deps, portalId, keys);
  const { words } = context;
  return {
    spotChecks: {
      title: words.say('ledger.checks_title'),
      text: words.count('ledger.checks_text', done.length, {
        from: words.date(week.from),
        to: words.date(week.to),
      }),
      columns: ledgerColumns(words),
      rows: entries.slice(0, linesOnPage).map((entry) => executionRow(entry, context)),
    },
    problems: problemTable(problems, context),
    rates: rateTable(counts, rateDays, context),
  };
}
