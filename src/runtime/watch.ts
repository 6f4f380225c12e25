// Finds out where a NaN or an infinity in a result has come from.
import { NablaError } from "../diagnostics/error.ts";
import type { Part, Span } from "../diagnostics/span.ts";
import { sizeOf } from "../ir/types.ts";
import { NdArray } from "../nd/array.ts";

/** An operation on numbers whose result is not finite. */
interface Found {
  readonly span: Span | undefined;
  /** Of the IR. */
  readonly op: string;
  readonly result: number;
  readonly operands: readonly number[];
}

/** Keeps, of what compiled code tells during a call, the first operations that made such a number. */
export class Watch {
  #nan: Found | undefined;
  #infinity: Found | undefined;

  /** Forgets what the last call has told. */
  begin(): void {
    this.#nan = undefined;
    this.#infinity = undefined;
  }

  /** `numbers` are the result of the operation and its operands. */
  saw(span: Span | undefined, op: string, [result = NaN, ...operands]: readonly number[]): void {
    const found: Found = { span, op, result, operands };
    if (Number.isNaN(result)) {
      if (!operands.some(Number.isNaN)) this.#nan ??= found;
    } else if (operands.every(Number.isFinite)) this.#infinity ??= found;
  }

  /** @throws NB4010 if `value` holds a number that is not finite */
  check(value: unknown): void {
    const bad = [...notFinite(value)];
    const worst = bad.find(({ x }) => Number.isNaN(x)) ?? bad[0];
    if (worst === undefined) return;
    const { x, path } = worst;
    const from = Number.isNaN(x) ? (this.#nan ?? this.#infinity) : this.#infinity;
    const result = `the result ${path === "" ? "" : `at \`${path}\` `}is ${x}`;
    if (from === undefined) {
      throw new NablaError("NB4010", {
        message: `${result}, because of an argument or a captured variable that is not finite`,
      });
    }
    const before = this.#infinity;
    throw new NablaError("NB4010", {
      message: `${result}; ${describe(from)}`,
      span: from.span,
      related:
        before === undefined || before === from || before.span === undefined
          ? []
          : [{ message: `before, ${describe(before)}`, span: before.span }],
      help: ways[from.span?.part ?? "value"],
    });
  }
}

const parts: Readonly<Record<Part | "value", string>> = {
  value: "the value of this was the first",
  slope: "the slope of this was the first",
  tangent: "the tangent of this, in forward mode, was the first",
  adjoint: "the adjoint of what this is made of, in reverse mode, was the first",
  check: "this was the first",
  kept: "this was the first",
  lookup: "this was the first",
};

const fromSlope =
  "the value may be finite where its derivative is not, as at the pole of one: stay away from\n" +
  "the point, branch around it, or write the function so that its derivative is finite";

const ways: Readonly<Record<Part | "value", string>> = {
  value: "this is so without derivatives too: check what the function is called with",
  slope: fromSlope,
  tangent: fromSlope,
  adjoint: fromSlope,
  check: fromSlope,
  kept: fromSlope,
  lookup: fromSlope,
};

function describe({ span, op, result, operands }: Found): string {
  return `${parts[span?.part ?? "value"]}: ${formula(op, operands)} is ${result}`;
}

const infix: Readonly<Record<string, string>> = {
  add: "+",
  sub: "-",
  mul: "*",
  div: "/",
  rem: "%",
  pow: "**",
  strong_mul: "*",
  strong_div: "/",
};

function formula(op: string, operands: readonly number[]): string {
  const sign = infix[op];
  const texts = operands.map((x) => (Object.is(x, -0) ? "-0" : String(x)));
  if (sign === undefined) return `${op}(${texts.join(", ")})`;
  return texts.map((x, i) => (i > 0 && x.startsWith("-") ? `(${x})` : x)).join(` ${sign} `);
}

interface Bad {
  readonly x: number;
  /** In the user's notation, empty for the whole. */
  readonly path: string;
}

/** A value on the way, and how it is reached. */
interface Reached {
  readonly value: unknown;
  readonly of: Reached | undefined;
  readonly key: string | number;
}

/** In the user's notation. */
function pathOf(at: Reached): string {
  const steps: (string | number)[] = [];
  for (let one = at; one.of !== undefined; one = one.of) steps.push(one.key);
  return steps
    .toReversed()
    .map((key, i) => (typeof key === "number" ? `[${key}]` : i === 0 ? key : `.${key}`))
    .join("");
}

/** The numbers in a result that are not finite, in order. */
function* notFinite(result: unknown): Generator<Bad> {
  const seen = new Set<object>();
  const open: Reached[] = [{ value: result, of: undefined, key: "" }];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    const { value } = at;
    if (typeof value === "number" && !Number.isFinite(value)) yield { x: value, path: pathOf(at) };
    if (typeof value !== "object" || value === null || seen.has(value)) continue;
    seen.add(value);
    if (value instanceof NdArray) {
      yield* elementsNotFinite(value, pathOf(at));
      continue;
    }
    // from the last to the first: what is put in last is looked at first
    const names = isList(value) ? undefined : namesOf(value);
    for (let i = (names ?? (value as readonly unknown[])).length - 1; i >= 0; i--) {
      const key = names?.[i] ?? i;
      const inner = (value as Readonly<Record<string | number, unknown>>)[key];
      if (typeof inner === "number" ? !Number.isFinite(inner) : typeof inner === "object") {
        open.push({ value: inner, of: at, key });
      }
    }
  }
}

function* elementsNotFinite({ data, shape }: NdArray, path: string): Generator<Bad> {
  for (const [k, x] of data.entries()) {
    if (Number.isFinite(x)) continue;
    let rest = k;
    const index = shape.map((_, axis) => {
      const inner = sizeOf(shape.slice(axis + 1));
      const i = Math.trunc(rest / inner);
      rest %= inner;
      return i;
    });
    yield { x, path: shape.length === 0 ? path : `${path}.at(${index.join(", ")})` };
  }
}

const isList = (value: object): boolean =>
  Array.isArray(value) || value instanceof Float64Array || value instanceof Float32Array;

/** The names of fields; arrays of integers have only finite numbers. */
const namesOf = (value: object): readonly string[] =>
  ArrayBuffer.isView(value) ? [] : Object.keys(value);
