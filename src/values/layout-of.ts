import { NablaError } from "../diagnostics/error.ts";
import { NdArray } from "../nd/array.ts";
import {
  rootOf,
  samePath,
  showPath,
  type Elem,
  type Layout,
  type Node,
  type ObjectNode,
  type Path,
} from "./layout.ts";
import { entriesField } from "./collection.ts";
import { areKnown, entriesOf, isLaidOut } from "./given-collection.ts";
import { Graph } from "./graph.ts";
import { privateFields } from "./members.ts";
import { LinkedKinds } from "./linked.ts";
import { overlaps, type Seen } from "./overlap.ts";
import { typedKind, type TypedArray } from "./typed.ts";

/**
 * The layout of `values`. `paths` say how each was reached, for messages (by default: they are the
 * arguments); `params` are the names of the parameters.
 *
 * @throws NB2001 an array of numbers with an element that is missing; NB2002 a value that cannot be
 *   laid out: an accessor, typed arrays of different kinds over the same bytes, a row of an array
 *   that is also reached by another path
 */
export function layoutOf(
  values: readonly unknown[],
  paths: readonly Path[] = values.map((_, index) => ({ kind: "argument", index })),
  params: readonly string[] = [],
): Layout {
  const survey = new Survey(params);
  for (const [i, value] of values.entries()) survey.add(value, paths[i] as Path);
  return survey.finish();
}

/** An array whose memory also holds its rows; compared by identity. */
interface Owner {
  readonly path: Path;
}

/** The layout of values that become known one after the other. */
export class Survey {
  readonly #roots: Node[] = [];
  readonly #params: readonly string[];
  readonly #ids = new Map<object, number>();
  /** Arrays that are rows of an array, at any depth, and that array. */
  readonly #rows = new Map<object, Owner>();
  readonly #typed: Seen[] = [];
  readonly #kinds = new LinkedKinds();
  readonly #graph: Graph;

