import { Router } from 'express';
import { z } from 'zod';
import { wordsFor } from '../http/asked-words.ts';
import { jsonBodyOf } from '../http/json-body.ts';
import { Asker, type RoleOf, requireRole } from '../http/require-role.ts';
import { topics as allTopics, channelKinds } from '../model/channel.ts';
import type { AnnouncementStore } from './announcement-store.ts';
import { addChannel, type ChangeChannelsDeps, testChannel } from './change-channels.ts';
import { channelForm } from './channel-view-rules.ts';

export type ChannelRoutesDeps = ChangeChannelsDeps & {
  announcements: Pick<AnnouncementStore, 'countByChannel' | 'retryDead'>;
  roleOf: RoleOf;
};

const Topics = z.array(z.enum(allTopics)).max(allTopics.length);
const NewChannel = z.object({
  kind: z.enum(channelKinds),
  name: z.string().trim().min(1).max(80),
  address: z.string().trim().min(1).max(500),
  secret: z.string().trim().min(1).max(200).nullable().default(null),
  topics: Topics,
});
const Chosen = z.object({ id: z.uuid() });
const ChosenTopics = Chosen.extend({ topics: Topics });

/** The chats of a portal. Mount behind the signature check; everything here needs the role admin. */
export function channelRoutes(deps: ChannelRoutesDeps): Router {
  const { channels, announcements, now } = deps;
  const routes = Router();
  routes.use('/settings/channels', requireRole(deps.roleOf, 'admin'));

  routes.get('/settings/channels', async (request, response) => {
    const { portalId } = Asker.parse(request.query);
    const [listed, counts] = await Promise.all([
      channels.list(portalId),
      announcements.countByChannel(portalId),
    ]);
    response.json(channelForm(listed, counts, wordsFor(request)));
  });

  routes.post('/settings/channels', async (request, response) => {
    const { portalId, userId } = Asker.parse(request.query);
    const added = NewChannel.parse(jsonBodyOf(request));
    const by = { author: String(userId), words: wordsFor(request) };
    response.status(201).json({ id: await addChannel(deps, portalId, { ...added, ...by }) });
  });

  routes.put('/settings/channels/topics', async (request, response) => {
    const { id, topics } = ChosenTopics.parse(jsonBodyOf(request));
    await channels.chooseTopics(Asker.parse(request.query).portalId, id, topics);
    response.json({});
  });

  routes.post('/settings/channels/remove', async (request, response) => {
    const { id } = Chosen.parse(jsonBodyOf(request));
    await channels.remove(Asker.parse(request.query).portalId, id);
    response.json({});
  });

  routes.post('/settings/channels/test', async (request, response) => {
    const { id } = Chosen.parse(jsonBodyOf(request));
    const words = wordsFor(request);
    await testChannel(deps, Asker.parse(request.query).portalId, { id, words });
    response.json({});
  });

  routes.post('/settings/channels/retry', async (request, response) => {
    const { id } = Chosen.parse(jsonBodyOf(request));
    const { portalId } = Asker.parse(request.query);
    response.json({ retried: await announcements.retryDead(portalId, id, now()) });
  });

  return routes;
}
