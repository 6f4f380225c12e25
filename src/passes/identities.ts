import type { Builder } from "../ir/builder.ts";
import type { Instr, Value } from "../ir/func.ts";
import type { Op, Scalar } from "../ir/op.ts";
import { bool, dtypeOf, f64, i32, isFloat, sameType, withDtype } from "../ir/types.ts";
import * as op from "../ops/index.ts";
import { arrayIdentities } from "./array-identities.ts";
import { firstOf, type Identity, type Known } from "./identity.ts";

// The operands of `v` if it is made by `what`.
function from(v: Value, what: Op, known: Known): readonly Value[] | undefined {
  const instr = known.instr(v);
  return instr?.op === what ? instr.args : undefined;
}

function is(v: Value, value: number, known: Known): boolean {
  const literal = known.literal(v);
  return typeof literal === "bigint" ? literal === BigInt(value) : Object.is(literal, value);
}

function same(b: Builder, value: Scalar, like: Value): Value {
  const wide = like.type.kind === "scalar" && like.type.dtype === "i64";
  return op.literal(b, wide ? BigInt(value) : value, like.type);
}

const ofFloats =
  (rule: Identity): Identity =>
  (args, b, known, attrs) =>
    isFloat(args[0]!.type) ? rule(args, b, known, attrs) : undefined;
const ofIntegers =
  (rule: Identity): Identity =>
  (args, b, known, attrs) =>
    isFloat(args[0]!.type) ? undefined : rule(args, b, known, attrs);

const unnegated = (v: Value, known: Known): Value | undefined => from(v, op.neg, known)?.[0];

// The product that `v` is the negative of.
function unnegatedProduct(v: Value, b: Builder, known: Known): Value | undefined {
  const [x, y] = from(v, op.mul, known) ?? [];
  const [p, q] = [x && unnegated(x, known), y && unnegated(y, known)];
  if (p !== undefined) return op.mul(b, p, y!);
  return q && op.mul(b, x!, q);
}

// x + -0 = x, also of x = -0; x + 0 is 0 there
const addFloats: Identity = ([x, y], b, known) => {
  if (is(y!, -0, known)) return x;
  if (is(x!, -0, known)) return y;
  const [p, q] = [unnegated(x!, known), unnegated(y!, known)];
  if (q !== undefined) return op.sub(b, x!, q);
  if (p !== undefined) return op.sub(b, y!, p);
  const n = unnegatedProduct(y!, b, known);
  if (n !== undefined) return op.sub(b, x!, n);
  const m = unnegatedProduct(x!, b, known);
  return m && op.sub(b, y!, m);
};

// (x + c) + d = x + (c + d), of integers, which wrap
const addIntegers: Identity = ([x, y], b, known) => {
  if (is(y!, 0, known)) return x;
  if (is(x!, 0, known)) return y;
  if (known.literal(x!) !== undefined) return op.add(b, y!, x!);
  const c = known.literal(y!);
  const inner = from(x!, op.add, known);
  const d = inner && known.literal(inner[1]!);
  if (c === undefined || inner === undefined || d === undefined) return undefined;
  const total = op.add.eval!([c, d], x!.type, {});
  return op.add(b, inner[0]!, op.literal(b, total, x!.type));
};

const subFloats: Identity = ([x, y], b, known) => {
  if (is(y!, 0, known)) return x;
  if (is(x!, -0, known)) return op.neg(b, y!);
  const q = unnegated(y!, known) ?? unnegatedProduct(y!, b, known);
  return q && op.add(b, x!, q);
};

const subIntegers: Identity = ([x, y], b, known) => {
  if (x === y) return same(b, 0, x!);
  if (is(y!, 0, known)) return x;
  const c = known.literal(y!);
  if (c === undefined) return undefined;
  return op.add(b, x!, op.literal(b, op.neg.eval!([c], y!.type, {}), y!.type));
};

const mulBoth: Identity = ([x, y], b, known) => {
  if (is(y!, 1, known)) return x;
  if (is(x!, 1, known)) return y;
  if (is(y!, -1, known)) return op.neg(b, x!);
  if (is(x!, -1, known)) return op.neg(b, y!);
  const [p, q] = [unnegated(x!, known), unnegated(y!, known)];
  if (p !== undefined && q !== undefined) return op.mul(b, p, q);
  const [c, d] = [known.literal(x!), known.literal(y!)];
  if (p !== undefined && d !== undefined) return op.mul(b, p, negative(b, d, y!));
  return q !== undefined && c !== undefined ? op.mul(b, negative(b, c, x!), q) : undefined;
};

function negative(b: Builder, value: Scalar, like: Value): Value {
  return op.literal(b, op.neg.eval!([value], like.type, {}), like.type);
}

const mulIntegers: Identity = ([x, y], b, known) =>
  is(x!, 0, known) || is(y!, 0, known) ? same(b, 0, x!) : undefined;

