// What leaves compiled code: the value of the call, and changes of what was there before.
import type { Value } from "../ir/func.ts";
import { memOf, sizeOf, type ArrayType } from "../ir/types.ts";
import type { NdDtype } from "../nd/array.ts";
import { put } from "../ops/arrays/memory.ts";
import { int } from "../ops/constant.ts";
import { allocate } from "../ops/memory.ts";
import { remembersLinks } from "../ir/links.ts";
import { entriesField } from "../values/collection.ts";
import type { Result, ResultPart, Write } from "../values/result.ts";
import { boolValue, numValue } from "./convert.ts";
import { putOnHeap, readField, runOfList } from "./content.ts";
import { leadsToEntries, refuseMapOnHeap } from "./derivative-entries.ts";
import { isStoredFunction } from "./environments.ts";
import type { Machine } from "./machine.ts";
import { isBoolean, isNumeric } from "./shapes.ts";
import { isUnknown } from "./text.ts";
import {
  sitesOf,
  describe,
  sameAbs,
  sameElements,
  undef,
  type Abs,
  type ArrayAbs,
  type FieldsContent,
  type Held,
  type ItemsContent,
  type NdAbs,
  type ObjectAbs,
  type RunContent,
  type TextAbs,
} from "./values.ts";

/** Turns abstract values at the end of the entry function into results. */
export class Outcome {
  readonly yields: Value[] = [];
  readonly result: Result;
  readonly writes: Write[] = [];
  /** Objects of the layout that are on the heap now. */
  readonly moved: { readonly id: number; readonly result: number }[] = [];
  readonly #m: Machine;
  readonly #given = new Map<unknown, number>();
  readonly #made = new Map<unknown, number>();

  constructor(m: Machine, value: Abs) {
    this.#m = m;
    for (const [id, abs] of m.host.refs()) {
      if (abs.kind === "typed") this.#given.set(abs.mem, id);
      else if (abs.kind === "array" || abs.kind === "object") this.#given.set(abs.obj, id);
    }
    this.result = m.state.dead ? { kind: "static", value: undefined } : this.#of(value);
    if (!m.state.dead) {
      this.#variables();
      this.#contents();
    }
  }

