/**
 * What is known of the objects and lists on the heap. They are sorted into families: objects that
 * may be found in the same place are of one family. Families grow and are joined while a program is
 * specialised; where code has been emitted for what they were before, specialisation starts over
 * with what has been learnt.
 */
import {
  bool as boolType,
  memOf,
  memOfRefs,
  type Field,
  type RecordType,
  i32,
  type Type,
} from "../ir/types.ts";
import {
  emptySlot,
  isVariant,
  joinForms,
  listData,
  listFixed,
  listLength,
  partName,
  slotLayout,
  slotTypes,
  variantField,
  type Family,
  type Slot,
  type SlotLayout,
  type Variant,
} from "../values/heap.ts";
import type { Elem } from "../values/layout.ts";
import { memoryOf } from "../values/leaves.ts";
import type { FunctionNode, FunctionTree, LocalId } from "../syntax/tree.ts";
import type { Cell, Obj, Scope, Site } from "./values.ts";

interface ObjectFacts {
  readonly kind: "objects";
  readonly variants: Variant[];
  readonly slots: Map<string, Slot>;
}

interface ListFacts {
  readonly kind: "lists";
  slot: Slot;
  /** The family of records that hold an item each, where items do not fit into an element. */
  box: number | undefined;
}

type Facts = ObjectFacts | ListFacts;

/** What all attempts have learnt. */
export class HeapFacts {
  readonly families: Facts[] = [];
  readonly joined: number[] = [];
  readonly byKey: Map<unknown, number> = new Map();
  readonly siteIds: Map<Site, number> = new Map();
  /** Where objects are made that have to be on the heap from the start. */
  readonly sites: Set<Site> = new Set();
  /** Families of lists that become longer or shorter. */
  readonly resized: Set<number> = new Set();
  /** Fields of families that are assigned after the object is made. */
  readonly assigned: Set<string> = new Set();
  /** Variables that functions on the heap share: what stands for their boxes. */
  readonly boxes: Map<FunctionTree, Map<LocalId, object>> = new Map();
  /** What stands for functions on the heap, by the function of the host that they are inside of. */
  readonly functions: Map<FunctionNode, Map<object, object>> = new Map();
}

/** A variable that a function uses which is inside of the one that declares it. */
export interface Captured {
  readonly tree: FunctionTree;
  readonly id: LocalId;
}

interface MutableRecord extends RecordType {
  fields: Field[];
}

export class Heap {
  readonly facts: HeapFacts;
  /** Whether code has been emitted for less than is known by now. */
  outdated = false;
  /** Variables that functions on the heap share with what is around them, by what stands for them. */
  readonly shared: Map<object, Map<LocalId, Cell>> = new Map();
  /** A variable for which a function could not lie on the heap. */
  changing: Captured | undefined;
  /** The objects that functions are on the heap, by where they are used and by their scopes. */
  readonly environments: Map<object, Map<Scope, Map<FunctionNode, Obj>>> = new Map();
  /** The scopes of functions on the heap that call themselves. */
  readonly scopes: Map<object, Scope> = new Map();
  readonly #records = new Map<number, MutableRecord>();
  readonly #layouts = new Map<Slot, SlotLayout>();
  /** What has been taken not to change. */
  readonly #relied = new Set<string>();

  constructor(facts: HeapFacts) {
    this.facts = facts;
  }

  find(id: number): number {
    let at = id;
    while (this.facts.joined[at] !== at) at = this.facts.joined[at] as number;
    return at;
  }

