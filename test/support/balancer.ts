import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** The public address in front of several processes: each request goes to the next of those that answer. */
export async function startBalancer() {
  let ports: readonly number[] = [];
  let turn = 0;

  const server = createServer((incoming, outgoing) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', () => {
      turn += 1;
      handOn({ incoming, outgoing, body: Buffer.concat(chunks), triesLeft: ports.length });
    });
  });

  type Passing = {
    incoming: IncomingMessage;
    outgoing: ServerResponse;
    body: Buffer;
    triesLeft: number;
  };

  function handOn({ incoming, outgoing, body, triesLeft }: Passing): void {
    if (triesLeft === 0) return void outgoing.writeHead(502).end();
    const port = ports[(turn + triesLeft) % ports.length];
    const { method, url: path, headers } = incoming;
    const onward = request({ host: '127.0.0.1', port, method, path, headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
    });
    onward.on('error', () => {
      if (outgoing.headersSent) outgoing.destroy();
      else handOn({ incoming, outgoing, body, triesLeft: triesLeft - 1 });
    });
    onward.end(body);
  }

  server.listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  return {
    url: `http://localhost:${(server.address() as AddressInfo).port}`,
    setPorts(newPorts: readonly number[]): void {
      ports = newPorts;
    },
    close(): void {
      server.close();
      server.closeAllConnections();
    },
  };
}
