// Trees of parameters: plain objects and lists whose leaves are N-d arrays of floats, typed arrays of
// floats, and numbers. What else is in them stays as it is.
import { NablaError } from "../diagnostics/error.ts";
import { NdArray } from "../nd/array.ts";

export type Floats = Float64Array | Float32Array;

type Leaf = NdArray | Floats | number;

/** Writes new leaves, element by element, from those of the same place in all trees. */
type Fill = (to: Floats[], from: Floats[]) => void;

function isLeaf(x: unknown): x is Leaf {
  if (x instanceof NdArray) return x.dtype === "f64" || x.dtype === "f32";
  return typeof x === "number" || x instanceof Float64Array || x instanceof Float32Array;
}

function isInner(x: unknown): x is object {
  return typeof x === "object" && x !== null && !(x instanceof NdArray) && !ArrayBuffer.isView(x);
}

/**
 * `count` trees of the structure of the first of `trees`, each leaf of its kind and shape, with the
 * elements that `fill` writes. Where another tree has nothing, the first result has what the first
 * tree has, and the others nothing.
 */
export function mapTrees(count: number, trees: readonly unknown[], fill: Fill): unknown[] {
  const [like] = trees;
  if (isLeaf(like)) {
    if (trees.includes(undefined)) return rest(count, like);
    const from = trees.map((leaf) => floatsOf(leaf, like));
    const to = Array.from({ length: count }, () => roomFor(like));
    fill(to, from);
    return to.map((data) => leafOf(like, data));
  }
  if (Array.isArray(like)) {
    const items = like.map((_, i) =>
      mapTrees(
        count,
        trees.map((tree) => at(tree, i)),
        fill,
      ),
    );
    return Array.from({ length: count }, (_, k) => items.map((item) => item[k]));
  }
  if (!isInner(like)) return rest(count, like);
  const made: Record<string, unknown>[] = Array.from({ length: count }, () => ({}));
  for (const key of Object.keys(like)) {
    const parts = mapTrees(
      count,
      trees.map((tree) => at(tree, key)),
      fill,
    );
    for (const [k, part] of parts.entries()) if (part !== undefined) made[k]![key] = part;
  }
  return made;
}

function rest(count: number, first: unknown): unknown[] {
  return Array.from({ length: count }, (_, k) => (k === 0 ? first : undefined));
}

function at(tree: unknown, key: string | number): unknown {
  return isInner(tree) ? (tree as Record<string | number, unknown>)[key] : undefined;
}

function floatsOf(leaf: unknown, like: Leaf): Floats {
  const wanted = sizeOf(like);
  if (!isLeaf(leaf) || sizeOf(leaf) !== wanted) {
    throw new NablaError("NB5003", {
      message: `${show(leaf)} stands where the parameters have ${show(like)}`,
      help: "gradients and states go with parameters of one structure: start a state by `init(params)`",
    });
  }
  if (typeof leaf === "number") return Float64Array.of(leaf);
  return leaf instanceof NdArray ? (leaf.data as Floats) : leaf;
}

function sizeOf(leaf: Leaf): number {
  if (typeof leaf === "number") return 1;
  return leaf instanceof NdArray ? leaf.size : leaf.length;
}

function roomFor(like: Leaf): Floats {
  if (typeof like === "number") return new Float64Array(1);
  const single = like instanceof NdArray ? like.dtype === "f32" : like instanceof Float32Array;
  return single ? new Float32Array(sizeOf(like)) : new Float64Array(sizeOf(like));
}

function leafOf(like: Leaf, data: Floats): Leaf {
  if (typeof like === "number") return data[0]!;
  return like instanceof NdArray ? new NdArray(like.dtype, like.shape, data) : data;
}

function show(x: unknown): string {
  if (x instanceof NdArray) return `${x.dtype}[${x.shape.join(",")}]`;
  if (ArrayBuffer.isView(x)) return `${x.constructor.name}(${(x as Floats).length})`;
  return typeof x === "number" ? "a number" : `something else (${typeof x})`;
}

/** A tree of the structure of `params` with zeros. */
export function zerosLike(params: unknown): unknown {
  return floatsOnly(mapTrees(2, [params], () => {})[1], params);
}

// a parameter that is no tree of objects has no second result where it is inert
function floatsOnly(made: unknown, params: unknown): unknown {
  return made ?? (isInner(params) ? {} : undefined);
}

/** Calls `visit` with the leaves of all trees in one place, in order. */
export function eachLeaf(trees: readonly unknown[], visit: (from: Floats[]) => void): void {
  mapTrees(0, trees, (_, from) => visit(from));
}
