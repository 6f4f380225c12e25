/**
 * The border to the host: arguments and captured variables become abstract values, and leaves of
 * them parameters of the entry function.
 */
import { NablaError } from "../diagnostics/error.ts";
import { Builder } from "../ir/builder.ts";
import type { Value } from "../ir/func.ts";
import { arrayOf, bool as boolType, f64, i32, memOf, type Type } from "../ir/types.ts";
import { computedDtype } from "../nd/array.ts";
import { arrayOfMemory } from "../ops/arrays/memory.ts";
import { length as lengthOf } from "../ops/memory.ts";
import { preludeNames, preludeTree } from "../prelude/index.ts";
import type { FunctionNode } from "../syntax/tree.ts";
import { samePath, shortName, type Layout, type Node, type Path } from "../values/layout.ts";
import { fieldOf } from "../values/members.ts";
import { Survey } from "../values/layout-of.ts";
import { memoryOf } from "../values/leaves.ts";
import { storageOf } from "../values/typed.ts";
import type { ClassInfo } from "./classes.ts";
import type { Code, Reflected } from "./code.ts";
import type { CustomFunction, Known, Library } from "./library.ts";
import type { Heap } from "./heap.ts";
import { admitGraph, familyOfGraph } from "./host-graph.ts";
import { toHeap } from "./interpreter.ts";
import { markApart, partOf } from "./memory.ts";
import { hinted, Restart, type Machine } from "./machine.ts";
import { importOptions } from "./options.ts";
import { State } from "./state.ts";
import {
  bool,
  constant,
  num,
  newObj,
  Scope,
  type Abs,
  type ArrayAbs,
  type ObjectAbs,
  type Cell,
  type ClosureAbs,
  type Content,
  type Held,
  type MadeAbs,
  type Primitive,
} from "./values.ts";

/** A value that compiled code was made for. */
export interface Root {
  readonly path: Path;
  readonly value: unknown;
}

export interface HostOptions {
  readonly reflect: (fn: object, scope?: Readonly<Record<string, unknown>>) => Reflected;
  readonly library: Library;
  readonly heap: Heap;
  /** What lies at a path, where that is not what is there now. */
  readonly before?: ((path: Path, now: unknown) => unknown) | undefined;
}

/** The scope of the prelude, whose names are known otherwise. */
const nothing: Reflected["scope"] = {
  has: () => false,
  isConstant: () => false,
  read: () => undefined,
  write: () => {},
};

/** Most statements that may be run to compile one function. */
const MOST_STEPS = 60000;

export class Host {
  readonly roots: Root[] = [];
  readonly #values: Abs[] = [];
  /** State in which everything starts. */
  readonly state: State;
  /** What is computed from parameters before anything else. */
  readonly prologue: Builder = new Builder();
  /** Strings whose letters are in memory. */
  readonly texts: Map<string, Cell> = new Map();
  readonly library: (fn: object) => Known | undefined;
  readonly #reflect: HostOptions["reflect"];
  readonly #before: HostOptions["before"];
  readonly #survey: Survey;
  readonly #params: Value[][] = [];
  readonly #buffers: Value[] = [];
  /** What runs the program. */
  machine: Machine | undefined;
  /** The families of what the layout refers to by other numbers. */
  families: readonly number[] = [];
  #assumed: Layout | undefined;
  readonly #codes = new Map<object, Code>();
  readonly #paths = new Map<object, Path>();
  /** The `scope` options of functions that operators were given. */
  readonly #scopes = new Map<object, Readonly<Record<string, unknown>>>();
  /** Classes met so far, by the class itself or what stands for it. */
  readonly classes: Map<object, ClassInfo> = new Map();
  /** Objects that the code shows without making them. */
  readonly shownObjects: unknown[] = [];
  /** What the members of classes stand for that are declared inside compiled functions. */
  readonly tokens: Map<object, ClosureAbs> = new Map();
  /** Properties read from objects and functions that are not laid out. */
  readonly #members = new Map<string, Cell>();
  readonly #lists = new Map<Value, Path | undefined>();
  readonly #extents: { readonly path: Path; readonly extents: readonly number[] }[] = [];
  /** Extents of lists that the program makes itself. */
  readonly madeLists: Map<Value, readonly number[]> = new Map();
  readonly #refs = new Map<number, Abs>();
  readonly #found = new Map<Value, Path>();
  /** Contents and values as they were on entry. */
  readonly initial: Map<Cell, Held> = new Map();

