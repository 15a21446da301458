/** Run as a process of its own: opens a database, says so, and closes it. */
import { openDatabase } from '../../src/database/open-database.ts';

const db = await openDatabase(process.argv[2] ?? '');
process.stdout.write('open\n');
await db.destroy();
