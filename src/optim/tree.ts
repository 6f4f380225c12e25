// Trees of parameters: plain objects and lists whose leaves are N-d arrays of floats, typed arrays of
// floats, and numbers. What else is in them stays as it is.
import { NdArray } from "../nd/array.ts";
import { fault, show } from "../nd/fault.ts";
import { asarray, astype, reshape } from "../nd/index.ts";
import { traced } from "../nd/traced.ts";

export type Floats = Float64Array | Float32Array;

type Leaf = NdArray | Floats | number;

/** Writes new leaves, element by element, from those of the same place in all trees. */
type Fill = (to: Floats[], from: Floats[]) => void;

function isLeaf(x: unknown): x is Leaf {
  if (x instanceof NdArray) return x.dtype === "f64" || x.dtype === "f32" || x.dtype === "f16";
  return typeof x === "number" || x instanceof Float64Array || x instanceof Float32Array;
}

function isInner(x: unknown): x is object {
  return typeof x === "object" && x !== null && !(x instanceof NdArray) && !ArrayBuffer.isView(x);
}

/**
 * `count` trees of the structure of the first of `trees`, each leaf of its kind and shape, with the
 * elements that `fill` writes. Where another tree has nothing, the first result has what the first
 * tree has, and the others nothing: but no tree is nothing altogether.
 *
 * @throws NB5003 where a tree has what the first has not, or another kind or shape
 */
export function mapTrees(count: number, trees: readonly unknown[], fill: Fill): unknown[] {
  if (isInner(trees[0])) {
    for (const tree of trees) if (!isInner(tree)) misfit("nothing, or no tree,");
  }
  return mapped(count, trees, fill);
}

function mapped(count: number, trees: readonly unknown[], fill: Fill): unknown[] {
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
      mapped(
        count,
        trees.map((tree) => at(tree, i)),
        fill,
      ),
    );
    return Array.from({ length: count }, (_, k) => items.map((item) => item[k]));
  }
  if (!isInner(like)) return rest(count, like);
  for (const tree of trees) {
    if (!isInner(tree)) continue;
    for (const key of Object.keys(tree)) if (!(key in like)) misfit(`\`${key}\``);
  }
  const made: Record<string, unknown>[] = Array.from({ length: count }, () => ({}));
  for (const key of Object.keys(like)) {
    const parts = mapped(
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

/** The elements of a leaf that has the kind of `like`; anything else is refused. */
function floatsOf(leaf: unknown, like: Leaf): Floats {
  if (like instanceof NdArray) {
    sameShape(leaf, like);
    // f16 is for storage: what is trained is f32
    const whole = (leaf as NdArray).dtype === "f16" ? astype(leaf as NdArray, "f32") : leaf;
    return (whole as NdArray).data as Floats;
  }
  if (typeof like === "number") {
    return Float64Array.of(leaf as number);
  }
  const data = leaf as Floats;
  if (data.length !== like.length) {
    throw new RangeError(
      `a gradient or state of ${data.length} numbers for a parameter of ${like.length}`,
    );
  }
  return data;
}

const sameShape: (leaf: unknown, like: NdArray) => void = /* @__PURE__ */ traced((leaf, like) => {
  if (leaf instanceof NdArray && leaf.shape.join() === like.shape.join()) return;
  const found = leaf instanceof NdArray ? show(leaf) : "something else";
  fault(
    "NB5003",
    `${found} stands where the parameters have ${show(like)}`,
    "gradients and states have the structure of the parameters: start a state by `init(params)`",
  );
});

const misfit: (what: string) => void = /* @__PURE__ */ traced((what) => {
  fault(
    "NB5003",
    `${what} stands where the parameters have something else`,
    "gradients and states have the structure of the parameters: of `valueAndGrad` give `.grad`",
  );
});

function sizeOf(leaf: Leaf): number {
  if (typeof leaf === "number") return 1;
  return leaf instanceof NdArray ? leaf.size : leaf.length;
}

function roomFor(like: Leaf): Floats {
  if (typeof like === "number") return new Float64Array(1);
  const single = like instanceof NdArray ? like.dtype !== "f64" : like instanceof Float32Array;
  return single ? new Float32Array(sizeOf(like)) : new Float64Array(sizeOf(like));
}

function leafOf(like: Leaf, data: Floats): Leaf {
  if (typeof like === "number") return data[0]!;
  return like instanceof NdArray ? reshape(asarray(data), like.shape) : data;
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