  constructor(params: readonly string[] = []) {
    this.#params = params;
    const inGraph = new Set<object>();
    this.#graph = new Graph({
      kind: (value) => this.#kinds.kind(value),
      typed: (array, element, path) => {
        if (this.#ids.has(array)) this.#reachedTwice(path, path);
        if (inGraph.has(array)) return;
        inGraph.add(array);
        this.#typed.push({ array, element, path });
      },
      isElsewhere: (value) => this.#ids.has(value) || this.#rows.has(value),
      refuse: (path, what, help) => this.#refuse(`${this.#show(path)} ${what}`, help),
    });
  }

  /** Learns which objects are kept as records from values that are going to be added. */
  scan(value: unknown): void {
    this.#kinds.scan(value);
  }

  /** Lays out one more root. Where several typed arrays overlap only `finish` knows. */
  add(value: unknown, path: Path): Node {
    this.scan(value);
    const node = this.#node(value, path);
    this.#roots.push(node);
    return node;
  }

  #node(value: unknown, path: Path): Node {
    switch (typeof value) {
      case "number":
        return isFixed(path) ? constant(value) : { kind: "number" };
      case "boolean":
        return isFixed(path) ? constant(value) : { kind: "boolean" };
      case "object":
        return value === null ? { kind: "static", value } : this.#reference(value, path);
      default:
        return { kind: "static", value };
    }
  }

  finish(): Layout {
    const roots = this.#roots;
    const families = this.#graph.families();
    if (this.#typed.length < 2) return { roots, buffers: [], families };
    const { buffers, bufferOf } = overlaps(this.#typed, (one, other) =>
      this.#refuse(
        `${this.#show(one.path)} and ${this.#show(other.path)} see the same bytes in ways that compiled code cannot follow`,
        "pass typed arrays of one kind that share a buffer, or arrays with buffers of their own",
      ),
    );
    if (buffers.length === 0) return { roots, buffers, families };
    const mark = (node: Node): Node => {
      if (node.kind === "typed") {
        const buffer = bufferOf.get(node.id);
        return buffer === undefined ? node : { ...node, buffer };
      }
      if (node.kind === "tuple") return { ...node, items: node.items.map(mark) };
      if (node.kind !== "object") return node;
      return { ...node, fields: node.fields.map(([name, inner]) => [name, mark(inner)] as const) };
    };
    return { roots: roots.map(mark), buffers, families };
  }

  #reference(value: object, path: Path): Node {
    if (value instanceof NdArray && !isFixed(path))
      return { kind: "nd", dtype: value.dtype, shape: value.shape };
    const known = this.#ids.get(value);
    if (known !== undefined) return { kind: "shared", id: known };
    const row = this.#rows.get(value);
    if (row !== undefined) this.#reachedTwice(path, row.path);
    const element = typedKind(value);
    if (element !== undefined) {
      const id = this.#number(value);
      this.#typed.push({ array: value as TypedArray, element, path, id });
      const extents = [(value as TypedArray).length];
      return { kind: "typed", id, element, ...(isSized(path) && { extents }) };
    }
    if (this.#graph.has(value) || this.#kinds.isLinked(value)) return this.#linked(value, path);
    if (Array.isArray(value)) return this.#array(value, path);
    const isPlain = Object.prototype.toString.call(value) === "[object Object]";
    if (value instanceof NdArray || (!isPlain && !isLaidOut(value))) {
      return { kind: "static", value };
    }
    return this.#object(value, path);
  }

  #linked(value: object, path: Path): Node {
    const key = `root ${this.#roots.length} ${showPath(path)}`;
    const family = this.#graph.add(value, path, key, isLinear(path));
    return { kind: "heap", family };
  }

  #array(value: readonly unknown[], path: Path): Node {
    const elem = this.#elemOf(value, path);
    if (elem === undefined && this.#kinds.isList(value)) return this.#linked(value, path);
    if (isFixed(path)) return this.#tuple(value, value.map(constant));
    const id = this.#number(value);
    if (elem !== undefined) {
      const known = elem === "empty" ? number : elem;
      this.#keepRows(value as object[], known, path, { path });
      return {
        kind: "array",
        id,
        elem: known,
        ...(isSized(path) && { extents: extentsOf(value) }),
      };
    }
    const items: Node[] = [];
    for (let index = 0; index < value.length; index++) {
      const at: Path = { kind: "item", of: path, index };
      if (!(index in value)) this.#missing(at, path);
      items.push(this.#node(value[index], at));
    }
    return { kind: "tuple", id, items };
  }

  /** What all elements are alike; "empty" without any; undefined if they are not alike. */
  #elemOf(array: readonly unknown[], path: Path): Elem | "empty" | undefined {
    if (array.length === 0) return "empty";
    const first = typeof array[0];
    if (first === "number" || first === "boolean") {
      for (let index = 1; index < array.length; index++) {
        if (typeof array[index] === first) continue;
        if (array[index] === undefined) this.#missing({ kind: "item", of: path, index }, path);
        return undefined;
      }
      return first === "number" ? number : boolean;
    }
    return typeof array[0] === "object" ? this.#rowsOf(array, path) : undefined;
  }

  #rowsOf(array: readonly unknown[], path: Path): Elem | undefined {
    let elem: Elem | undefined;
    for (const [index, row] of array.entries()) {
      const found = this.#rowElem(row, { kind: "item", of: path, index });
      if (found === undefined) return undefined;
      if (found === "empty") continue;
      if (elem !== undefined && !sameElem(elem, found)) return undefined;
      elem = found;
    }
    return elem ?? { kind: "array", elem: number };
  }

  #rowElem(row: unknown, path: Path): Elem | "empty" | undefined {
    const element = typedKind(row);
    if (element !== undefined) return { kind: "typed", element };
    if (!Array.isArray(row)) return undefined;
    const elem = this.#elemOf(row, path);
    if (elem === undefined) return undefined;
    return elem === "empty" ? elem : { kind: "array", elem };
  }

  /** Remembers that the rows of `array`, and theirs, are part of the memory made for `owner`. */
  #keepRows(array: readonly object[], elem: Elem, path: Path, owner: Owner): void {
    if (elem.kind !== "array" && elem.kind !== "typed") return;
    for (const [index, row] of array.entries()) {
      const at: Path = { kind: "item", of: path, index };
      const other = this.#rows.get(row);
      if (this.#ids.has(row) || (other !== undefined && other !== owner)) {
        this.#reachedTwice(at, other?.path ?? at);
      }
      if (other !== undefined) continue;
      this.#rows.set(row, owner);
      if (elem.kind === "array") this.#keepRows(row as object[], elem.elem, at, owner);
      else this.#typed.push({ array: row as TypedArray, element: elem.element, path: at });
    }
  }

  #object(value: object, path: Path): ObjectNode {
    const id = this.#number(value);
    const fields: [string, Node][] = [];
    for (const name of Object.keys(value)) {
      const at: Path = { kind: "field", of: path, name };
      const described = Object.getOwnPropertyDescriptor(value, name) as PropertyDescriptor;
      if (described.get !== undefined || described.set !== undefined) {
        const message = `${this.#show(at)} is an accessor, which compiled code cannot read as a field`;
        this.#refuse(message, "make it a plain field, or a getter of a class");
      }
      fields.push([name, this.#node(described.value, at)]);
    }
    for (const [name, held] of privateFields(value)) {
      fields.push([name, this.#node(held, { kind: "field", of: path, name })]);
    }
    if (isLaidOut(value)) {
      const at: Path = { kind: "field", of: path, name: entriesField };
      fields.push([entriesField, this.#entries(value, at)]);
    }
    return { kind: "object", id, prototype: Object.getPrototypeOf(value) as object | null, fields };
  }

  /** Entries whose keys are known are known but for their values. */
  #entries(of: Parameters<typeof entriesOf>[0], path: Path): ObjectNode {
    const entries = entriesOf(of);
    const isKnown = areKnown(entries);
    const id = this.#number(entries);
    const fields = Object.entries(entries).map(([name, held]: [string, unknown]) => {
      const at: Path = { kind: "field", of: path, name };
      if (!Array.isArray(held)) return [name, isKnown ? constant(held) : number] as const;
      const items = held as readonly unknown[];
      if (isKnown && name !== "values") {
        return [name, this.#tuple(items, items.map(constant))] as const;
      }
      if (!isKnown && (name !== "values" || items.length > 0)) {
        return [name, this.#node(items, at)] as const;
      }
      const item = (x: unknown, index: number): Node =>
        this.#node(x, { kind: "item", of: at, index });
      return [name, this.#tuple(items, items.map(item))] as const;
    });
    return { kind: "object", id, prototype: null, fields };
  }

  #tuple(array: readonly unknown[], items: readonly Node[]): Node {
    return { kind: "tuple", id: this.#number(array), items };
  }

  #number(value: object): number {
    const id = this.#ids.size;
    this.#ids.set(value, id);
    return id;
  }

  #show(path: Path): string {
    return showPath(path, this.#params);
  }

  #missing(at: Path, array: Path): never {
    throw new NablaError("NB2001", {
      message: `${this.#show(at)} is undefined, but ${this.#show(array)} is an array of numbers`,
      help: "fill every element before the call, or pass a typed array, which has no holes",
    });
  }

  #reachedTwice(path: Path, other: Path): never {
    const message = `${this.#show(path)} is one array with a row that ${this.#show(other)} also has`;
    return this.#refuse(message, "pass a copy of the row, made with `.slice()`");
  }

  #refuse(message: string, help: string): never {
    throw new NablaError("NB2002", { message, help });
  }
}

// Whether what is at a path is part of what is compiled for.
function isFixed(path: Path): boolean {
  const root = rootOf(path);
  return root.kind === "captured" && root.known?.some((one) => samePath(one, path)) === true;
}

// The length of a list, and of the lists in it as far as these are of one length.
function extentsOf(list: readonly unknown[]): readonly number[] {
  const [first, ...others] = list.map((item) =>
    Array.isArray(item)
      ? extentsOf(item)
      : ArrayBuffer.isView(item)
        ? [(item as TypedArray).length]
        : [],
  );
  const common = (first ?? []).findIndex((n, i) => others.some((other) => other[i] !== n));
  return [list.length, ...(first ?? []).slice(0, common < 0 ? undefined : common)];
}

// Whether the length of what is at a path is.
function isSized(path: Path): boolean {
  const root = rootOf(path);
  if (root.kind !== "captured" && root.kind !== "argument") return false;
  return root.sized?.some((one) => samePath(one, path)) === true;
}

const constant = (value: unknown): Node => ({ kind: "static", value });
const number = { kind: "number" } as const;
const boolean: Elem = { kind: "boolean" };

export function sameElem(a: Elem, b: Elem): boolean {
  if (a.kind === "array" && b.kind === "array") return sameElem(a.elem, b.elem);
  if (a.kind === "typed" && b.kind === "typed") return a.element === b.element;
  if (a.kind === "nd" && b.kind === "nd") {
    return a.dtype === b.dtype && a.shape.join() === b.shape.join();
  }
  if (a.kind === "slot" && b.kind === "slot") return a.family === b.family;
  return a.kind === b.kind;
}

/** Whether a path leads through a tangent: such objects may have less fields than those they belong to. */
function isLinear(path: Path): boolean {
  if (path.kind === "field" || path.kind === "item") return isLinear(path.of);
  return path.kind === "argument" && path.linear === true;
}
