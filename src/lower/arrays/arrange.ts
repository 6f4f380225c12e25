// Arrays that are put together of others, or of constants.
import type { Builder } from "../../ir/builder.ts";
import type { Instr, Value } from "../../ir/func.ts";
import { arrayOf, memOf, sizeOf, type ArrayType } from "../../ir/types.ts";
import { add } from "../../ops/arith.ts";
import { literal } from "../../ops/constant.ts";
import { constantTable, copy, load, storeTo } from "../../ops/memory.ts";
import { listOf, shapeOf, type Form } from "./elements.ts";
import type { Lowering } from "./lowering.ts";
import { forEach, siteOutside, type Site } from "./nests.ts";
import { ofDoubles } from "./doubles.ts";
import { linear, moved, scaled } from "./places.ts";
import type { Addition } from "./plan.ts";

/** Writes each part where it belongs. */
export function concat(lowering: Lowering, b: Builder, instr: Instr): Form {
  const [y] = instr.results as [Value];
  const axis = instr.attrs["axis"] as number;
  const memory = lowering.room(b, y.type as ArrayType);
  let start = 0;
  for (const x of instr.args) {
    const from = start;
    forEach(siteOutside(b), shapeOf(x), (site, index) => {
      const to = index.map((place, i) => (i === axis ? moved(place, from) : place));
      const element = lowering.element(site, x, index);
      storeTo(site.b, memory, site.place(linear(shapeOf(y), to)), element);
    });
    start += shapeOf(x)[axis]!;
  }
  return { kind: "buffer", memory };
}

/** Emits `pad`. */
export function pad(lowering: Lowering, b: Builder, instr: Instr): Form {
  return { kind: "buffer", memory: padded(lowering, b, instr.args[0]!, paddingOf(instr)) };
}

/** Adds a padded array where it is not zero. */
export function addPadded(
  lowering: Lowering,
  b: Builder,
  { pad: instr, to, inPlace }: Addition,
): Form {
  const form = lowering.form(to);
  const own = inPlace && form.kind === "buffer";
  const memory = own ? form.memory : copied(lowering, b, to);
  const [x] = instr.args as [Value];
  inside(lowering, b, x, paddingOf(instr), (site, at, element) => {
    storeTo(site.b, memory, at, add(site.b, load(site.b, memory, at), element));
  });
  return { kind: "buffer", memory };
}

/** New memory with the elements of `x`, to be written to. */
export function copied(lowering: Lowering, b: Builder, x: Value): Value {
  const form = lowering.form(x);
  if (form.kind !== "buffer") return lowering.buffer(b, x);
  const memory = lowering.room(b, x.type as ArrayType);
  b.emit(copy, [memory, form.memory]);
  return memory;
}

/** Where elements go: along an axis, element k to `low` + k·`step`, if that is in `shape`. */
export interface Padding {
  readonly low: readonly number[];
  readonly step: readonly number[];
  readonly shape: readonly number[];
}

function paddingOf(instr: Instr): Padding {
  const step = listOf(instr, "interior").map((n) => n + 1);
  return { low: listOf(instr, "low"), step, shape: shapeOf(instr.results[0]!) };
}

/** For each axis which elements of `x` are left. */
function keptOf(x: Value, { low, step, shape }: Padding): { first: number; extent: number }[] {
  return shapeOf(x).map((n, axis) => {
    const first = Math.max(0, Math.ceil(-low[axis]! / step[axis]!));
    const end = Math.min(n, Math.floor((shape[axis]! - 1 - low[axis]!) / step[axis]!) + 1);
    return { first, extent: Math.max(0, end - first) };
  });
}

// Gives `write` each element that is left, and its place.
function inside(
  lowering: Lowering,
  b: Builder,
  x: Value,
  padding: Padding,
  write: (site: Site, place: Value, element: Value) => void,
): void {
  const { low, step, shape } = padding;
  const kept = keptOf(x, padding);
  const extents = kept.map(({ extent }) => extent);
  forEach(siteOutside(b), extents, (site, index) => {
    const from = index.map((place, axis) => moved(place, kept[axis]!.first));
    const to = from.map((place, axis) => moved(scaled(place, step[axis]!), low[axis]!));
    const element = lowering.element(site, x, from);
    write(site, site.place(linear(shape, to)), element);
  });
}

/** What is left of `x` among zeros. */
export function padded(lowering: Lowering, b: Builder, x: Value, padding: Padding): Value {
  const { shape } = padding;
  const left = sizeOf(keptOf(x, padding).map(({ extent }) => extent));
  const type = arrayOf(lowering.elementType(x).dtype, shape);
  const memory = lowering.room(b, type, left < sizeOf(shape));
  inside(lowering, b, x, padding, (site, at, element) => storeTo(site.b, memory, at, element));
  return memory;
}

/** Constants are kept as doubles; others are made of them. */
export function dense(lowering: Lowering, b: Builder, { attrs, results }: Instr): Form {
  const values = attrs["values"] as readonly number[];
  if (values.length === 1) {
    return { kind: "same", element: literal(b, values[0]!, lowering.elementType(results[0]!)) };
  }
  const type = memOf("f64");
  const table = b.emit1(constantTable, [], { type, name: lowering.tableName(values), values });
  return { kind: "buffer", memory: ofDoubles(lowering, b, table, results[0]!.type as ArrayType) };
}
