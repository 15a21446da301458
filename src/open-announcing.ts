import { createAnnouncer } from './announce/announce-portal.ts';
import { createAnnouncementStore } from './announce/announcement-store.ts';
import { channelRoutes } from './announce/channel-routes.ts';
import { createChannelStore } from './announce/channel-store.ts';
import { createDigestStore } from './announce/digest-store.ts';
import { createNewsStore } from './announce/news-store.ts';
import { createChatClient } from './chat/chat-client.ts';
import { createPostJson } from './chat/post-json.ts';
import type { Config, ProcessKind } from './config.ts';
import type { Database } from './database/schema.ts';
import type { RoleOf } from './http/require-role.ts';
import type { TokenSeal } from './install/token-seal.ts';
import type { Logger } from './log.ts';
import { createDispatcher } from './refresh/dispatcher.ts';
import type { createStores } from './stores.ts';

export type AnnouncingDeps = {
  db: Database;
  config: Config;
  kind: ProcessKind;
  stores: ReturnType<typeof createStores>;
  seal: TokenSeal;
  roleOf: RoleOf;
  now: () => Date;
  log: Logger;
};

const tidyEveryMs = 3_600_000;

/** Announces in a loop of its own: a chat that does not answer holds up nothing but its own messages. */
export function openAnnouncing(deps: AnnouncingDeps) {
  const { db, config, kind, stores, seal, roleOf, now, log } = deps;
  const { standInOrigin, timeoutMs } = config.chat;
  const channels = createChannelStore(db);
  const announcements = createAnnouncementStore(db);
  const news = createNewsStore(db);
  const post = createPostJson({ timeoutMs, standInOrigin });
  const say = createChatClient({ post, standInOrigin, now });
  const announce = createAnnouncer({
    ...stores,
    announcements,
    channels,
    digests: createDigestStore(db),
    news,
    say,
    seal,
    now,
    log,
  });

  let tidiedAt = 0;
  async function tidyUp(): Promise<void> {
    const nowMs = now().getTime();
    if (Math.abs(nowMs - tidiedAt) < tidyEveryMs) return;
    tidiedAt = nowMs;
    await announcements.forgetOld(now());
    await news.forgetOld(now());
  }

  const loop = createDispatcher({
    async listPortals() {
      await tidyUp();
      return channels.listPortals();
    },
    async refresh(portalId) {
      await announce(portalId);
      return { news: 0, backlog: 0 };
    },
    log,
  });

  return {
    start: () => {
      if (kind !== 'web') loop.start();
    },
    stop: loop.stop,
    routes: channelRoutes({
      announcements,
      channels,
      portals: stores.portals,
      say,
      seal,
      standInOrigin,
      roleOf,
      now,
    }),
  };
}
