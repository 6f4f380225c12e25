import type { Attr, Attrs, Func, Instr, Module, Region, Value } from "../../src/ir/func.ts";
import { recordsOf } from "../../src/ir/func.ts";
import { sameType, showType, type RecordType } from "../../src/ir/types.ts";
import type { Span } from "../../src/diagnostics/span.ts";

interface CompareOptions {
  /** Whether source places count. Default false. */
  readonly spans?: boolean;
  /** Whether the names of values count. Default false. */
  readonly hints?: boolean;
}

/**
 * Where two modules differ other than in the identities of their values: undefined if nowhere, else
 * the first place, in words. Numbers are compared by their bits, -0 and NaN included.
 */
export function compareModules(
  a: Module,
  b: Module,
  options: CompareOptions = {},
): string | undefined {
  const [names, others] = [[...a.funcs.keys()], [...b.funcs.keys()]];
  if (names.join() !== others.join()) return `functions ${names.join()} and ${others.join()}`;
  const records = compareRecords(recordsOf(a), recordsOf(b));
  if (records !== undefined) return records;
  for (const [name, func] of a.funcs) {
    const difference = compareFuncs(func, b.funcs.get(name) as Func, options);
    if (difference !== undefined) return difference;
  }
  return undefined;
}

/** As `compareModules`, of two functions. */
function compareFuncs(a: Func, b: Func, options: CompareOptions = {}): string | undefined {
  try {
    if (a.name !== b.name) differ(`@${a.name}`, `@${b.name}`);
    if ((a.disjoint ?? false) !== (b.disjoint ?? false)) differ("disjoint", "not");
    const comparison = new Comparison(options);
    comparison.span(a.span, b.span, "");
    comparison.region(a.region, b.region, "");
    return undefined;
  } catch (error) {
    if (error instanceof Difference) return `@${a.name}${error.message}`;
    throw error;
  }
}

class Difference extends Error {}

function differ(where: string, message: string): never {
  throw new Difference(`${where}: ${message}`);
}

class Comparison {
  readonly #options: CompareOptions;
  readonly #twin = new Map<Value, Value>();

  constructor(options: CompareOptions) {
    this.#options = options;
  }

  region(a: Region, b: Region, where: string): void {
    this.#define(a.params, b.params, `${where} params`);
    if (a.body.length !== b.body.length) {
      differ(where, `${a.body.length} instructions and ${b.body.length}`);
    }
    a.body.forEach((instr, i) => this.#instr(instr, b.body[i] as Instr, `${where} [${i}]`));
    this.#use(a.yields, b.yields, `${where} yields`);
  }

  #instr(a: Instr, b: Instr, at: string): void {
    if (a.op !== b.op) differ(at, `${a.op.name} and ${b.op.name}`);
    const where = `${at} ${a.op.name}`;
    compareAttrs(a.attrs, b.attrs, where);
    this.#use(a.args, b.args, where);
    if (a.regions.length !== b.regions.length) differ(where, "regions");
    a.regions.forEach((r, i) => this.region(r, b.regions[i] as Region, `${where} {${i}}`));
    this.#define(a.results, b.results, `${where} results`);
    this.span(a.span, b.span, where);
  }

  #define(a: readonly Value[], b: readonly Value[], where: string): void {
    if (a.length !== b.length) differ(where, `${a.length} values and ${b.length}`);
    a.forEach((v, i) => {
      const twin = b[i] as Value;
      if (!sameType(v.type, twin.type)) {
        differ(where, `${showType(v.type)} and ${showType(twin.type)}`);
      }
      if (this.#options.hints === true && v.hint !== twin.hint) {
        differ(where, `%${v.hint} and %${twin.hint}`);
      }
      this.#twin.set(v, twin);
    });
  }

  #use(a: readonly Value[], b: readonly Value[], where: string): void {
    if (a.length !== b.length) differ(where, `${a.length} operands and ${b.length}`);
    a.forEach((v, i) => {
      if (this.#twin.get(v) !== b[i]) differ(where, `operand ${i} is another value`);
    });
  }

  span(a: Span | undefined, b: Span | undefined, where: string): void {
    if (this.#options.spans === true && showSpan(a) !== showSpan(b)) {
      differ(where, `at ${showSpan(a)} and at ${showSpan(b)}`);
    }
  }
}

function showSpan(span: Span | undefined): string {
  return span === undefined ? "no place" : `${span.file.path}:${span.start}..${span.end}`;
}

function compareAttrs(a: Attrs, b: Attrs, where: string): void {
  const names = Object.keys(a).toSorted();
  const others = Object.keys(b).toSorted();
  if (names.join() !== others.join()) differ(where, `{${names.join()}} and {${others.join()}}`);
  for (const name of names) {
    const [x, y] = [a[name] as Attr, b[name] as Attr];
    if (!sameAttr(x, y)) differ(where, `${name} differs`);
  }
}

/** Whether two attributes are the same; numbers by their bits. */
function sameAttr(x: Attr, y: Attr): boolean {
  if (typeof x !== "object" || typeof y !== "object") return Object.is(x, y);
  if ("kind" in x) return "kind" in y && sameType(x, y);
  return !("kind" in y) && x.length === y.length && x.every((n, i) => Object.is(n, y[i]));
}

function compareRecords(
  a: ReadonlyMap<string, RecordType>,
  b: ReadonlyMap<string, RecordType>,
): string | undefined {
  for (const [name, { fields }] of a) {
    const others = b.get(name)?.fields ?? [];
    const same =
      fields.length === others.length &&
      fields.every((f, i) => f.name === others[i]?.name && sameType(f.type, others[i].type));
    if (!same) return `record ${name}`;
  }
  return undefined;
}
