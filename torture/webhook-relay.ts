import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { z } from 'zod';

const Id = z.union([z.number(), z.string()]).transform(String).optional();

const Event = z.object({
  subscriptionType: z.string(),
  occurredAt: z.number(),
  objectTypeId: z.string().optional(),
  objectId: Id,
  associationType: z.string().optional(),
  fromObjectId: Id,
  newObjectId: Id,
  mergedObjectIds: z.array(z.union([z.number(), z.string()]).transform(String)).optional(),
});
export type SentEvent = z.infer<typeof Event>;

/**
 * What happens to a POST on its way: handed on; never handed on though answered 200, known to be missed or
 * as if the service had taken it; cut in its middle.
 */
export type Way = 'pass' | 'miss' | 'forget' | 'cut';

/**
 * The public address of the service, in front of it. Remembers which events the service acknowledged,
 * and is where posts get lost that HubSpot believes to have been delivered.
 */
export async function startWebhookRelay(webhookPath: string, nextWay: () => Way) {
  const acknowledged: SentEvent[] = [];
  const missed: SentEvent[] = [];
  const statuses = new Map<number, number>();
  let servicePort = 0;
  let posts = 0;

  const server = createServer((incoming, outgoing) => {
    void relay(incoming, outgoing).catch(() => outgoing.destroy());
  });

  async function relay(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const body = await bodyOf(incoming);
    const onward = { incoming, body, port: servicePort };
    if (incoming.url !== webhookPath) {
      await handOn(onward, outgoing);
      return;
    }
    const way = nextWay();
    if (way === 'cut') {
      cutInTheMiddle(onward);
      outgoing.destroy();
      return;
    }
    const events = z.array(Event).parse(JSON.parse(body.toString('utf8')));
    if (way === 'miss') {
      missed.push(...events);
      outgoing.writeHead(200).end();
      return;
    }
    const status = way === 'forget' ? throwAway(outgoing) : await handOn(onward, outgoing);
    statuses.set(status, (statuses.get(status) ?? 0) + 1);
    if (status !== 200) return;
    posts += 1;
    acknowledged.push(...events);
  }

  server.listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;

  return {
    url: `http://localhost:${port}`,
    setService(newPort: number): void {
      servicePort = newPort;
    },
    /** POSTs that the service answered with 200. */
    acknowledgedPosts: () => posts,
    acknowledged: (): readonly SentEvent[] => acknowledged,
    missed: (): readonly SentEvent[] => missed,
    answers: () => Object.fromEntries(statuses),
    close(): void {
      server.close();
      server.closeAllConnections();
    },
  };
}

type Onward = { incoming: IncomingMessage; body: Buffer; port: number };

function ask({ incoming, port }: Onward) {
  const { method, url, headers } = incoming;
  return request({ port, host: 'localhost', method, path: url, headers, agent: false });
}

function cutInTheMiddle(onward: Onward): void {
  const { body } = onward;
  const half = ask(onward);
  half.on('error', () => {});
  half.write(body.subarray(0, Math.max(1, body.length >> 1)), () => half.destroy());
}

function throwAway(outgoing: ServerResponse): number {
  outgoing.writeHead(200).end();
  return 200;
}

function handOn(onward: Onward, outgoing: ServerResponse): Promise<number> {
  return new Promise((resolve, reject) => {
    const asked = ask(onward);
    asked.on('error', reject);
    asked.on('response', (answer) => {
      const status = answer.statusCode ?? 502;
      outgoing.writeHead(status, answer.headers);
      answer
        .on('error', reject)
        .on('end', () => resolve(status))
        .pipe(outgoing);
    });
    asked.end(onward.body);
  });
}

async function bodyOf(incoming: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
