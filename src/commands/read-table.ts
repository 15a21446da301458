import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { basename } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { CsvError, parse } from 'csv-parse';
import { InputError } from './input-error.ts';

/** Fields of the table by our own names; those without a column stay out. */
export type Row<Field extends string> = { number: number; field: (name: Field) => string };

/** Where a field may stand: headings in order of preference, as `plainHeading` writes them. */
export type TableShape<Field extends string> = {
  headings: Readonly<Record<Field, readonly string[]>>;
  required: readonly Field[];
  /** Columns the user named, by field; they win. */
  chosen?: Partial<Record<Field, string | undefined>>;
};

export type TableReader<Field extends string> = {
  shape: TableShape<Field>;
  /** Called once, before the rows, with the plain heading of every field that has a column. */
  onColumns?: (found: ReadonlyMap<Field, string>) => void;
  /** Returns what is wrong with the row, if anything. */
  onRow: (row: Row<Field>) => string | undefined;
};

/** Reads a CSV file, gzipped or not, row by row. Throws one InputError with all problems (at most 20). */
export async function readTable<Field extends string>(
  path: string,
  { shape, onColumns, onRow }: TableReader<Field>,
): Promise<void> {
  const file = basename(path);
  const problems: string[] = [];
  let columns: Map<Field, number> | undefined;
  const parser = parse({ bom: true, info: true, relax_column_count: true, skip_empty_lines: true });

  async function consume(records: AsyncIterable<unknown>) {
    for await (const record of records) {
      const { record: cells, info } = record as { record: string[]; info: { lines: number } };
      if (!columns) {
        columns = columnsOf(cells, shape, file);
        onColumns?.(
          new Map([...columns].map(([name, at]) => [name, plainHeading(cells[at] ?? '')])),
        );
        continue;
      }
      const positions = columns;
      const field = (name: Field) => cells[positions.get(name) ?? -1]?.trim() ?? '';
      const problem = onRow({ number: info.lines, field });
      if (problem === undefined) continue;
      problems.push(`${file}, row ${info.lines}: ${problem}`);
      if (problems.length >= mostProblems)
        throw new InputError([...problems, 'further problems not shown']);
    }
  }

  try {
    const gzipped = await isGzipped(path);
    const source = createReadStream(path);
    if (gzipped) await pipeline(source, createGunzip(), parser, consume);
    else await pipeline(source, parser, consume);
  } catch (problem) {
    throw readProblem(problem, file);
  }
  if (problems.length > 0) throw new InputError(problems);
  if (!columns) throw new InputError([`${file}: the file is empty`]);
}

/** Lower case, with single underscores between words: "Close Date (UTC)" is "close_date_utc". */
export function plainHeading(heading: string): string {
  return heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, '_')
    .replaceAll(/^_|_$/g, '');
}

function columnsOf<Field extends string>(
  cells: readonly string[],
  shape: TableShape<Field>,
  file: string,
): Map<Field, number> {
  const headings = cells.map(plainHeading);
  const columns = new Map<Field, number>();
  const problems: string[] = [];
  for (const [field, names] of Object.entries(shape.headings) as [Field, readonly string[]][]) {
    const chosen = shape.chosen?.[field];
    const wanted = chosen === undefined ? names : [plainHeading(chosen)];
    const position = wanted.map((name) => headings.indexOf(name)).find((found) => found >= 0);
    if (position !== undefined) columns.set(field, position);
    else if (chosen !== undefined) problems.push(`${file}: no column "${chosen}"; ${list(cells)}`);
    else if (shape.required.includes(field)) {
      const name = field.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
      problems.push(
        `${file}: no column for the ${name} (looked for ${names.join(', ')}); ${list(cells)}`,
      );
    }
  }
  if (problems.length > 0) throw new InputError(problems);
  return columns;
}

function list(cells: readonly string[]): string {
  return `the file has ${cells.map((cell) => `"${cell}"`).join(', ')}`;
}

async function isGzipped(path: string): Promise<boolean> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(2), 0, 2, 0);
    return bytesRead === 2 && buffer[0] === 0x1f && buffer[1] === 0x8b;
  } finally {
    await file.close();
  }
}

function readProblem(problem: unknown, file: string): unknown {
  if (problem instanceof InputError) return problem;
  if (problem instanceof CsvError) {
    return new InputError([`${file}, row ${problem['lines']}: ${problem.message}`], {
      cause: problem,
    });
  }
  if (problem instanceof Error && 'code' in problem && typeof problem.code === 'string') {
    const reason = reasons[problem.code];
    if (reason) return new InputError([`${file}: ${reason}`], { cause: problem });
  }
  return problem;
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EISDIR: 'this is a folder',
  EACCES: 'the file may not be read',
  Z_DATA_ERROR: 'the gzip data is damaged',
  Z_BUF_ERROR: 'the gzip data ends too early',
};
const mostProblems = 20;
