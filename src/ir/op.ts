import type { Builder } from "./builder.ts";
import type { Attrs, Instr, Region, Value } from "./func.ts";
import type { Tensor, TensorData } from "./tensor.ts";
import type { ArrayType, Type } from "./types.ts";

/**
 * What running an operation does besides giving results. Passes read this, never the name.
 *
 * - `pure`: nothing; may be repeated, moved, dropped. Never traps.
 * - `alloc`: makes a new memory or record; may be dropped, not merged with an equal one.
 * - `read`: reads memory its reference arguments lead to.
 * - `write`: writes memory its reference arguments lead to, or tells the host something.
 * - `trap`: may end the call with an error; kept, and nothing with an effect moves across it.
 * - `nested`: that of its regions, or of the function it calls.
 */
export type Effect = "pure" | "alloc" | "read" | "write" | "trap" | "nested";

/** A scalar at compile time: f64, f32, i32 as number, bool as 0 or 1, i64 as bigint. */
export type Scalar = number | bigint;

/** An operation as every stage sees it: they read these fields and never branch on the name. */
export interface Op {
  readonly name: string;
  /** One line for the specification. */
  readonly doc: string;
  readonly effect: Effect;
  /** Types of the results; throws a plain Error on operands it does not take. */
  readonly type: (
    args: readonly Type[],
    attrs: Attrs,
    regions: readonly Region[],
  ) => readonly Type[];
  /** Meaning of a scalar operation; `dtype` is that of the first operand. */
  readonly eval?: (x: readonly Scalar[], type: Type, attrs: Attrs) => Scalar;
  /** Meaning of an operation on arrays that is not one element by element: elements of the result. */
  readonly run?:
    | ((x: readonly Tensor[], attrs: Attrs, result: ArrayType) => TensorData)
    | undefined;
  /** Rough cost in cycles, of an array operation for each element; what the choice between keeping and recomputing goes by. */
  readonly cost: number;
  /** Rough cost of all of an array operation, where it does not go by the number of elements. */
  readonly work?: ((args: readonly Type[], attrs: Attrs) => number) | undefined;
  readonly rule: Rule;
  /** For many operands at once, if it is not one element by element. */
  readonly batch?: Batch | undefined;
  /** Where it is not smooth, if anywhere. */
  readonly kink?: Kink | undefined;
  /** Operands at which the laws are tested. Include the awkward ones. */
  readonly samples: readonly (readonly number[])[];
}

/** Where an operation has no derivative, and its rule gives a conventional one. */
export interface Kink {
  /** What happens there, in the user's terms; `{0}` and `{1}` stand for the operands. */
  readonly says: string;
  /** Whether the operands are there; undefined if they never are while only some `vary`. */
  readonly at: (
    b: Builder,
    x: readonly Value[],
    vary: readonly boolean[],
    attrs: Attrs,
  ) => Value | undefined;
  /** Whether the value does not jump there: nothing happens then where only the value is used. */
  readonly continuous?: boolean;
}

/**
 * How an operation is differentiated.
 *
 * - `jvp`: by its tangent, in operations linear in the tangents.
 * - `linear`: it is linear in some operands while the others are held, and so is its own tangent.
 * - `zero`: its derivative is zero wherever it exists, for the reason given.
 * - `structural`: control, calls and memory; `transforms/` knows how.
 * - `none`: it has no derivative, for the reason given; active data reaching it is an error.
 */
export type Rule =
  | { readonly kind: "jvp"; readonly jvp: Jvp; readonly fixed?: Fixed | undefined }
  | { readonly kind: "linear"; readonly jvp: Jvp; readonly transpose: Transpose }
  | { readonly kind: "zero"; readonly why: string }
  | { readonly kind: "structural" }
  | { readonly kind: "none"; readonly why: string };

/** Operands by which there is no derivative: active data reaching them is an error. */
export interface Fixed {
  /** Their names, by their number. */
  readonly operands: ReadonlyMap<number, string>;
}

/**
 * Tangent of the result `y` at operands `x`, given their tangents; an undefined tangent is zero,
 * and so is an undefined result. May use only linear operations on the tangents.
 */
export type Jvp = (
  b: Builder,
  x: readonly Value[],
  dx: readonly (Value | undefined)[],
  y: Value,
  attrs: Attrs,
  /** Where there is more to know: how operands came about. */
  origins?: Origins,
) => Value | undefined;

/** How values came about, for rules that are better where one operation follows another. */
export interface Origins {
  /** The operation on numbers that gave `v`; undefined where something else did. */
  instr(v: Value): Instr | undefined;
  /** The tangent of `v`; undefined where it is zero. */
  tangent(v: Value): Value | undefined;
}

/** Cotangent of operand `i` from that of the result; undefined if the result is not linear in it. */
export type Transpose = (
  b: Builder,
  ct: Value,
  x: readonly Value[],
  i: number,
  attrs: Attrs,
) => Value | undefined;

/**
 * The results of `op` for many lanes: operands that are `batched`, of which there is one at least, have
 * them along a first axis more, and so has the result.
 */
export type Batch = (b: Builder, x: readonly Value[], lanes: Lanes, attrs: Attrs, op: Op) => Value;

export interface Lanes {
  readonly size: number;
  readonly batched: readonly boolean[];
}

/** A primitive with one result; calling it appends it to the region under construction. */
export type Prim<X extends readonly Value[]> = Op & ((b: Builder, ...x: X) => Value);

export type Unary = Prim<[x: Value]>;
export type Binary = Prim<[x: Value, y: Value]>;
export type Ternary = Prim<[x: Value, y: Value, z: Value]>;

/** Makes `op` callable. */
export function defop<X extends readonly Value[]>(op: Op): Prim<X> {
  const {
    name,
    doc,
    effect,
    type,
    eval: evaluate,
    run,
    cost,
    work,
    rule,
    batch,
    kink,
    samples,
  } = op;
  const self: Prim<X> = Object.assign(
    Object.defineProperty((b: Builder, ...x: X): Value => b.emit1(self, x), "name", {
      value: name,
    }),
    // all of them, in one order: engines are quickest with objects made in one way
    { doc, effect, type, eval: evaluate, run, cost, work, rule, batch, kink, samples },
  ) as Prim<X>;
  return self;
}