  #yield(value: Value): number {
    return this.yields.push(value) - 1;
  }

  #of(abs: Abs): Result {
    const m = this.#m;
    if (abs.kind === "const") return { kind: "static", value: abs.value };
    if (isNumeric(abs)) return { kind: "number", result: this.#yield(numValue(m, abs)) };
    if (isBoolean(abs)) return { kind: "boolean", result: this.#yield(boolValue(m, abs)) };
    switch (abs.kind) {
      case "nd":
        return this.#nd(abs);
      case "typed": {
        const id = this.#given.get(abs.mem);
        if (id !== undefined) return { kind: "given", id };
        return { kind: "typed", element: abs.element, result: this.#yield(abs.mem) };
      }
      case "choice": {
        const first = this.#yield(abs.first);
        const [one, other] = abs.of;
        return { kind: "either", first, of: [this.#of(one), this.#of(other)] };
      }
      case "maybe": {
        const present = this.#yield(abs.present);
        const absent = abs.absent.value as undefined | null;
        return { kind: "optional", present, value: this.#of(abs.value), absent };
      }
      case "array":
      case "object":
        return this.#object(abs);
      case "host":
        return { kind: "static", value: abs.value };
      case "text":
        if (abs.parts.some(isUnknown)) break;
        return { kind: "text", parts: abs.parts.map((part) => this.#part(part)) };
    }
    return m.fault(
      "NB2014",
      `the value is ${describe(abs)}`,
      "return numbers, booleans, arrays and objects of them",
    );
  }

  #nd({ value }: NdAbs): Result {
    const { b } = this.#m;
    const { dtype, shape } = value.type as ArrayType;
    const memory = allocate(b, memOf(dtype), int(b, sizeOf(shape)));
    b.emit(put, [memory, value]);
    return { kind: "nd", dtype: dtype as NdDtype, shape, result: this.#yield(memory) };
  }

  #part(part: TextAbs["parts"][number]): string | ResultPart {
    if (typeof part === "string") return part;
    return { of: this.#of(part.value), method: part.method, digits: part.digits };
  }

  #object(abs: ArrayAbs | ObjectAbs): Result {
    const given = this.#given.get(abs.obj);
    if (given !== undefined) return { kind: "given", id: given };
    // one of several objects, of which the caller knows one: which it is tells its place
    const { origins } = abs.obj;
    if (origins.size > 1 && [...origins].some((origin) => this.#given.has(origin))) {
      putOnHeap(this.#m, sitesOf(abs.obj));
    }
    const known = this.#made.get(abs.obj);
    if (known !== undefined) return { kind: "shared", id: known };
    const held = this.#m.get(abs.obj.cell);
    if (held.kind === "stale") putOnHeap(this.#m, held.sites);
    if (held.kind === "mirror") {
      const { primal, shadow } = held;
      const family = this.#m.state.heap.find(held.family);
      if (leadsToEntries(this.#m.state.heap, family)) refuseMapOnHeap(this.#m);
      return {
        kind: "mirror",
        family,
        primal: this.#yield(primal),
        shadow: this.#yield(shadow),
        remembered: shadow.type.kind === "ref" && remembersLinks(shadow.type.record),
      };
    }
    if (held.kind === "record" || held.kind === "list") {
      const family = this.#m.state.heap.find(held.family);
      this.#refuseHidden(family);
      return { kind: "heap", family, result: this.#yield(held.ref) };
    }
    const id = this.#made.size;
    this.#made.set(abs.obj, id);
    return this.#content(this.#m.get(abs.obj.cell) as never, id);
  }

  #content(content: ItemsContent | RunContent | FieldsContent, id: number): Result {
    switch (content.kind) {
      case "items":
        return { kind: "tuple", id, items: content.items.map((item) => this.#of(item)) };
      case "run": {
        const result = this.#yield(content.mem);
        const length = this.#yield(content.length);
        return { kind: "array", id, elem: content.elem, result, length };
      }
      case "fields": {
        this.#refusePrivate(content);
        const fields = [...content.fields].map(([name, field]) => [name, this.#of(field)] as const);
        return { kind: "object", id, prototype: content.prototype, fields };
      }
      default:
        return this.#m.fault("NB2007", "an object that was changed under another name is returned");
    }
  }

  /** Refuses what cannot leave among all that a family leads to. */
  #refuseHidden(family: number, seen: Set<number> = new Set()): void {
    const { heap } = this.#m.state;
    if (seen.has(heap.find(family))) return;
    seen.add(heap.find(family));
    const one = heap.family(family);
    const slots = one.kind === "lists" ? [one.slot] : [...one.slots.values()];
    if (one.kind === "objects") {
      for (const { prototype, names } of one.variants) {
        const fields = new Map(names.map((name) => [name, undef] as const));
        this.#refusePrivate({ kind: "fields", prototype, fields });
      }
    }
    for (const { objects, lists } of slots) {
      if (objects !== undefined) this.#refuseHidden(objects, seen);
      if (lists !== undefined) this.#refuseHidden(lists, seen);
    }
  }

  #refusePrivate({ prototype, fields }: FieldsContent): void {
    if (isStoredFunction(prototype)) {
      this.#m.fault("NB2014", "the value is, or holds, a function", "return what it gives");
    }
    const hidden = [...fields.keys()].find((name) => name.startsWith("#") && name !== entriesField);
    const own = [...this.#m.host.classes.values()].some(
      ({ value, scope, code }) => value.prototype === prototype && scope !== code.scope,
    );
    if (hidden === undefined && !own) return;
    const hides = hidden === undefined ? "a class of its own" : `the private field \`${hidden}\``;
    this.#m.fault(
      "NB2014",
      `the value is an object with ${hides}`,
      "return a plain object with what is needed of it",
    );
  }

  #variables(): void {
    for (const { path, cell } of this.#m.host.captured()) {
      const held = this.#m.state.get(cell);
      const before = this.#m.host.initial.get(cell);
      if (held === undefined || before === undefined || sameAbs(held, before)) continue;
      this.writes.push({ kind: "variable", path, value: this.#of(held as Abs) });
    }
  }

  #contents(): void {
    for (const [id, abs] of this.#m.host.refs()) {
      if (abs.kind !== "array" && abs.kind !== "object") continue;
      const held = this.#m.get(abs.obj.cell);
      const before = this.#m.host.initial.get(abs.obj.cell);
      if (before === undefined || sameAbs(held, before) || sameElements(held, before)) continue;
      if (held.kind === "stale") putOnHeap(this.#m, held.sites);
      if (held.kind === "record" || held.kind === "list") {
        this.moved.push({ id, result: this.#yield(held.ref) });
      }
      this.#change(id, this.#now(held, before) as never, before as never);
    }
  }

  /** What a given object holds at the end. */
  #now(held: Held, before: Held): Held {
    if (held.kind === "list") return runOfList(this.#m, held);
    if (held.kind !== "record" || before.kind !== "fields") return held;
    const fields = new Map(
      [...before.fields.keys()].map((name) => [name, readField(this.#m, held, name)] as const),
    );
    return { ...before, fields };
  }

  #change(
    id: number,
    content: ItemsContent | RunContent | FieldsContent,
    before: ItemsContent | RunContent | FieldsContent,
  ): void {
    if (content.kind !== "fields" || before.kind !== "fields") {
      // a new number, since the array itself is given
      const fresh = this.#made.size;
      this.#made.set({}, fresh);
      this.writes.push({ kind: "items", id, value: this.#content(content, fresh) });
      return;
    }
    const fields: [string, Result][] = [];
    for (const [name, field] of content.fields) {
      const old = before.fields.get(name);
      if (old === undefined || !sameAbs(field, old)) fields.push([name, this.#of(field)]);
    }
    if (fields.length > 0) this.writes.push({ kind: "fields", id, fields });
  }
}