  #facts(id: number): Facts {
    return this.facts.families[this.find(id)] as Facts;
  }

  #add(facts: Facts): number {
    const id = this.facts.families.push(facts) - 1;
    this.facts.joined.push(id);
    return id;
  }

  /** The family of objects made at a place, with these fields; of all instances, for a class. */
  objectsAt(site: Site, prototype: object | null, names: readonly string[]): number {
    const plain = prototype === null || ofTheLanguage.has(prototype);
    const key = plain ? `objects ${this.#siteId(site)} ${names.join()}` : prototype;
    return this.#at(key, () => ({ kind: "objects", variants: [], slots: new Map() }));
  }

  /** The family of lists made at a place. */
  listsAt(site: Site): number {
    const key = `lists ${this.#siteId(site)}`;
    return this.#at(key, () => ({ kind: "lists", slot: emptySlot, box: undefined }));
  }

  /** The family of the rows of arrays made at a place. */
  rowsAt(site: Site): number {
    const key = `rows ${this.#siteId(site)}`;
    return this.#at(key, () => ({ kind: "lists", slot: emptySlot, box: undefined }));
  }

  #siteId(site: Site): number {
    const { siteIds } = this.facts;
    let id = siteIds.get(site);
    if (id === undefined) siteIds.set(site, (id = siteIds.size));
    return id;
  }

  #at(key: unknown, facts: () => Facts): number {
    const { byKey } = this.facts;
    const known = byKey.get(key);
    if (known !== undefined) return this.find(known);
    const id = this.#add(facts());
    byKey.set(key, id);
    return id;
  }

  variants(id: number): readonly Variant[] {
    return (this.#facts(id) as ObjectFacts).variants;
  }

  slot(id: number, name: string): Slot {
    return (this.#facts(id) as ObjectFacts).slots.get(name) ?? emptySlot;
  }

  itemSlot(id: number): Slot {
    return (this.#facts(id) as ListFacts).slot;
  }

  /** The number of the variant with this prototype and these fields. */
  admitVariant(id: number, prototype: object | null, names: readonly string[]): number {
    const { variants } = this.#facts(id) as ObjectFacts;
    const found = variants.findIndex((one) => isVariant(one, prototype, names));
    if (found >= 0) return found;
    variants.push({ prototype, names });
    this.#changed(id);
    return variants.length - 1;
  }

  admitField(id: number, name: string, slot: Slot): void {
    const { slots } = this.#facts(id) as ObjectFacts;
    const wider = this.join(slots.get(name) ?? emptySlot, slot);
    if (slots.get(name) === wider) return;
    slots.set(name, wider);
    this.#changed(id);
  }

  admitItem(id: number, slot: Slot): void {
    const facts = this.#facts(id) as ListFacts;
    const wider = this.join(facts.slot, slot);
    if (facts.slot === wider) return;
    facts.slot = wider;
    this.#changed(id);
  }

  #changed(id: number): void {
    const record = this.#records.get(this.find(id));
    if (record === undefined) return;
    this.outdated = true;
    record.fields = this.#fields(this.find(id));
  }

  /** What is either of two; `a` itself if it is all of `b`. */
  join(a: Slot, b: Slot): Slot {
    const typed = b.typed.filter((kind) => !a.typed.includes(kind));
    const texts = joinForms(a.texts, b.texts);
    const constants = b.constants.filter((x) => !a.constants.some((y) => Object.is(x, y)));
    const objects = this.#joinIds(a.objects, b.objects);
    const lists = this.#joinIds(a.lists, b.lists);
    const more =
      (b.num && !a.num) ||
      (b.bool && !a.bool) ||
      typed.length > 0 ||
      texts !== a.texts ||
      constants.length > 0 ||
      (objects !== undefined && a.objects === undefined) ||
      (lists !== undefined && a.lists === undefined);
    if (!more) return a;
    return {
      num: a.num || b.num,
      bool: a.bool || b.bool,
      objects,
      lists,
      typed: [...a.typed, ...typed],
      texts,
      constants: [...a.constants, ...constants],
    };
  }

  #joinIds(a: number | undefined, b: number | undefined): number | undefined {
    if (a === undefined || b === undefined) return a ?? b;
    this.unite(a, b);
    return a;
  }

  /** Makes two families one. */
  unite(a: number, b: number): void {
    const [one, other] = [this.find(a), this.find(b)];
    if (one === other) return;
    const [to, from] = [this.#facts(one), this.#facts(other)];
    this.facts.joined[other] = one;
    if (this.#records.has(other)) this.outdated = true;
    if (to.kind === "objects" && from.kind === "objects") {
      for (const { prototype, names } of from.variants) this.admitVariant(one, prototype, names);
      for (const [name, slot] of from.slots) this.admitField(one, name, slot);
    }
    if (to.kind === "lists" && from.kind === "lists") {
      if (to.box !== undefined && from.box !== undefined) this.unite(to.box, from.box);
      to.box ??= from.box;
      this.admitItem(one, from.slot);
    }
    for (const name of Array.from(this.facts.assigned)) {
      if (name.startsWith(`${other}.`)) this.assign(one, name.slice(`${other}.`.length));
    }
    if (this.facts.resized.has(other)) this.resize(one);
  }

  record(id: number): RecordType {
    const root = this.find(id);
    const known = this.#records.get(root);
    if (known !== undefined) return known;
    const { kind } = this.#facts(root);
    const record: MutableRecord = { name: `${kind}${root}`, fields: [] };
    this.#records.set(root, record); // before its fields, which may lead back to it
    record.fields = this.#fields(root);
    return record;
  }

  #fields(id: number): Field[] {
    const facts = this.#facts(id);
    if (facts.kind === "lists") {
      return [
        { name: listData, type: memoryOf(this.elem(id)) },
        { name: listLength, type: i32 },
        { name: listFixed, type: boolType },
      ];
    }
    const fields: Field[] = [];
    if (facts.variants.length > 1) fields.push({ name: variantField, type: i32 });
    for (const [name, slot] of facts.slots) {
      const layout = this.layout(slot);
      if (layout.tagged) fields.push({ name: partName(name, "tag", layout), type: i32 });
      for (const { of, type } of layout.parts) {
        fields.push({ name: partName(name, of, layout), type });
      }
    }
    return fields;
  }

  layout(slot: Slot): SlotLayout {
    let layout = this.#layouts.get(slot);
    if (layout === undefined) {
      layout = slotLayout(slot, (id) => this.record(id));
      this.#layouts.set(slot, layout);
    }
    return layout;
  }

  family(id: number): Family {
    const facts = this.#facts(id);
    const record = this.record(id);
    if (facts.kind === "lists")
      return { kind: "lists", record, slot: facts.slot, elem: this.elem(id) };
    return { kind: "objects", record, variants: facts.variants, slots: facts.slots };
  }

  /** All families, by the numbers that were given to them. */
  all(): ReadonlyMap<number, Family> {
    return new Map(this.facts.families.map((_, id) => [id, this.family(id)]));
  }

  /** How the items of a list lie in memory. */
  elem(id: number): Elem {
    const facts = this.#facts(id) as ListFacts;
    const { slot } = facts;
    const count =
      Number(slot.num) +
      Number(slot.bool) +
      Number(slot.objects !== undefined) +
      Number(slot.lists !== undefined) +
      slot.typed.length +
      slot.texts.length;
    if (count === 1 && slot.constants.length === 0) {
      if (slot.num) return { kind: "number" };
      if (slot.bool) return { kind: "boolean" };
      if (slot.typed[0]) return { kind: "typed", element: slot.typed[0] };
    }
    const types = slotTypes(this.layout(slot));
    const [type] = types as [Type];
    const family = this.find(id);
    if (count === 0) {
      if (slot.constants.length === 0) return { kind: "number" };
      return { kind: "slot", family, type: memOf("i32"), box: undefined };
    }
    if (types.length === 1 && type.kind === "ref") {
      return { kind: "slot", family, type: memOfRefs(type), box: undefined };
    }
    facts.box ??= this.#add({ kind: "objects", variants: [], slots: new Map() });
    this.admitVariant(facts.box, null, ["item"]);
    this.admitField(facts.box, "item", slot);
    const box = { kind: "ref", record: this.record(facts.box) } as const;
    return { kind: "slot", family, type: memOfRefs(box), box };
  }

  /** The family of the records of the items of a list. */
  boxOf(id: number): number {
    return (this.#facts(id) as ListFacts).box as number;
  }

  /** Objects made at these places are better on the heap from the start. */
  wants(sites: readonly Site[]): void {
    const before = this.facts.sites.size;
    for (const site of sites) this.facts.sites.add(site);
    if (this.facts.sites.size > before) this.outdated = true;
  }

  /** Lists of the family become longer or shorter. */
  resize(id: number): void {
    const root = this.find(id);
    this.facts.resized.add(root);
    if (this.#relied.has(`${root}`)) this.outdated = true;
  }

  /** A field of the family is assigned. */
  assign(id: number, name: string): void {
    const key = `${this.find(id)}.${name}`;
    this.facts.assigned.add(key);
    if (this.#relied.has(key)) this.outdated = true;
  }

  /** Whether lists of the family keep their length; from now on this is relied upon. */
  keepsLength(id: number): boolean {
    const root = this.find(id);
    if (this.facts.resized.has(root)) return false;
    this.#relied.add(`${root}`);
    return true;
  }

  /** Whether a field of the family is never assigned; from now on this is relied upon. */
  keepsField(id: number, name: string): boolean {
    const key = `${this.find(id)}.${name}`;
    if (this.facts.assigned.has(key)) return false;
    this.#relied.add(key);
    return true;
  }
}

/** What objects inherit from that have nothing else in common. */
const ofTheLanguage: ReadonlySet<object> = new Set([
  Object.prototype,
  Map.prototype,
  Set.prototype,
]);
