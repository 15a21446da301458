import type {
  StrategiesTab,
  StrategyEditor,
  TaskPreviewAnswer,
} from '../../extensions/app/settings/strategy-contract.ts';
import { HubspotError, Refusal } from '../errors.ts';
import type { TaskProblemStore } from '../execution/task-problem-store.ts';
import type { PortalStore } from '../install/portal-store.ts';
import { dayIn } from '../model/day.ts';
import type { PortalId } from '../model/ids.ts';
import type { CompanyProperty } from '../model/mapping.ts';
import type { StrategyCode } from '../model/strategy.ts';
import type { Locale, Words } from '../words/words.ts';
import type { PublishingStore } from '../writeback/publishing-store.ts';
import type { ChangeExecutionDeps } from './change-execution.ts';
import { strategyEditor } from './editor-view-rules.ts';
import { strategiesTab } from './strategies-view-rules.ts';
import {
  contentFingerprint,
  draftProblems,
  findDraft,
  type StrategyDeskDeps,
  strategyHistory,
} from './strategy-desk.ts';
import type { TaskPreviewDesk } from './task-preview-desk.ts';
import { taskPreviewView } from './task-preview-view-rules.ts';

export type AnswerPlaybookDeps = StrategyDeskDeps &
  ChangeExecutionDeps & {
    portals: Pick<PortalStore, 'find' | 'listOwners'>;
    publishing: Pick<PublishingStore, 'read'>;
    taskPreviews: Pick<TaskPreviewDesk, 'ask'>;
    taskProblems: TaskProblemStore;
    /** The address of the strategy table as a file; it says who asked for it. */
    fileUrl: (asker: Asker, locale: Locale) => string;
  };

type Asker = { portalId: PortalId; userId: number };

const shownProblems = 20;

/** The list of strategies and how they become tasks. */
export async function answerStrategies(
  deps: AnswerPlaybookDeps,
  asker: Asker,
  words: Words,
): Promise<StrategiesTab> {
  const { portalId } = asker;
  const drafts = await deps.versions.listDrafts(portalId);
  const portal = await deps.portals.find(portalId);
  return strategiesTab({
    words,
    today: dayIn(portal?.timeZone ?? 'UTC')(deps.now().getTime()),
    inForce: await deps.strategies.read(portalId),
    drafts: drafts.map(({ code }) => code),
    owners: await deps.portals.listOwners(portalId),
    ownerProperties: await ownerProperties(deps, portalId),
    taskProblems: await deps.taskProblems.list(portalId, shownProblems),
    fileUrl: (locale) => deps.fileUrl(asker, locale),
  });
}

/** The choices of HubSpot are missing while it does not answer; everything else is there. */
async function ownerProperties(
  { settingApi }: AnswerPlaybookDeps,
  portalId: PortalId,
): Promise<CompanyProperty[]> {
  try {
    const properties = await settingApi.readCompanyProperties(portalId);
    return properties.filter(({ isOwner }) => isOwner);
  } catch (error) {
    if (error instanceof HubspotError) return [];
    throw error;
  }
}

/** One strategy with everything its editor needs. */
export async function answerEditor(
  deps: AnswerPlaybookDeps,
  portalId: PortalId,
  { code, words }: { code: StrategyCode; words: Words },
): Promise<StrategyEditor> {
  const portal = await deps.portals.find(portalId);
  if (!portal) {
    throw new Refusal(404, (words) => words.say('unavailable.not_installed_title'));
  }
  const saved = await findDraft(deps, portalId, code);
  return strategyEditor({
    words,
    portal,
    history: await strategyHistory(deps, portalId, code),
    draft: saved ? { saved, fingerprint: contentFingerprint(saved.draft) } : null,
    problems: saved ? await draftProblems(deps, portalId, saved.draft) : [],
    owners: await deps.portals.listOwners(portalId),
  });
}

/** What switching strategies on would bring. */
export async function answerTaskPreview(
  deps: AnswerPlaybookDeps,
  portalId: PortalId,
  { codes, words }: { codes: readonly StrategyCode[]; words: Words },
): Promise<TaskPreviewAnswer> {
  const preview = await deps.taskPreviews.ask(portalId, codes);
  const { mode } = await deps.publishing.read(portalId);
  const owners = await deps.portals.listOwners(portalId);
  return taskPreviewView(preview, { words, owners, isShadow: mode === 'shadow' });
}
