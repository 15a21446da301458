import { isoText } from './days.ts';

/**
 * Values of one property over all records of a type. Typed arrays outside the JavaScript heap, so
 * that a portal of a million companies fits in memory. Outward everything is text or null, as in
 * HubSpot's API.
 */
export type Column = {
  get(row: number): string | null;
  set(row: number, value: string | null): void;
  /** For comparing and sorting; NaN when empty or not a number. */
  numberAt(row: number): number;
  /** For generators that have the number already (milliseconds for dates). */
  setNumber(row: number, value: number): void;
};

function grown<Cells extends Float64Array | Uint32Array | Uint8Array>(cells: Cells, row: number) {
  return Math.max(16, row + 1, Math.ceil(cells.length * 1.5));
}

/** A typed array that grows as rows are set; unset cells hold `empty`. */
export function createFloatCells(empty: number) {
  let cells = new Float64Array(0);
  return {
    at: (row: number): number => cells[row] ?? empty,
    set(row: number, value: number): void {
      if (row >= cells.length) {
        const larger = new Float64Array(grown(cells, row));
        if (empty !== 0) larger.fill(empty, cells.length);
        larger.set(cells);
        cells = larger;
      }
      cells[row] = value;
    },
  };
}

export function createIntegerCells() {
  let cells = new Uint32Array(0);
  return {
    at: (row: number): number => cells[row] ?? 0,
    set(row: number, value: number): void {
      if (row >= cells.length) {
        const larger = new Uint32Array(grown(cells, row));
        larger.set(cells);
        cells = larger;
      }
      cells[row] = value;
    },
  };
}

export function createByteCells() {
  let cells = new Uint8Array(0);
  return {
    at: (row: number): number => cells[row] ?? 0,
    set(row: number, value: number): void {
      if (row >= cells.length) {
        const larger = new Uint8Array(grown(cells, row));
        larger.set(cells);
        cells = larger;
      }
      cells[row] = value;
    },
  };
}

/** Every distinct text once; code 0 stands for "no value". */
export type StringPool = { codeOf(text: string): number; textOf(code: number): string };

export function createStringPool(): StringPool {
  const texts: string[] = [''];
  const codes = new Map<string, number>();
  return {
    codeOf(text) {
      let code = codes.get(text);
      if (code === undefined) {
        code = texts.push(text) - 1;
        codes.set(text, code);
      }
      return code;
    },
    textOf: (code) => texts[code] ?? '',
  };
}

type NumericKind = 'number' | 'date' | 'datetime';

function numericText(kind: NumericKind, value: number): string {
  if (kind === 'number') return String(value);
  const iso = isoText(value);
  return kind === 'date' ? iso.slice(0, 10) : iso;
}

export function createNumberColumn(kind: NumericKind): Column {
  const cells = createFloatCells(Number.NaN);
  return {
    get(row) {
      const value = cells.at(row);
      return Number.isNaN(value) ? null : numericText(kind, value);
    },
    set(row, value) {
      if (value === null) cells.set(row, Number.NaN);
      else cells.set(row, kind === 'number' ? Number(value) : Date.parse(value));
    },
    numberAt: cells.at,
    setNumber: cells.set,
  };
}

export function createCodedColumn(pool: StringPool): Column {
  const cells = createIntegerCells();
  const get = (row: number) => {
    const code = cells.at(row);
    return code === 0 ? null : pool.textOf(code);
  };
  return {
    get,
    set: (row, value) => cells.set(row, value === null ? 0 : pool.codeOf(value)),
    numberAt: (row) => Number(get(row) ?? Number.NaN),
    setNumber: (row, value) => cells.set(row, pool.codeOf(String(value))),
  };
}

/** For long, mostly distinct texts: nothing is pooled. */
export function createTextColumn(): Column {
  const texts = new Map<number, string>();
  return {
    get: (row) => texts.get(row) ?? null,
    set(row, value) {
      if (value === null) texts.delete(row);
      else texts.set(row, value);
    },
    numberAt: (row) => Number(texts.get(row) ?? Number.NaN),
    setNumber: (row, value) => texts.set(row, String(value)),
  };
}

/** A text that follows from other columns until somebody writes it (e-mail addresses, domains). */
export function createDerivedColumn(derive: (row: number) => string | null): Column {
  const written = new Map<number, string | null>();
  const get = (row: number) => {
    const value = written.get(row);
    return value === undefined ? derive(row) : value;
  };
  return {
    get,
    set: (row, value) => written.set(row, value),
    numberAt: () => Number.NaN,
    setNumber: (row, value) => written.set(row, String(value)),
  };
}
