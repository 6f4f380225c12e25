// Trees of numbers, and where each part is among all numbers: the rows and columns of a matrix.
import type { Value } from "../ir/func.ts";
import { isFloat, sizeOf, type ArrayType } from "../ir/types.ts";
import { add, sub } from "../ops/arith.ts";
import { int } from "../ops/constant.ts";
import { length as lengthOf } from "../ops/memory.ts";
import { collectionOf } from "../values/collection.ts";
import { arrayContent, fieldsOf } from "./content.ts";
import type { Machine } from "./machine.ts";
import { liesOnHeap } from "./moved.ts";
import { sizeOfList } from "./nd-lists.ts";
import { describeShape, isNumeric, type Shape } from "./shapes.ts";
import { isPrivate } from "./structures.ts";
import { describe, type Abs, type Held } from "./values.ts";

/** A number, the numbers of an N-d array, or those of a list. */
export type Kind =
  | { readonly kind: "number" }
  | { readonly kind: "nd"; readonly type: ArrayType }
  /** Without a count, only a run knows how many; `memory` is that of an argument. */
  | {
      readonly kind: "list";
      readonly size?: number;
      readonly count?: Value;
      readonly memory?: Value;
    };

/** A leaf of a tree, its first number among all, and how many there are. */
export type Leaf = Kind & { readonly at: Value; readonly count: Value };

export type Tree<L> =
  | { readonly leaf: L }
  | { readonly items: readonly (Tree<L> | undefined)[] }
  | { readonly fields: readonly (readonly [name: string, part: Tree<L>])[] };

/** The parts of an argument; undefined if nothing in it has a derivative. */
export function partsOfArgument(m: Machine, x: Abs): Tree<Kind> | undefined {
  const seen = new Set<Value>();
  const list = (memory: Value, count: Value): Tree<Kind> => {
    if (seen.has(memory)) {
      m.fault("NB5002", "the matrix would be by one array in two places", "pass a copy of it");
    }
    seen.add(memory);
    const size = sizeOfList(m, memory, count);
    return { leaf: { kind: "list", count, memory, ...(size !== undefined && { size }) } };
  };
  const visit = (abs: Abs): Tree<Kind> | undefined => {
    if (isNumeric(abs)) return { leaf: { kind: "number" } };
    if ((abs.kind === "array" || abs.kind === "object") && liesOnHeap(m.state.get(abs.obj.cell))) {
      m.fault("NB5002", "the matrix would be by linked objects, or many of a kind", help);
    }
    switch (abs.kind) {
      case "nd": {
        const type = abs.value.type as ArrayType;
        return isFloat(type) ? { leaf: { kind: "nd", type } } : undefined;
      }
      case "typed":
        if (!abs.element.startsWith("Float")) return undefined;
        return list(abs.mem, lengthOf(m.b, abs.mem));
      case "array": {
        const content = arrayContent(m, abs);
        if (content.kind === "items") return ofItems(content.items.map(visit));
        if (content.elem.kind === "boolean") return undefined;
        if (content.elem.kind === "number") return list(content.mem, content.length);
        return m.fault("NB5002", "the matrix would be by a list of lists among others", help);
      }
      case "object": {
        const { fields, prototype } = fieldsOf(m, abs);
        const kind = collectionOf(prototype);
        if (kind !== undefined) {
          m.fault("NB5002", `the matrix would be by a ${kind.name} among others`, help);
        }
        return ofFields([...fields].map(([name, one]) => [name, visit(one)]));
      }
    }
    return undefined;
  };
  return visit(x);
}

const help = "use numbers, lists of numbers, N-d arrays, and objects and lists of these";

