import { once } from 'node:events';
import { open, rename, rm } from 'node:fs/promises';
import type { Writable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { InputError } from './input-error.ts';
import type { ScoreRow } from './score-row.ts';

export type RowFormat = 'csv' | 'json';

/** Writes to a file, which appears only when it is complete. */
export async function writeFileOfRows(path: string, rows: Iterable<ScoreRow>, format: RowFormat) {
  const partial = `${path}.partial`;
  const file = await openForWriting(partial, path);
  const stream = file.createWriteStream();
  try {
    await writeRows(stream, rows, format);
    stream.end();
    await finished(stream);
    await rename(partial, path);
  } catch (problem) {
    stream.destroy();
    await rm(partial, { force: true });
    throw problem;
  }
}

async function openForWriting(partial: string, path: string) {
  try {
    return await open(partial, 'w');
  } catch (cause) {
    throw new InputError([`${path} cannot be written: is there such a folder?`], { cause });
  }
}

/** CSV with headings, or a JSON array of objects with the same keys. */
export async function writeRows(stream: Writable, rows: Iterable<ScoreRow>, format: RowFormat) {
  let pending = '';
  for (const text of format === 'json' ? jsonTexts(rows) : csvTexts(rows)) {
    pending += text;
    if (pending.length < chunkSize) continue;
    await send(stream, pending);
    pending = '';
  }
  await send(stream, pending);
}

function* jsonTexts(rows: Iterable<ScoreRow>) {
  let before = '[\n';
  for (const row of rows) {
    yield before + JSON.stringify(row);
    before = ',\n';
  }
  yield before === ',\n' ? '\n]\n' : '[]\n';
}

function* csvTexts(rows: Iterable<ScoreRow>) {
  let needsHeadings = true;
  for (const row of rows) {
    if (needsHeadings) yield `${Object.keys(row).join(',')}\n`;
    needsHeadings = false;
    yield `${Object.values(row).map(csvCell).join(',')}\n`;
  }
}

async function send(stream: Writable, text: string) {
  if (!stream.write(text)) await once(stream, 'drain');
}

function csvCell(value: ScoreRow[keyof ScoreRow]): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'number') return String(value);
  const text = typeof value === 'string' ? value : value.map(reasonText).join('; ');
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function reasonText({ points, text }: { points: number; text: string }): string {
  return `${points > 0 ? '+' : ''}${points} ${text}`;
}

const chunkSize = 65_536;
