// Lengths and counts of iterations as text: what people read of a program's cost.
import type { Instr, Value } from "../ir/func.ts";
import * as op from "../ops/index.ts";
import type { Structure } from "./structure.ts";

/** A sum of products: by the names of the factors, in order, how often each product is taken. */
export type Extent = ReadonlyMap<string, number>;

const TIMES = "\n";
/** The product of nothing. */
const ONE = "";

/** What numbers are in terms of values that have names. */
export interface Extents {
  /** Undefined where it has no short form. */
  of(v: Value): Extent | undefined;
  /** How often the body of a counted loop runs, if it runs at all. */
  trips(loop: Instr): string | undefined;
}

export function extentsOf(structure: Structure, nameOf: (v: Value) => string | undefined): Extents {
  const of = (v: Value, fuel: number): Extent | undefined => {
    const by = structure.definitionOf(v)?.instr;
    if (by?.op === op.constant) return new Map([[ONE, Number(op.literalOf(by.attrs))]]);
    const name = nameOf(v);
    if (name !== undefined) return new Map([[name, 1]]);
    if (by === undefined || fuel === 0) return undefined;
    const [x, y, z] = by.args as [Value, Value, Value];
    const both = (join: (p: Extent, q: Extent) => Extent): Extent | undefined => {
      const [p, q] = [of(x, fuel - 1), of(y, fuel - 1)];
      return p && q && join(p, q);
    };
    switch (by.op) {
      case op.length: {
        const memory = nameOf(x);
        return memory === undefined ? undefined : new Map([[`${memory}.length`, 1]]);
      }
      case op.add:
        return both((p, q) => sum(p, q, 1));
      case op.sub:
        return both((p, q) => sum(p, q, -1));
      case op.mul:
        return both(product);
      case op.div:
        return both((p, q) => new Map([[`${factor(p)} / ${factor(q)}`, 1]]));
      case op.idiv:
        return both((p, q) => new Map([[`floor(${factor(p)} / ${factor(q)})`, 1]]));
      // a number that is not whole, or not below 0, is not what counts are made of
      case op.toF64:
      case op.toIndex:
      case op.clampI32:
      case op.ceil:
      case op.floor:
      case op.trunc:
      case op.bounds:
        return of(x, fuel - 1);
      case op.select:
        return isConstant(y) ? of(z, fuel - 1) : isConstant(z) ? of(y, fuel - 1) : undefined;
      default:
        return undefined;
    }
  };
  const isConstant = (v: Value): boolean => structure.definitionOf(v)?.instr?.op === op.constant;
  return {
    of: (v) => of(v, 12),
    trips: (loop) => {
      const [lo, hi] = loop.args.slice(0, 2).map((v) => of(v, 12));
      const step = loop.attrs["step"] as number;
      const span = lo && hi && (step > 0 ? sum(hi, lo, -1) : sum(lo, hi, -1));
      if (span === undefined) return undefined;
      const size = Math.abs(step);
      if (size === 1) return showExtent(span);
      if ([...span.keys()].every((key) => key === ONE)) {
        return String(Math.max(0, Math.ceil((span.get(ONE) ?? 0) / size)));
      }
      return `${factor(span)} / ${size}`;
    },
  };
}

function sum(p: Extent, q: Extent, times: number): Extent {
  const all = new Map(p);
  for (const [key, n] of q) all.set(key, (all.get(key) ?? 0) + times * n);
  for (const [key, n] of all) if (n === 0) all.delete(key);
  return all;
}

function product(p: Extent, q: Extent): Extent {
  let all: Extent = new Map();
  for (const [a, n] of p) {
    for (const [b, m] of q) {
      const factors = [...a.split(TIMES), ...b.split(TIMES)].filter((f) => f !== ONE);
      all = sum(all, new Map([[factors.toSorted().join(TIMES), n * m]]), 1);
    }
  }
  return all;
}

function factor(extent: Extent): string {
  const text = showExtent(extent);
  return /^[\w.$]+$/.test(text) ? text : `(${text})`;
}

/** `n - 1`, `2 * k * n`. */
export function showExtent(extent: Extent): string {
  // the number last
  const terms = [...extent].toSorted(([a], [b]) => Number(a === ONE) - Number(b === ONE));
  if (terms.length === 0) return "0";
  return terms
    .map(([key, n], i) => {
      const size = Math.abs(n);
      const text =
        key === ONE
          ? String(size)
          : [...(size === 1 ? [] : [size]), ...key.split(TIMES)].join(" * ");
      const sign = n < 0 ? "-" : i === 0 ? "" : "+";
      return i === 0 ? `${sign}${text}` : ` ${sign} ${text}`;
    })
    .join("");
}