/** The parts of a result. */
export function partsOfResult(m: Machine, result: Shape): Tree<Kind> {
  const refuse = (what: string): never => m.fault("NB5002", `the result holds ${what}`, help);
  const ofHeld = (held: Held): Tree<Kind> => {
    if (isNumeric(held)) return { leaf: { kind: "number" } };
    if (held.kind === "nd") return ofArray(held.value.type as ArrayType);
    if (held.kind === "typed") return ofTyped(held.element, describe(held));
    return refuse(held.kind === "const" ? describe(held) : describeShape(result));
  };
  const ofTyped = (element: string, what: string): Tree<Kind> =>
    element.startsWith("Float") ? { leaf: { kind: "list" } } : refuse(what);
  const ofArray = (type: ArrayType): Tree<Kind> =>
    isFloat(type) ? { leaf: { kind: "nd", type } } : refuse("an array that is not of floats");
  const visit = (shape: Shape): Tree<Kind> | undefined => {
    switch (shape.kind) {
      case "num":
      case "int":
        return { leaf: { kind: "number" } };
      case "nd":
        return ofArray(shape.type);
      case "typed":
        return ofTyped(shape.element, describeShape(shape));
      case "run":
        return shape.elem.kind === "number" ? { leaf: { kind: "list" } } : refuse("lists of lists");
      case "fresh":
        return visit(shape.content);
      case "items":
        return ofItems(shape.items.map(visit));
      case "fields":
        if (collectionOf(shape.prototype)) return refuse("a Map or Set");
        return ofFields([...shape.fields].map(([name, field]) => [name, visit(field)]));
      case "same":
        return ofHeld(shape.held);
      default:
        return refuse(describeShape(shape));
    }
  };
  const found = visit(result) ?? refuse("nothing");
  const unknown = leavesIn(found).filter(
    (leaf) => leaf.kind === "list" && !leaf.count && leaf.size === undefined,
  );
  if (unknown.length > 1) {
    m.fault(
      "NB5002",
      "the function gives several lists, the lengths of which only a run knows",
      "return N-d arrays, whose shapes are known",
    );
  }
  return found;
}

// Numbers alone are a list of known length.
function ofItems(items: readonly (Tree<Kind> | undefined)[]): Tree<Kind> | undefined {
  if (items.length > 0 && items.every((item) => item === undefined)) return undefined;
  const isList = items.every((item) => item && "leaf" in item && item.leaf.kind === "number");
  if (!isList) return { items };
  return { leaf: { kind: "list", size: items.length } };
}

function ofFields(
  all: readonly (readonly [name: string, part: Tree<Kind> | undefined])[],
): Tree<Kind> | undefined {
  const fields = all.filter((entry): entry is [string, Tree<Kind>] => entry[1] !== undefined);
  return fields.length === 0 ? undefined : { fields };
}

/** The leaves, in order. */
export function leavesIn<L>(tree: Tree<L>): readonly L[] {
  if ("leaf" in tree) return [tree.leaf];
  const parts = "items" in tree ? tree.items : tree.fields.map(([, part]) => part);
  return parts.flatMap((part) => (part ? leavesIn(part) : []));
}

/** How many numbers there are, where that is known when compiling. */
export function countIn(tree: Tree<Kind>): number | undefined {
  return leavesIn(tree).reduce<number | undefined>((sum, leaf) => {
    const own = sizeOfLeaf(leaf);
    return sum === undefined || own === undefined ? undefined : sum + own;
  }, 0);
}

function sizeOfLeaf(leaf: Kind): number | undefined {
  if (leaf.kind === "number") return 1;
  return leaf.kind === "nd" ? sizeOf(leaf.type.shape) : leaf.size;
}

/** The parts that can be looked at from outside of a class. */
export function visible<L>(tree: Tree<L>): Tree<L> {
  if ("leaf" in tree) return tree;
  if ("items" in tree) return { items: tree.items.map((item) => item && visible(item)) };
  const fields = tree.fields.filter(([name]) => !isPrivate(name));
  return { fields: fields.map(([name, part]) => [name, visible(part)] as const) };
}

/** With the places of the leaves, one after the other; a list without a count has what is left of `total`. */
export function placed({ b }: Machine, tree: Tree<Kind>, total: Value): Tree<Leaf> {
  const none = int(b, 0);
  const countOf = (leaf: Kind): Value | undefined => {
    const size = sizeOfLeaf(leaf);
    if (size !== undefined) return int(b, size);
    return leaf.kind === "list" ? leaf.count : undefined;
  };
  const known = leavesIn(tree).reduce((sum, leaf) => add(b, sum, countOf(leaf) ?? none), none);
  let at = none;
  const place = (leaf: Kind): Leaf => {
    const count = countOf(leaf) ?? sub(b, total, known);
    const found = { ...leaf, count, at };
    at = add(b, at, count);
    return found;
  };
  const visit = (one: Tree<Kind>): Tree<Leaf> => {
    if ("leaf" in one) return { leaf: place(one.leaf) };
    if ("items" in one) return { items: one.items.map((item) => item && visit(item)) };
    return { fields: one.fields.map(([name, part]) => [name, visit(part)] as const) };
  };
  return visit(tree);
}