  constructor({ reflect, library, heap, before }: HostOptions) {
    this.state = new State(heap);
    this.#reflect = reflect;
    this.#before = before;
    this.library = library;
    this.#survey = new Survey();
  }

  /** Takes over the roots of an earlier attempt, to lay them out together. */
  preload(known: readonly Root[]): void {
    const all = new Survey();
    for (const { value } of known) {
      all.scan(value);
      this.#survey.scan(value);
    }
    for (const { path, value } of known) all.add(value, path);
    this.#assumed = all.finish();
    for (const { element } of this.#assumed.buffers) {
      this.#buffers.push({ type: memOf(storageOf[element]), hint: "buffer" });
    }
    for (const root of known) this.add(root.value, root.path);
  }

  /** Lays out one more root, and gives it as an abstract value. */
  add(now: unknown, path: Path): Abs {
    const value = this.#before === undefined ? now : this.#before(path, now);
    const found = this.roots.findIndex((root) => samePath(root.path, path));
    if (found >= 0) return this.#values[found] as Abs;
    const node = this.#survey.add(value, path);
    const index = this.roots.length;
    this.roots.push({ path, value });
    const layout = this.#survey.finish();
    this.#params.push([]);
    if (layout.buffers.length > this.#buffers.length) throw new Restart();
    const assumed = this.#assumed?.roots[index] ?? layout.roots[index] ?? node;
    const abs = this.#import(assumed, value, path, shortName(path));
    this.#values.push(abs);
    return abs;
  }

  layout(): Layout {
    return this.#survey.finish();
  }

  /** The parameters of the entry function, in the order of the layout's leaves. */
  params(): Value[] {
    return [...this.#params.flat(), ...this.#buffers];
  }

  /** The number under which the code shows an object. */
  shown(value: object | null): number {
    const known = this.shownObjects.indexOf(value);
    return known < 0 ? this.shownObjects.push(value) - 1 : known;
  }

  /** Where the N-d array, number, or memory of numbers was found that `value` is; undefined for one that is computed. */
  pathOf(value: Value): Path | undefined {
    return this.#found.get(value);
  }

  /** What lies at reference `id` of the layout. */
  refs(): ReadonlyMap<number, Abs> {
    return this.#refs;
  }

  #param(type: Type, name: string): Value {
    const value = markApart(hinted({ type }, name));
    this.#params.at(-1)?.push(value);
    return value;
  }

  /** What is known of where the parts of `outside` were found is known of `inside`, which stands for it. */
  stands(inside: Held, outside: Held): void {
    const [own, other] = [valueIn(inside), valueIn(outside)];
    const path = other && this.#found.get(other);
    if (own !== undefined && path !== undefined) this.#found.set(own, path);
    if (inside.kind === "run" && outside.kind === "run")
      this.hasLengthOf(inside.length, outside.length);
    if (inside.kind === "items" && outside.kind === "items") {
      inside.items.forEach((item, i) => this.stands(item, outside.items[i] ?? item));
    }
    if (inside.kind === "fields" && outside.kind === "fields") {
      for (const [name, field] of inside.fields)
        this.stands(field, outside.fields.get(name) ?? field);
    }
  }

  #foundAt(path: Path, value: Value): Value {
    this.#found.set(value, path);
    return value;
  }

  /** Where the list comes from that `value` is the memory, or the length, of, as far as its length goes. */
  listPath(value: Value): Path | undefined {
    const path = this.#lists.get(value);
    return path ?? (value.type.kind === "mem" ? this.pathOf(value) : undefined);
  }