const divFloats: Identity = ([x, y], b, known) => {
  const c = known.literal(y!);
  if (c === 1) return x;
  if (c === -1) return op.neg(b, x!);
  const [p, q] = [unnegated(x!, known), unnegated(y!, known)];
  if (p !== undefined && q !== undefined) return op.div(b, p, q);
  if (typeof c !== "number" || !isPowerOfTwo(c)) return undefined;
  return op.mul(b, x!, op.numberLike(b, 1 / c, y!)); // both are the true quotient, rounded
};

// Whose reciprocal is a normal number too, of f32 as well.
function isPowerOfTwo(c: number): boolean {
  const size = Math.abs(c);
  return (
    size >= 2 ** -120 &&
    size <= 2 ** 120 &&
    Number.isInteger(Math.log2(size)) &&
    2 ** Math.log2(size) === size
  );
}

const powers: Identity = ([x, y], b, known) => {
  switch (known.literal(y!)) {
    case 0:
      return op.numberLike(b, 1, x!);
    case 1:
      return x;
    case 2:
      return op.mul(b, x!, x!);
    case -1:
      return op.div(b, op.numberLike(b, 1, x!), x!);
    default:
      return undefined;
  }
};

const choice: Identity = ([c, x, y], b, known) => {
  const known1 = known.literal(c!);
  if (known1 !== undefined) return known1 === 0 ? y : x;
  if (x === y) return x;
  if (sameType(x!.type, bool) && is(x!, 1, known) && is(y!, 0, known)) return c;
  if (sameType(x!.type, bool) && is(x!, 0, known) && is(y!, 1, known)) return op.not(b, c!);
  const other = from(c!, op.not, known);
  return other && op.select(b, other[0]!, y!, x!);
};

const negation: Identity = ([x], b, known) => {
  const instr = known.instr(x!);
  if (instr?.op === op.not) return instr.args[0];
  const turned = instr && opposite(instr);
  return turned && b.emit1(turned, instr.args);
};

// Of NaN only = and ≠ are opposites.
function opposite({ op: what, args }: Instr): Op | undefined {
  if (what === op.eq) return op.ne;
  if (what === op.ne) return op.eq;
  if (isFloat(args[0]!.type)) return undefined;
  return new Map<Op, Op>([
    [op.lt, op.ge],
    [op.ge, op.lt],
    [op.gt, op.le],
    [op.le, op.gt],
  ]).get(what);
}

// A comparison of integers that were made doubles is one of integers.
function comparison(what: Op, ofEqual: number, equalToo: boolean): Identity {
  const asInteger = (v: Value, b: Builder, known: Known): Value | undefined => {
    const inner = from(v, op.toF64, known)?.[0];
    if (inner !== undefined) return sameType(inner.type, i32) ? inner : undefined;
    const c = known.literal(v);
    return typeof c === "number" && (c | 0) === c ? op.int(b, c | 0) : undefined;
  };
  return ([x, y], b, known) => {
    if (x === y && (equalToo || !isFloat(x!.type))) {
      return op.literal(b, ofEqual, withDtype(x!.type, "bool"));
    }
    if (!sameType(x!.type, f64)) return undefined;
    if (from(x!, op.toF64, known) === undefined && from(y!, op.toF64, known) === undefined) {
      return undefined;
    }
    const [i, j] = [asInteger(x!, b, known), asInteger(y!, b, known)];
    return i && j && b.emit1(what, [i, j]);
  };
}

// The conversion of what another one made: the original.
const undone =
  (inner: Op): Identity =>
  ([x], _, known) =>
    from(x!, inner, known)?.[0];

const ofI32 =
  (rule: Identity): Identity =>
  (args, b, known, attrs) => {
    const found = rule(args, b, known, attrs);
    return found?.type.kind === "scalar" && found.type.dtype === "i32" ? found : undefined;
  };

// Rounding of what is an integer already.
const integral: Identity = ([x], _, known) => {
  const made = known.instr(x!)?.op;
  const already = [op.toF64, op.floor, op.ceil, op.trunc, op.round];
  return made !== undefined && (already as Op[]).includes(made) ? x : undefined;
};

const logic =
  (neutral: number, absorbing: number | undefined): Identity =>
  ([x, y], b, known) => {
    if (x === y) return absorbing === undefined ? same(b, 0, x!) : x;
    for (const [one, other] of [
      [x!, y!],
      [y!, x!],
    ] as const) {
      const all = dtypeOf(one.type) === "bool" ? 1 : -1;
      if (is(one, neutral === 1 ? all : neutral, known)) return other;
      if (absorbing !== undefined && is(one, absorbing === 1 ? all : absorbing, known)) return one;
    }
    return undefined;
  };

const noShift: Identity = ([x, y], _, known) => (is(y!, 0, known) ? x : undefined);

