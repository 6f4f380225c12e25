import { partAt } from "../diagnostics/span.ts";
import type { Builder } from "../ir/builder.ts";
import type { Func, Instr, Value } from "../ir/func.ts";
import type { Kink } from "../ir/op.ts";
import { walk } from "../ir/rewrite.ts";
import { arrayOf, dtypeOf, f32, f64, sameType } from "../ir/types.ts";
import {
  anyOf,
  argMax,
  elementsOf,
  failWith,
  flattened,
  gathered,
  ifElse,
  itemOf,
  noteValue,
  widen,
  zero,
} from "../ops/index.ts";
import type { LinearProgram } from "./linear-program.ts";

/** Puts checks into a linear program that end the call where a function is not smooth. */
export class Smoothness {
  readonly #lin: LinearProgram;
  readonly #uses = new Map<Value, Instr[]>();
  readonly #differentiated = new Map<Value, boolean>();

  constructor(lin: LinearProgram, func: Func) {
    this.#lin = lin;
    const given = (values: readonly Value[]): void =>
      values.forEach((v) => this.#differentiated.set(v, true));
    given(func.region.yields);
    walk(func.region, (instr) => {
      for (const { yields } of instr.regions) given(yields);
      for (const a of instr.args) {
        const known = this.#uses.get(a);
        if (known === undefined) this.#uses.set(a, [instr]);
        else known.push(instr);
      }
    });
  }

  /**
   * Appends what ends the call with NB4008 if the operands of `instr`, which comes next, are where
   * it is not smooth. Rules of derivatives compare numbers too, and so does this: that says nothing
   * of the program.
   */
  require(b: Builder, instr: Instr): void {
    const { op, args, results, span } = instr;
    if (op.kink === undefined) return;
    const vary = args.map((a) => this.#lin.tangent(a) !== undefined);
    // which key is the same, and where entries lie, is not computed from numbers that vary
    if (!vary.includes(true) || span?.part === "check" || span?.part === "lookup") return;
    if (span?.part !== undefined && results.some((r) => dtypeOf(r.type) === "bool")) return;
    if (op.kink.continuous === true && !results.some((r) => this.#isDifferentiated(r))) return;
    b.span = partAt(span, "check");
    const there = op.kink.at(b, args, vary, instr.attrs);
    if (there !== undefined) raiseIf(this.#lin, b, instr, there);
    b.span = span;
  }

  /** Whether the tangent of `v` goes anywhere: not if all that is done is to compare the value. */
  #isDifferentiated(v: Value): boolean {
    let known = this.#differentiated.get(v);
    if (known === undefined) {
      const uses = this.#uses.get(v) ?? [];
      known = uses.some(({ op, results }) => {
        if (op.rule.kind === "zero") return false;
        return op.rule.kind === "structural" || results.some((r) => this.#isDifferentiated(r));
      });
      this.#differentiated.set(v, known);
    }
    return known;
  }
}

function raiseIf(lin: LinearProgram, b: Builder, instr: Instr, there: Value): void {
  const { op, args } = instr;
  const { says } = op.kink as Kink;
  // where elements are taken one by one, the numbers are those of the first that is there
  const perElement = op.run === undefined;
  if ([there, ...args].some((v) => elementsOf(v) === 0)) return;
  ifElse(
    b,
    anyOf(b, there),
    (inner) => {
      if (perElement) {
        const at = placeOf(inner, there);
        for (const a of args) noteValue(inner, double(inner, element(inner, a, at)));
      }
      failWith(inner, "NB4008", says);
      return [];
    },
    () => [],
  );
  lin.origin.set(b.body.at(-1) as Instr, instr);
}

/** The place of the first element of `there` that is true. */
function placeOf(b: Builder, there: Value): Value {
  if (there.type.kind !== "array") return zero(b, arrayOf("i32", []));
  return b.emit1(argMax, [flattened(b, there)], { axis: 0 });
}

function element(b: Builder, v: Value, at: Value): Value {
  return v.type.kind === "array" ? itemOf(b, gathered(b, flattened(b, v), at)) : v;
}

function double(b: Builder, v: Value): Value {
  if (sameType(v.type, f64)) return v;
  if (!sameType(v.type, f32)) throw new Error("internal: a kink of something else than numbers");
  return widen(b, v);
}
