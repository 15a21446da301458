import { openDatabase } from '../../src/database/open-database.ts';
import { bucketWithin, searchBucket } from '../../src/hubspot/bucket-rules.ts';
import { createPortalQueues } from '../../src/hubspot/portal-queues.ts';
import { createCallLimitStore } from '../../src/install/call-limit-store.ts';
import { createLog } from '../../src/log.ts';
import { portalId } from '../../src/model/ids.ts';

/** A process of its own that always has calls and searches waiting; see call-limit tests. */
const [databaseUrl = '', listUrl = '', searchUrl = '', token = '', portal = ''] =
  process.argv.slice(2);
const waitingAtOnce = 20;

const db = await openDatabase(databaseUrl);
const limits = createCallLimitStore(db);
const buckets = { general: bucketWithin({ calls: 108, perMs: 10_000 }), search: searchBucket(5) };
const queues = createPortalQueues({
  async take(asked) {
    const taken = await limits.take({ ...asked, bucket: buckets[asked.kind], fence: undefined });
    if (!taken) throw new Error('the portal is not there');
    return taken;
  },
  close: limits.close,
  log: createLog('silent'),
});
const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
const list = () => fetch(listUrl, { headers }).then((answer) => answer.text());
const search = () =>
  fetch(searchUrl, { method: 'POST', headers, body: '{}' }).then((answer) => answer.text());

async function callForEver(
  kind: 'general' | 'search',
  call: () => Promise<string>,
): Promise<never> {
  for (;;) await queues.run(portalId(Number(portal)), kind, 'change', call);
}
for (let one = 0; one < waitingAtOnce; one += 1) void callForEver('general', list);
for (let one = 0; one < 3; one += 1) void callForEver('search', search);