  #keepExtents(path: Path, extents: readonly number[] | undefined): void {
    if (extents !== undefined) this.#extents.push({ path, extents });
  }

  /** The list (or length) `inside` is passed as `outside`: what it is made of has its length, or fails. */
  hasLengthOf(inside: Value, outside: Value): void {
    this.#lists.set(inside, this.listPath(outside));
    const made = this.madeLists.get(outside);
    if (made !== undefined) this.madeLists.set(inside, made);
  }

  /** The length of the list that `value` belongs to, and of the lists in it, where they are compiled for. */
  extentsOf(value: Value): readonly number[] | undefined {
    const path = this.listPath(value);
    const made = this.madeLists.get(value);
    return made ?? this.#extents.find((one) => path && samePath(one.path, path))?.extents;
  }

  #import(node: Node, value: unknown, path: Path, name: string): Abs {
    switch (node.kind) {
      case "number":
        return num(this.#foundAt(path, this.#param(f64, name)));
      case "boolean":
        return bool(this.#foundAt(path, this.#param(boolType, name)));
      case "static":
        return this.#importKnown(node.value, path);
      case "shared":
        return this.#refs.get(node.id) as Abs;
      case "heap":
        return this.#onHeap(node.family, name);
      case "nd": {
        const dtype = computedDtype(node);
        const memory = this.#param(memOf(dtype), name);
        const type = arrayOf(dtype, node.shape);
        const array = hinted(arrayOfMemory(this.prologue, type, memory), name);
        return { kind: "nd", value: this.#foundAt(path, array) };
      }
      case "typed": {
        const { element } = node;
        const mem =
          node.buffer === undefined
            ? this.#foundAt(path, this.#param(memOf(storageOf[element]), name))
            : this.#viewOf(node.buffer, name);
        this.#keepExtents(path, node.extents);
        const abs: Abs = { kind: "typed", element, mem };
        this.#refs.set(node.id, abs);
        return abs;
      }
      case "array": {
        const mem = this.#foundAt(path, this.#param(memoryOf(node.elem), name));
        const length = lengthOf(this.prologue, mem);
        this.#lists.set(length, path);
        this.#keepExtents(path, node.extents);
        return this.#object("array", node.id, name, () => ({
          kind: "run",
          mem,
          length,
          elem: node.elem,
          fixed: false,
        }));
      }
      case "tuple":
        return this.#object("array", node.id, name, () => {
          const items = node.items.map((item, index) =>
            this.#import(
              item,
              (value as unknown[])[index],
              { kind: "item", of: path, index },
              `${name}_${index}`,
            ),
          );
          return { kind: "items", items };
        });
      case "object":
        return this.#object("object", node.id, name, () => {
          const fields = new Map<string, Abs>();
          for (const [key, field] of node.fields) {
            const inner = fieldOf(value as object, key);
            fields.set(
              key,
              this.#import(field, inner, { kind: "field", of: path, name: key }, key),
            );
          }
          return { kind: "fields", prototype: node.prototype, fields };
        });
    }
  }

  /** Puts an object on the heap before anything else runs. */
  #moveToHeap(abs: ArrayAbs | ObjectAbs): void {
    const { machine: m } = this;
    if (m === undefined) throw new Error("internal: nothing runs yet");
    const { b, state } = m;
    m.b = this.prologue;
    m.state = this.state;
    toHeap(m, abs);
    m.b = b;
    m.state = state;
  }

  /** An object or list of a graph. */
  #onHeap(family: number, name: string): Abs {
    const { heap } = this.state;
    const { families } = this.#survey.finish();
    this.families = families.map((one, i) => familyOfGraph(heap, one, i));
    families.forEach((one, i) => {
      heap.unite(this.families[families.indexOf(one)]!, this.families[i]!);
      admitGraph(heap, one, this.families[i]!, this.families);
    });
    const id = heap.find(this.families[family]!);
    const ref = this.#param({ kind: "ref", record: heap.record(id) }, name);
    const isList = families[family]!.kind === "lists";
    const obj = newObj(name);
    this.state.set(obj.cell, { kind: isList ? "list" : "record", family: id, ref });
    return { kind: isList ? "array" : "object", obj };
  }

  #viewOf(buffer: number, name: string): Value {
    const [start, length] = [this.#param(i32, name), this.#param(i32, name)];
    return partOf(this.prologue, this.#buffers[buffer] as Value, start, length);
  }

  #object(kind: "array" | "object", id: number, name: string, content: () => Content): Abs {
    const abs = { kind, obj: newObj(name, `given ${id}`) } as const;
    this.#refs.set(id, abs); // before its insides, which may lead back to it
    const held = content();
    this.state.set(abs.obj.cell, held);
    this.initial.set(abs.obj.cell, held);
    if (this.state.heap.facts.sites.has(`given ${id}`)) this.#moveToHeap(abs);
    return abs;
  }

  #importKnown(value: unknown, path: Path): Abs {
    if ((typeof value === "object" && value !== null) || typeof value === "function") {
      if (!this.#paths.has(value)) this.#paths.set(value, path);
      return { kind: "host", value };
    }
    return constant(value as Primitive);
  }

  /** A function that an operator has made outside: what it was made of. */
  importMade(m: Machine, fn: object, { by, args }: Extract<Known, { kind: "made" }>): MadeAbs {
    const [inner, options, count] = args as [
      object,
      Readonly<Record<string, unknown>> | undefined,
      number | undefined,
    ];
    const path = this.#paths.get(fn);
    if (by.kind === "custom") return this.#importCustom(fn as never, { by, args }, path);
    if (path && !this.#paths.has(inner)) this.#paths.set(inner, path);
    const { scope } = options ?? {};
    if (scope !== undefined) this.#scopes.set(inner, scope as Readonly<Record<string, unknown>>);
    const made: Abs[] = [{ kind: "host", value: inner }];
    if (options !== undefined) made.push(importOptions(m, options));
    if (count !== undefined) made[2] = constant(count);
    return { kind: "made", by, args: made };
  }

  /** A function that has been given rules outside: its parts are properties of it. */
  #importCustom(
    fn: CustomFunction,
    { by, args: [, , options] }: Pick<Extract<Known, { kind: "made" }>, "by" | "args">,
    path: Path | undefined,
  ): MadeAbs {
    const { scope } = (options ?? {}) as { scope?: Readonly<Record<string, unknown>> };
    const parts = (["primal", "jvp", "vjp"] as const).map((name): Abs => {
      const part = fn[name];
      if (typeof part !== "function") return constant(part as Primitive);
      if (path && !this.#paths.has(part)) this.#paths.set(part, { kind: "field", of: path, name });
      if (scope !== undefined) this.#scopes.set(part, scope);
      return { kind: "host", value: part };
    });
    return { kind: "made", by, args: parts };
  }

  /** A value that is part of the code, such as a method of a class, as it is now. */
  importStatic(m: Machine, value: unknown, name: string): Abs {
    if ((typeof value === "object" && value !== null) || typeof value === "function") {
      if (typeof value === "object" && !isOpaque(value)) {
        return m.fault("NB2010", `the object \`${name}\` of a class`, "capture it in a variable");
      }
      return { kind: "host", value };
    }
    return constant(value as Primitive);
  }

  /** `of.name`, whose value now is `value`. */
  importMember(m: Machine, of: object, name: string, value: unknown): Abs {
    const path = this.#paths.get(of);
    if (path === undefined) return this.importStatic(m, value, name);
    return this.#member(m, value, { kind: "field", of: path, name });
  }

  /** The `this` of the arrow function `fn`. */
  thisOf(m: Machine, fn: object, { reflected }: Code): Abs {
    const path = this.#paths.get(fn);
    const value = reflected.self?.value;
    if (path === undefined || typeof value !== "object" || value === null) {
      return this.importStatic(m, value, "this");
    }
    return this.#member(m, value, { kind: "captured", of: path, name: "this" });
  }

  /** What lies at `path`, by way of a cell: a function compiled on its own captures that. */
  #member(m: Machine, value: unknown, path: Extract<Path, { readonly name: string }>): Abs {
    const key = JSON.stringify(path);
    let cell = this.#members.get(key);
    if (cell === undefined) {
      this.#members.set(key, (cell = { name: path.name }));
      this.state.set(cell, this.add(value, path));
    }
    return m.get(cell) as Abs;
  }

  /** Makes the function that is compiled the start of paths, and what operators made it of. */
  entry(fn: object): Code | undefined {
    this.#paths.set(fn, { kind: "callee" });
    return this.library(fn) === undefined ? this.codeOf(fn) : undefined;
  }

  /** @throws what reflection throws: the source is not known */
  codeOf(fn: object): Code {
    let code = this.#codes.get(fn);
    if (code === undefined) {
      const own = preludeTree(fn);
      const reflected = own
        ? { tree: own, scope: nothing }
        : this.#reflect(fn, this.#scopes.get(fn));
      const path = this.#paths.get(fn) ?? { kind: "code", fn, id: this.#codes.size };
      const scope = new Scope(undefined);
      code = { fn, tree: reflected.tree, reflected, path, scope, free: new Map() };
      this.#codes.set(fn, code);
      for (const { name } of own?.free ?? []) {
        const cell: Cell = { name };
        code.free.set(name, cell);
        const value = preludeNames[name];
        this.state.set(cell, value === undefined ? constant(value) : { kind: "host", value });
      }
    }
    return code;
  }

  /** The cell of a free variable: one for each function that has it. */
  freeCell(m: Machine, code: Code, name: string): Cell {
    const known = code.free.get(name);
    if (known !== undefined) return known;
    const shared = this.#sameVariable(code, name);
    if (shared !== undefined) {
      code.free.set(name, shared);
      return shared;
    }
    const cell: Cell = { name };
    code.free.set(name, cell);
    let value: unknown;
    try {
      value = code.reflected.scope.read(name);
    } catch (error) {
      code.free.delete(name);
      if (!(error instanceof NablaError)) throw error;
      const placed = m.error(error.code, error.detail.message, error.detail.help);
      if (error.detail.span === undefined) throw placed;
      const { related } = placed.detail;
      throw new NablaError(error.code, { ...error.detail, related }, { cause: error });
    }
    if (code.reflected.scope.isConstant(name) && !isIntrinsic(name, value)) {
      const abs = constant(value as Primitive);
      this.state.set(cell, abs);
      return cell;
    }
    const abs = isIntrinsic(name, value)
      ? this.#importKnown(value, { kind: "captured", of: code.path, name })
      : this.add(value, { kind: "captured", of: code.path, name });
    this.state.set(cell, abs);
    this.initial.set(cell, abs);
    return cell;
  }

  /** The cell of a variable that another function has in common with `code`, if either assigns it. */
  #sameVariable(code: Code, name: string): Cell | undefined {
    const assigns = ({ tree }: Code): boolean =>
      tree.free.some((free) => free.name === name && free.assigned);
    for (const other of this.#codes.values()) {
      const cell = other.free.get(name);
      if (other === code || cell === undefined || !(assigns(code) || assigns(other))) continue;
      const [writer, reader] = assigns(code) ? [code, other] : [other, code];
      if (isOneVariable(writer, reader, name)) return cell;
    }
    return undefined;
  }

  /** The captured variables used so far. */
  captured(): { readonly path: Path; readonly cell: Cell; readonly code: Code }[] {
    return [...this.#codes.values()].flatMap((code) =>
      [...code.free].map(([name, cell]) => ({
        path: { kind: "captured", of: code.path, name } as const,
        cell,
        code,
      })),
    );
  }

  scopeIn(outer: Scope): Scope {
    return new Scope(outer);
  }

  closureHere(m: Machine, fn: FunctionNode, scope: Scope): Abs {
    const self = fn.form === "arrow" ? m.frame.self : undefined;
    const { code, home } = m.frame;
    return { kind: "closure", fn, code, scope, self, home };
  }

  /** Counts a statement, so that what is unrolled stays within bounds. */
  step(m: Machine): void {
    m.steps++;
    if (m.steps > m.hints.budget) outlineOften(m);
    if (m.steps <= MOST_STEPS) return;
    m.fault(
      "NB2009",
      "this program grows too large while it is compiled",
      "use loops over arrays instead of repeating code for every item",
    );
  }
}

