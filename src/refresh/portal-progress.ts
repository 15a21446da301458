import type { AssessmentStore } from '../assessment/assessment-store.ts';
import type { FrameStore } from '../assessment/frame-store.ts';
import { isPlanned, type PlannedDeps } from '../execution/plan-tasks.ts';
import type { TaskStore } from '../execution/task-store.ts';
import type { PortalStore } from '../install/portal-store.ts';
import type { SettingStore } from '../install/setting-store.ts';
import type { InboxStore } from '../intake/inbox-store.ts';
import { dayIn } from '../model/day.ts';
import type { AccountId, PortalId } from '../model/ids.ts';
import type { BackfillProgress } from '../model/portal.ts';
import { writeScopeOf } from '../model/publishing.ts';
import type { BackfillStore } from '../sync/backfill-store.ts';
import type { DirtyStore } from '../sync/dirty-store.ts';
import { circular } from '../sync/family-rules.ts';
import type { FamilyStore } from '../sync/family-store.ts';
import { type Pace, paceOf } from '../sync/pace-rules.ts';
import type { SourceCheckpoint, SourceStore } from '../sync/source-store.ts';
import type { OutboxStore } from '../writeback/outbox-store.ts';
import type { PublishingStore } from '../writeback/publishing-store.ts';
import { isInForce } from './renew-frame.ts';

export type ProgressDeps = {
  portals: PortalStore;
  sources: SourceStore;
  backfills: BackfillStore;
  inbox: InboxStore;
  dirty: DirtyStore;
  frames: FrameStore;
  assessments: AssessmentStore;
  outbox: OutboxStore;
  publishing: Pick<PublishingStore, 'read'>;
  settings: Pick<SettingStore, 'read' | 'revision'>;
  families: Pick<FamilyStore, 'allParents'>;
  tasks: Pick<TaskStore, 'countToSend'>;
  now: () => Date;
} & PlannedDeps;

/** How far a portal is, and what waits at each step; of writes those that are allowed. */
export type PortalProgress = {
  backfill: readonly (BackfillProgress & Pace)[];
  /** Evidence beside companies, deals and tickets; 'not_granted' leaves its signals unknown. */
  sources: readonly SourceProgress[];
  waiting: { posts: number; records: number; accounts: number; writes: number; tasks: number };
  /** Companies above themselves, where child companies count into their parents: they count alone. */
  circularAccounts: readonly AccountId[];
  isQuiet: boolean;
};

const mostNamed = 20;

async function circularAccounts(
  { settings, families }: Pick<ProgressDeps, 'settings' | 'families'>,
  portalId: PortalId,
): Promise<AccountId[]> {
  const { rollUp } = await settings.read(portalId);
  if (rollUp === 'own') return [];
  return circular(await families.allParents(portalId)).slice(0, mostNamed);
}

type SourceProgress = Pick<SourceCheckpoint, 'source' | 'state' | 'done' | 'readAt' | 'problem'>;

export function createProgress(deps: ProgressDeps) {
  const {
    portals,
    backfills,
    sources,
    inbox,
    dirty,
    frames,
    assessments,
    outbox,
    publishing,
    settings,
    families,
    now,
  } = deps;
  return async (portalId: PortalId): Promise<PortalProgress> => {
    const checkpoints = await backfills.list(portalId);
    const scope = writeScopeOf(await publishing.read(portalId));
    const waiting = {
      posts: await inbox.count(portalId),
      records: await dirty.count(portalId),
      accounts: await assessments.countDirty(portalId),
      writes: await outbox.count(portalId, scope),
      tasks: scope.kind === 'none' ? 0 : await deps.tasks.countToSend(portalId, now()),
    };
    const evidence = await sources.list(portalId);
    const isRead =
      checkpoints.length > 0 &&
      checkpoints.every(({ isFinished }) => isFinished) &&
      evidence.length > 0 &&
      evidence.every(({ dueAt }) => dueAt > now().getTime());
    const timeZone = (await portals.find(portalId))?.timeZone ?? 'UTC';
    const frame = await frames.findCurrent(portalId);
    const policy = await frames.policyOf(portalId);
    const isFramed =
      frame !== undefined &&
      isInForce(frame, {
        day: dayIn(timeZone)(now().getTime()),
        policyVersion: policy.version,
        settingRevision: await settings.revision(portalId),
      });
    return {
      backfill: checkpoints.map((checkpoint) => ({
        objectType: checkpoint.objectType,
        done: checkpoint.done,
        total: checkpoint.total,
        isFinished: checkpoint.isFinished,
        ...paceOf(checkpoint, now().getTime()),
      })),
      sources: evidence.map(({ source, state, done, readAt, problem }) => ({
        source,
        state,
        done,
        readAt,
        problem,
      })),
      waiting,
      circularAccounts: await circularAccounts({ settings, families }, portalId),
      isQuiet:
        isRead &&
        isFramed &&
        (await isPlanned(deps, portalId)) &&
        Object.values(waiting).every((count) => count === 0),
    };
  };
}
