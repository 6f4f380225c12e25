// Identities of operations that only move elements of arrays, and of what they are moved for.
import type { Builder } from "../ir/builder.ts";
import type { Attrs, Value } from "../ir/func.ts";
import type { Op } from "../ir/op.ts";
import type { ArrayType } from "../ir/types.ts";
import * as op from "../ops/index.ts";
import { firstOf as either, type Identity, type Known } from "./identity.ts";

/** Axes by number: an attribute that is a list. */
const axesIn = (attrs: Attrs, name: string): readonly number[] => attrs[name] as readonly number[];

const inOrder = (axes: readonly number[]): boolean => axes.every((axis, i) => axis === i);

// What an operation gives whose elements are those of its operand: if all are one number, so are these.
const uniform =
  (what: Op): Identity =>
  ([x], b, known, attrs) => {
    const value = known.literal(x!);
    if (value === undefined) return undefined;
    return op.literal(b, value, what.type([x!.type], attrs, [])[0]!);
  };

// The instruction that made `v`, if it is `what`.
function madeBy(
  v: Value,
  what: Op,
  known: Known,
): { readonly x: Value; readonly attrs: Attrs } | undefined {
  const instr = known.instr(v);
  return instr?.op === what ? { x: instr.args[0]!, attrs: instr.attrs } : undefined;
}

const reshaping: Identity = ([x], b, known, attrs) => {
  const shape = axesIn(attrs, "shape");
  if (op.isShape(op.shapeOf(x!), shape)) return x;
  const inner = madeBy(x!, op.reshape, known);
  return inner && op.reshaped(b, inner.x, shape);
};

const transposing: Identity = ([x], b, known, attrs) => {
  const perm = axesIn(attrs, "perm");
  if (inOrder(perm)) return x;
  const inner = madeBy(x!, op.transpose, known);
  if (inner === undefined) return undefined;
  const first = axesIn(inner.attrs, "perm");
  return op.transposed(
    b,
    inner.x,
    perm.map((axis) => first[axis]!),
  );
};

const broadcasting: Identity = ([x], b, known, attrs) => {
  const [shape, axes] = [axesIn(attrs, "shape"), axesIn(attrs, "axes")];
  if (x!.type.kind === "array" && op.isShape(x!.type.shape, shape)) return x;
  const inner = madeBy(x!, op.broadcast, known);
  if (inner === undefined) return undefined;
  const through = axesIn(inner.attrs, "axes").map((axis) => axes[axis]!);
  return b.emit1(op.broadcast, [inner.x], { shape, axes: through });
};

// A part that is as large is the whole.
const slicing: Identity = ([x], _, __, attrs) => {
  const { shape } = op.slice.type([x!.type], attrs, [])[0] as ArrayType;
  return op.isShape(op.shapeOf(x!), shape) ? x : undefined;
};

const padding: Identity = ([x], _, __, attrs) => {
  const around = ["low", "high", "interior"].flatMap((name) => axesIn(attrs, name));
  return around.every((n) => n === 0) ? x : undefined;
};

/** A stack of matrices of which `v` are the transposes, where that costs nothing. */
function turned(v: Value, b: Builder, known: Known): Value | undefined {
  const stacked = madeBy(v, op.reshape, known);
  const from = stacked?.x ?? v;
  const moved = madeBy(from, op.transpose, known);
  if (moved === undefined) return undefined;
  const perm = axesIn(moved.attrs, "perm");
  const n = perm.length;
  const swaps = perm.every((axis, i) => axis === (i < n - 2 ? i : 2 * n - 3 - i));
  const [batch, p, q] = op.shapeOf(v) as [number, number, number];
  const kept = op.isShape(op.shapeOf(from).slice(-2), [p, q]);
  return swaps && kept ? op.reshaped(b, moved.x, [batch, q, p]) : undefined;
}

const products: Identity = ([x, y], b, known, attrs) => {
  const [p, q] = [turned(x!, b, known), turned(y!, b, known)];
  if (p === undefined && q === undefined) return undefined;
  const [ta, tb] = [attrs["ta"] === true, attrs["tb"] === true];
  return b.emit1(op.matmul, [p ?? x!, q ?? y!], {
    ta: p === undefined ? ta : !ta,
    tb: q === undefined ? tb : !tb,
  });
};

/** Identities by operation. */
export const arrayIdentities: readonly (readonly [Op, Identity])[] = [
  [op.reshape, either(uniform(op.reshape), reshaping)],
  [op.transpose, either(uniform(op.transpose), transposing)],
  [op.broadcast, either(uniform(op.broadcast), broadcasting)],
  [op.reverse, uniform(op.reverse)],
  [op.slice, either(uniform(op.slice), slicing)],
  [op.item, uniform(op.item)],
  [op.pad, padding],
  [op.concat, (x) => (x.length === 1 ? x[0] : undefined)],
  [op.matmul, products],
];
