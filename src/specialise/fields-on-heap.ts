// Fields of objects on the heap, which may be of several variants.
import { eq } from "../ops/compare.ts";
import { int as intLiteral } from "../ops/constant.ts";
import { recordGet } from "../ops/memory.ts";
import { or } from "../ops/bits.ts";
import { variantField, type Variant } from "../values/heap.ts";
import type { Value } from "../ir/func.ts";
import { readField, writeField } from "./content.ts";
import { failHere } from "./fail.ts";
import type { Machine } from "./machine.ts";
import { branch } from "./merge.ts";
import { objectAt } from "./slots.ts";
import { bool, type Abs, type ObjectAbs, type RecordContent } from "./values.ts";

/** What an object may be, by number, and the number of the one that it is. */
function variantsOf(
  m: Machine,
  record: RecordContent,
): { readonly of: readonly (readonly [number, Variant])[]; readonly tag: () => Value } {
  const all = m.state.heap.variants(record.family);
  const of = [...all.entries()].filter(
    ([i]) => record.variant === undefined || record.variant === i,
  );
  const tag = (): Value => m.b.emit1(recordGet, [record.ref], { field: variantField });
  return { of, tag };
}

/** Runs `run` for the group of variants that the object is in. */
function amongGroups<T>(
  m: Machine,
  record: RecordContent,
  key: (variant: Variant) => T,
  run: (key: T, object: ObjectAbs) => Abs,
): Abs {
  const { of, tag } = variantsOf(m, record);
  const groups = new Map<T, number[]>();
  for (const [i, variant] of of) {
    const group = groups.get(key(variant));
    if (group) group.push(i);
    else groups.set(key(variant), [i]);
  }
  const all = [...groups];
  const which = all.length > 1 ? tag() : undefined;
  const from = (n: number): Abs => {
    const [one, members] = all[n] as (typeof all)[number];
    const known = members.length === 1 ? members[0] : undefined;
    const enter = (): Abs => run(one, objectAt(m, record.family, record.ref, known));
    if (which === undefined || n + 1 === all.length) return enter();
    const is = members
      .map((i) => eq(m.b, which, intLiteral(m.b, i)))
      .reduce((a, b) => or(m.b, a, b));
    return branch(m, bool(is), enter, () => from(n + 1));
  };
  return from(0);
}

/** `object.name`; `inherit` finds what is not a field of its own. */
export function getHeapField(
  m: Machine,
  record: RecordContent,
  name: string,
  inherit: (prototype: object | null, self: ObjectAbs) => Abs,
  read: () => Abs = () => readField(m, record, name),
): Abs {
  const own = Symbol("own");
  return amongGroups(
    m,
    record,
    ({ names, prototype }) => (names.includes(name) ? own : prototype),
    (key, self) => (typeof key === "symbol" ? read() : inherit(key, self)),
  );
}

/** `object.name = value`; `inherit` calls a setter, or says that there is none. */
export function setHeapField(
  m: Machine,
  record: RecordContent,
  name: string,
  value: Abs,
  inherit: (prototype: object | null, self: ObjectAbs) => boolean,
): void {
  const own = Symbol("own");
  const none: Abs = { kind: "const", value: undefined };
  amongGroups(
    m,
    record,
    ({ names, prototype }) => (names.includes(name) ? own : prototype),
    (key, self) => {
      if (typeof key === "symbol") writeField(m, record, name, value);
      else if (!inherit(key, self)) {
        return failHere(
          m,
          "NB4005",
          `adding the field ${name} to an object that is kept in memory`,
        );
      }
      return none;
    },
  );
}

/** Runs `run` with the object as each of the classes that it may be of. */
export function eachClass(
  m: Machine,
  object: ObjectAbs,
  run: (self: ObjectAbs, prototype: object | null) => Abs,
): Abs {
  const content = m.get(object.obj.cell);
  if (content.kind !== "record") return run(object, null);
  return amongGroups(
    m,
    content,
    ({ prototype }) => prototype,
    (prototype, self) => run(self, prototype),
  );
}

/** What `run` gives for the variant that the object is of, and for the object as one of that. */
export function eachVariant(
  m: Machine,
  record: RecordContent,
  run: (variant: Variant, self: ObjectAbs) => Abs,
): Abs {
  return amongGroups(m, record, (variant) => variant, run);
}
