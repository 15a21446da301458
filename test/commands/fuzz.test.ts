import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { InputError } from '../../src/commands/input-error.ts';
import { readAnswers } from '../../src/commands/read-answers.ts';
import { readTable } from '../../src/commands/read-table.ts';
import { aFolder } from '../support/database.ts';

let folder: Awaited<ReturnType<typeof aFolder>>;
beforeAll(async () => {
  folder = await aFolder();
});
afterAll(() => folder[Symbol.asyncDispose]());

const shape = { headings: { id: ['id'], date: ['date'] }, required: ['id'] as const };

const cell = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom('"', '""', ',', '\n', '\r\n', '\u0000', '=cmd()', '2026-02-30', '1e999', '﻿'),
);
const table = fc
  .array(fc.array(cell, { maxLength: 6 }), { maxLength: 20 })
  .map((rows) => Buffer.from(`id,date,kind\n${rows.map((row) => row.join(',')).join('\n')}`));
const bytes = fc.uint8Array({ maxLength: 2_000 }).map((each) => Buffer.from(each));
const cut = table.map((whole) => gzipSync(whole).subarray(0, -5));

/** Reads it, or says what is wrong with it; anything else is a crash. */
async function readOrRefuse(read: () => Promise<unknown>): Promise<void> {
  await read().catch((error: unknown) => {
    expect(error).toBeInstanceOf(InputError);
    for (const problem of (error as InputError).problems)
      expect(problem.length).toBeLessThan(2_000);
  });
}

it('reads any file or says what is wrong with it', async () => {
  const path = join(folder.path, 'table.csv');
  const anything = fc.oneof(
    table,
    bytes,
    cut,
    table.map((whole) => gzipSync(whole)),
  );
  await fc.assert(
    fc.asyncProperty(anything, async (content) => {
      await writeFile(path, content);
      let rows = 0;
      await readOrRefuse(() =>
        readTable(path, {
          shape,
          onRow(row) {
            rows += 1;
            row.field('id');
            return undefined;
          },
        }),
      );
      expect(rows).toBeLessThanOrEqual(content.length * 10 + 1_000);
      await readOrRefuse(() => readAnswers(path, 'ymd'));
    }),
    { numRuns: 200 },
  );
}, 60_000);
