// One element of an array that is computed where it is used, from those of its operands.
import type { Instr, Value } from "../../ir/func.ts";
import { dtypeOf, scalarType } from "../../ir/types.ts";
import { mul, sub } from "../../ops/arith.ts";
import { idiv } from "../../ops/bits.ts";
import { constant, int, literal, literalOf } from "../../ops/constant.ts";
import { toF32, toF64 } from "../../ops/convert.ts";
import { load, storeTo } from "../../ops/memory.ts";
import type { Site } from "./nests.ts";
import {
  at,
  computed,
  divided,
  linear,
  moved,
  rangeOf,
  samePlace,
  scaled,
  type Division,
  type Place,
} from "./places.ts";

/** What stands for an array. */
export type Form =
  /** Memory with its elements, which nobody writes to. */
  | { readonly kind: "buffer"; readonly memory: Value }
  /** A number that all elements are. */
  | { readonly kind: "same"; readonly element: Value }
  /** Elements are computed where they are used. */
  | { readonly kind: "computed"; readonly instr: Instr }
  /** The same, and written to memory by the one instruction that reads them before it is a buffer. */
  | { readonly kind: "kept"; readonly instr: Instr; readonly memory: Value };

type Index = readonly Place[];

export const shapeOf = ({ type }: Value): readonly number[] =>
  type.kind === "array" ? type.shape : [];
export const listOf = ({ attrs }: Instr, name: string): readonly number[] =>
  attrs[name] as readonly number[];

/** The numbers and arrays of a function that is being lowered. */
export interface Forms {
  /** What stands for a value that is no array. */
  number(v: Value): Value;
  form(v: Value): Form;
}

/** The element at `index` of `v`; a scalar is the same everywhere. */
export function element(forms: Forms, site: Site, v: Value, index: Index): Value {
  if (v.type.kind !== "array") return forms.number(v);
  const form = forms.form(v);
  switch (form.kind) {
    case "same":
      return form.element;
    case "buffer":
      return once(site, v, index, () =>
        load(site.b, form.memory, site.place(linear(shapeOf(v), index))),
      );
    case "computed":
      return once(site, v, index, () => compute(forms, site, form.instr, index));
    case "kept":
      return once(site, v, index, () => {
        const x = compute(forms, site, form.instr, index);
        storeTo(site.b, form.memory, site.place(linear(shapeOf(v), index)), x);
        return x;
      });
  }
}

function once(site: Site, v: Value, index: Index, make: () => Value): Value {
  const known = site.known.get(v);
  const found = known?.find((k) => k.index.every((place, i) => samePlace(place, index[i]!)));
  if (found !== undefined) return found.element;
  const made = { index, element: make() };
  if (known === undefined) site.known.set(v, [made]);
  else known.push(made);
  return made.element;
}

type Compute = (forms: Forms, site: Site, instr: Instr, index: Index) => Value;

// Elements of one operand in other places.
const movedTo =
  (from: (instr: Instr, index: Index, site: Site) => Index): Compute =>
  (forms, site, instr, index) =>
    element(forms, site, instr.args[0]!, from(instr, index, site));

const computes: Readonly<Record<string, Compute>> = {
  reshape: movedTo(({ args: [x], results: [y] }, index, site) =>
    splitPlace(site, linear(shapeOf(y!), index), shapeOf(x!)),
  ),
  broadcast: movedTo((instr, index) => {
    const own = shapeOf(instr.args[0]!);
    return listOf(instr, "axes").map((axis, i) => (own[i] === 1 ? at(0) : index[axis]!));
  }),
  transpose: movedTo((instr, index) => {
    const from: Place[] = [];
    for (const [i, axis] of listOf(instr, "perm").entries()) from[axis] = index[i]!;
    return from;
  }),
  slice: movedTo((instr, index) => {
    const [start, step] = [listOf(instr, "start"), listOf(instr, "step")];
    return index.map((place, axis) => moved(scaled(place, step[axis]!), start[axis]!));
  }),
  reverse: movedTo((instr, index) => {
    const [axes, shape] = [listOf(instr, "axes"), shapeOf(instr.args[0]!)];
    return index.map((place, axis) =>
      axes.includes(axis) ? moved(scaled(place, -1), shape[axis]! - 1) : place,
    );
  }),
  gather: (forms, site, { args: [x, i] }, index) => {
    const rank = shapeOf(i!).length;
    const row = element(forms, site, i!, index.slice(0, rank));
    const place = computed(row, 0, shapeOf(x!)[0]! - 1);
    return element(forms, site, x!, [place, ...index.slice(rank)]);
  },
  iota: (_, site, { attrs, results: [y] }, index) => {
    const dtype = dtypeOf(y!.type)!;
    const place = site.place(index[attrs["axis"] as number]!);
    if (dtype === "i32") return place;
    const x = toF64(site.b, place);
    return dtype === "f32" ? toF32(site.b, x) : x;
  },
};

/** Whether `v` can be computed element by element from its operands. */
export function canBeComputed({ op, results }: Instr): boolean {
  return results[0]?.type.kind === "array" && (op.eval !== undefined || op.name in computes);
}

function compute(forms: Forms, site: Site, instr: Instr, index: Index): Value {
  const { op, args, attrs, results } = instr;
  const own = computes[op.name];
  if (own !== undefined) return own(forms, site, instr, index);
  if (op === constant) {
    return literal(site.b, literalOf(attrs), scalarType(dtypeOf(results[0]!.type)!));
  }
  const operands = args.map((x) => element(forms, site, x, index));
  return site.b.emit1(op, operands, attrs);
}

/** The index in an array of `shape` of the element that is at `place` in its memory. */
function splitPlace(site: Site, place: Place, shape: readonly number[]): Index {
  const index: Place[] = shape.map(() => at(0));
  let rest = place;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    const extent = shape[axis]!;
    if (extent === 1) continue;
    if (rangeOf(rest)[1] < extent) {
      index[axis] = rest;
      break;
    }
    const parts = divide(site, rest, extent);
    [rest, index[axis]] = [parts.quotient, parts.rest];
  }
  return index;
}

function divide(site: Site, place: Place, n: number): Division {
  const found = divided(place, n);
  if (found !== undefined && "quotient" in found) return found;
  if (found !== undefined) site.split(found);
  const x = site.place(place);
  const [, most] = rangeOf(place);
  const quotient = idiv(site.b, x, int(site.b, n));
  const rest = sub(site.b, x, mul(site.b, quotient, int(site.b, n)));
  return {
    quotient: computed(quotient, 0, Math.floor(most / n)),
    rest: computed(rest, 0, n - 1),
  };
}
