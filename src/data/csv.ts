// Tables as text: values separated by commas (RFC 4180), or by what the options say.
import { NdArray } from "../nd/array.ts";
import { unreadable } from "./fault.ts";

/** What a column holds; `"auto"` is numbers where all its cells are numbers or empty, else strings. */
export type ColumnType = "f64" | "f32" | "i32" | "bool" | "string" | "auto";

export interface CsvOptions {
  /** Whether the first record names the columns; else they are named "0", "1", …. Default: true. */
  readonly header?: boolean;
  /** Between the cells of a record. Default: a comma. */
  readonly separator?: string;
  /** The type of all columns, or of some by name. Default: `"auto"`. */
  readonly types?: ColumnType | Readonly<Record<string, ColumnType>>;
}

/** Columns of one length. */
export interface Table {
  readonly names: readonly string[];
  /** Number of records. */
  readonly length: number;
  /** By name; a column of numbers or truth values is an array of shape `[length]`. */
  readonly columns: Readonly<Record<string, NdArray | readonly string[]>>;
}

interface Rows {
  readonly rows: string[][];
  /** The line on which each record starts, from 1. */
  readonly lines: number[];
}

/**
 * Reads a table from text. Cells may be quoted, with quotes doubled inside of them, and may then
 * hold separators and line ends. Empty cells among floats are NaN; lines without anything are left
 * out.
 *
 * @throws NB7001 with the line of the fault: records of different lengths, a quote that does not
 * end, a cell that is not of its column's type
 *
 * @example
 * ```ts
 * const { columns } = readCsv("length,kind\n1.5,a\n2,b\n");
 * columns.length; // array of 1.5, 2
 * ```
 */
export function readCsv(text: string, options: CsvOptions = {}): Table {
  const { header = true, separator = ",", types = "auto" } = options;
  const { rows, lines } = split(text.replace(/^\uFEFF/, ""), separator);
  const width = rows[0]?.length ?? 0;
  for (const [i, row] of rows.entries()) {
    if (row.length !== width) {
      throw unreadable(
        `line ${lines[i]} has ${row.length} cells, and the first record ${width}`,
        `check the separator: it is ${JSON.stringify(separator)}`,
      );
    }
  }
  const names = header ? (rows.shift() ?? []) : Array.from({ length: width }, (_, i) => String(i));
  if (header) lines.shift();
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice !== undefined) throw unreadable(`two columns have the name "${twice}"`);
  const columns = Object.fromEntries(
    names.map((name, i) => {
      const type = typeof types === "string" ? types : (types[name] ?? "auto");
      const cells = rows.map((row) => row[i]!);
      return [name, column(name, cells, lines, type)];
    }),
  );
  return { names, length: rows.length, columns };
}

/**
 * Columns of numbers side by side: an f64 array of shape `[length, names.length]`; all columns if
 * `names` is not given.
 *
 * @throws NB7001 if a column is not there or holds strings
 */
export function matrixOf(table: Table, names: readonly string[] = table.names): NdArray {
  const data = new Float64Array(table.length * names.length);
  for (const [j, name] of names.entries()) {
    const values = table.columns[name];
    if (values === undefined) throw unreadable(`there is no column "${name}"`);
    if (!(values instanceof NdArray)) {
      throw unreadable(`the column "${name}" holds strings`, "read it with types, or leave it out");
    }
    for (let i = 0; i < table.length; i++) data[i * names.length + j] = values.data[i]!;
  }
  return new NdArray("f64", [table.length, names.length], data);
}

function split(text: string, separator: string): Rows {
  const [rows, lines]: [string[][], number[]] = [[], []];
  let at = 0;
  let line = 1;
  while (at < text.length) {
    const row: string[] = [];
    const first = line;
    let ended = false;
    while (!ended) {
      let cell = "";
      if (text[at] === '"') {
        const opened = line;
        for (at++; ; at++) {
          if (at >= text.length) throw unreadable(`the quote of line ${opened} does not end`);
          if (text[at] === "\n") line++;
          if (text[at] === '"') {
            if (text[at + 1] !== '"') break;
            at++;
          }
          cell += text[at];
        }
        at++;
        if (at < text.length && !/[\r\n]/.test(text[at]!) && !text.startsWith(separator, at)) {
          throw unreadable(`line ${line} goes on after a closing quote`);
        }
      } else {
        const from = at;
        while (at < text.length && text[at] !== "\n" && !text.startsWith(separator, at)) at++;
        cell = text.slice(from, at).replace(/\r$/, "");
      }
      row.push(cell);
      if (text[at] === "\r") at++;
      ended = !text.startsWith(separator, at) || at >= text.length;
      at += ended ? 1 : separator.length;
    }
    line++;
    if (row.length > 1 || row[0] !== "") {
      rows.push(row);
      lines.push(first);
    }
  }
  return { rows, lines };
}

const truth: Readonly<Record<string, number>> = { true: 1, false: 0, "1": 1, "0": 0 };

function column(
  name: string,
  cells: readonly string[],
  lines: readonly number[],
  type: ColumnType,
): NdArray | readonly string[] {
  if (type === "string") return cells;
  if (type === "auto") {
    const numbers = cells.some((cell) => cell.trim() !== "") && cells.every(isNumber);
    return numbers ? column(name, cells, lines, "f64") : cells;
  }
  const wrong = (i: number): Error =>
    unreadable(
      `line ${lines[i]}: ${JSON.stringify(cells[i])} in the column "${name}" is no ${type}`,
    );
  if (type === "bool") {
    const data = Uint8Array.from(cells, (cell, i) => {
      const value = truth[cell.trim().toLowerCase()];
      if (value === undefined) throw wrong(i);
      return value;
    });
    return new NdArray(type, [cells.length], data);
  }
  const read = (cell: string, i: number): number => {
    const value = cell.trim() === "" ? NaN : Number(cell);
    if (type === "i32" ? value !== (value | 0) : !isNumber(cell)) throw wrong(i);
    return value;
  };
  const values = Float64Array.from(cells, read);
  const Data = { f64: Float64Array, f32: Float32Array, i32: Int32Array }[type];
  return new NdArray(type, [cells.length], new Data(values));
}

/** Whether a cell is a number, NaN, or empty: missing. */
function isNumber(cell: string): boolean {
  const text = cell.trim();
  return text === "" || /^nan$/i.test(text) || !Number.isNaN(Number(text));
}
