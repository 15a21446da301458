/** Run as a process of its own: stores posts as fast as it can and prints each id once it is durable. */
import { openDatabase } from '../../src/database/open-database.ts';
import { createInboxStore } from '../../src/intake/inbox-store.ts';
import { portalId } from '../../src/model/ids.ts';

const inbox = createInboxStore(await openDatabase(process.argv[2] ?? ''));

async function keep(writer: number): Promise<never> {
  for (let number = 0; ; number += 1) {
    const id = `${writer}-${number}`;
    await inbox.add(portalId(1), { id, receivedAt: 0, body: '[]' });
    process.stdout.write(`${id}\n`);
  }
}

await Promise.all(Array.from({ length: 20 }, (_, writer) => keep(writer)));