const lengths: Identity = ([m], b, known) => {
  const instr = known.instr(m!);
  if (instr?.op === op.alloc) return instr.args[0];
  if (instr?.op === op.view) return instr.args[2];
  const like = instr?.op === op.zerosLike ? instr.args[0] : undefined;
  return like?.type.kind === "mem" ? op.length(b, like) : undefined;
};

// Of plain numbers only the length matters, not what they are.
const zeros: Identity = ([m], b) => {
  const { type } = m!;
  const plain = type.kind === "mem" && type.elem.kind === "store" && type.elem.storage === "f64";
  return plain ? op.allocate(b, type, op.length(b, m!)) : undefined;
};

const views: Identity = ([m, start, n], b, known) => {
  const whole = from(n!, op.length, known)?.[0] === m;
  const made = known.instr(m!);
  if (is(start!, 0, known)) {
    if (whole || (made?.op === op.alloc && made.args[0] === n)) return m;
    if (made?.op === op.view && made.args[2] === n) return m;
  }
  if (made?.op !== op.view) return undefined;
  return op.view(b, made.args[0]!, sumOf(b, made.args[1]!, start!, known), n!);
};

// The sum of two integers, which costs nothing where it is known.
function sumOf(b: Builder, x: Value, y: Value, known: Known): Value {
  const [c, d] = [known.literal(x), known.literal(y)];
  if (c !== undefined && d !== undefined) {
    return op.literal(b, op.add.eval!([c, d], x.type, {}), x.type);
  }
  return Number(d) === 0 ? x : Number(c) === 0 ? y : op.add(b, x, y);
}

const checked: Identity = ([i, n], _, known) => {
  const [a, c] = [known.literal(i!), known.literal(n!)];
  if (a !== undefined && c !== undefined) return Number(a) >= 0 && a < c ? i : undefined;
  return from(i!, op.bounds, known)?.[1] === n ? i : undefined;
};

const identity: Identity = ([x, y], b, known) => {
  if (x === y) return op.flag(b, true);
  const [p, q] = [known.instr(x!)?.op, known.instr(y!)?.op];
  const fresh = (made: Op | undefined): boolean => made === op.recordNew;
  const nothing = (made: Op | undefined): boolean => made === op.nullRef;
  if (nothing(p) && nothing(q)) return op.flag(b, true);
  const apart = (fresh(p) && (fresh(q) || nothing(q))) || (nothing(p) && fresh(q));
  return apart ? op.flag(b, false) : undefined;
};

// Without the strong zero where a known operand does not need it.
const strongMul: Identity = ([x, y], b, known) => {
  for (const literal of [known.literal(x!), known.literal(y!)]) {
    if (literal === 0) return op.numberLike(b, 0, x!);
    if (Number.isFinite(literal)) return op.mul(b, x!, y!);
  }
  return undefined;
};

const strongDiv: Identity = ([x, y], b, known) => {
  const [d, c] = [known.literal(x!), known.literal(y!)];
  if (d === 0) return x;
  const plain = d !== undefined || (c !== undefined && c !== 0 && !Number.isNaN(c));
  return plain ? op.div(b, x!, y!) : undefined;
};

/** Identities by operation. */
export const identities: ReadonlyMap<Op, Identity> = new Map<Op, Identity>([
  ...arrayIdentities,
  [op.add, firstOf(ofFloats(addFloats), ofIntegers(addIntegers))],
  [op.sub, firstOf(ofFloats(subFloats), ofIntegers(subIntegers))],
  [op.mul, firstOf(ofIntegers(mulIntegers), mulBoth)],
  [op.div, divFloats],
  [op.strongMul, strongMul],
  [op.strongDiv, strongDiv],
  [op.neg, ([x], _, known) => unnegated(x!, known)],
  [op.pow, powers],
  [op.select, choice],
  [op.not, negation],
  [op.eq, comparison(op.eq, 1, false)],
  [op.ne, comparison(op.ne, 0, false)],
  [op.lt, comparison(op.lt, 0, true)],
  [op.gt, comparison(op.gt, 0, true)],
  [op.le, comparison(op.le, 1, false)],
  [op.ge, comparison(op.ge, 1, false)],
  [op.clampI32, ofI32(undone(op.toF64))],
  [op.toInt32, ofI32(undone(op.toF64))],
  [op.wrapI32, ofI32(undone(op.toI64))],
  [op.toF32, undone(op.widen)],
  [
    op.isTrue,
    ([x], _, known) => {
      const inner = from(x!, op.toF64, known)?.[0];
      return inner && sameType(inner.type, bool) ? inner : undefined;
    },
  ],
  [op.floor, integral],
  [op.ceil, integral],
  [op.trunc, integral],
  [op.round, integral],
  [op.and, logic(1, 0)],
  [op.or, logic(0, 1)],
  [op.xor, logic(0, undefined)],
  [op.shl, noShift],
  [op.shr, noShift],
  [op.ushr, noShift],
  [op.length, lengths],
  [op.zerosLike, zeros],
  [op.view, views],
  [op.bounds, checked],
  [op.same, identity],
]);