/** Whether a variable of one function is that of another: a value put into one is found in the other. */
function isOneVariable(writer: Code, reader: Code, name: string): boolean {
  const [from, to] = [writer.reflected.scope, reader.reflected.scope];
  if (!from.has(name) || !to.has(name)) return false;
  const before = from.read(name);
  if (!Object.is(before, to.read(name))) return false;
  const probe = Symbol(name);
  try {
    from.write(name, probe);
  } catch {
    return false;
  }
  const found = to.read(name) === probe;
  from.write(name, before);
  return found;
}

/** Starts over with the functions that are called often compiled as functions, if there are any. */
function outlineOften(m: Machine): void {
  const { outlined } = m.hints;
  const before = outlined.size;
  for (const [fn, { calls, steps, higher }] of m.tally) {
    if (!higher && calls >= OFTEN && steps >= SMALL * calls) outlined.add(fn);
  }
  if (outlined.size > before) throw new Restart();
  m.hints.budget = Infinity;
}

/** Calls and statements from which on a function is worth a call. */
const OFTEN = 32;
const SMALL = 3;

function isOpaque(value: object): boolean {
  return Object.prototype.toString.call(value) !== "[object Object]";
}

/** Whether a name has the meaning it has everywhere. */
function isIntrinsic(name: string, value: unknown): boolean {
  if (value === undefined || value === null) return name === "undefined";
  if (typeof value === "number") return name === "NaN" || name === "Infinity";
  if (typeof value !== "function" && typeof value !== "object") return false;
  return (globalThis as Record<string, unknown>)[name] === value && /^[A-Z]|^is/.test(name);
}

// The value of a number, an N-d array, or the memory of a list.
function valueIn(held: Held): Value | undefined {
  switch (held.kind) {
    case "num":
    case "bool":
    case "nd":
      return held.value;
    case "run":
    case "typed":
      return held.mem;
  }
  return undefined;
}
