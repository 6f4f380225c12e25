// Products of stacks of matrices.
import type { Builder } from "../../ir/builder.ts";
import type { Attrs, Value } from "../../ir/func.ts";
import { defop, type Lanes, type Op } from "../../ir/op.ts";
import { tensorData } from "../../ir/tensor.ts";
import { arrayOf, sizeOf, type ArrayType, type Type } from "../../ir/types.ts";
import { plus } from "../arith.ts";
import { reject } from "../signatures.ts";
import { arrayAt, isSet } from "./signatures.ts";
import { asOneStack, mergedInto, splitFrom } from "./stacks.ts";

interface Extents {
  readonly batch: number;
  readonly m: number;
  readonly k: number;
  readonly n: number;
}

function extentsOf(types: readonly Type[], attrs: Attrs): Extents {
  const x = arrayAt(types, 0, "f64", "f32", "i32");
  const y = arrayAt(types, 1, x.dtype);
  if (types.length !== 2 || x.shape.length !== 3 || y.shape.length !== 3) {
    reject(types, "two arrays of three axes");
  }
  const swapped = ({ shape: [b, p, q] }: ArrayType, swap: boolean): number[] =>
    swap ? [b!, q!, p!] : [b!, p!, q!];
  const [batch, m, k] = swapped(x, isSet(attrs, "ta")) as [number, number, number];
  const [others, inner, n] = swapped(y, isSet(attrs, "tb")) as [number, number, number];
  if (batch !== others || k !== inner) {
    reject(types, `stacks of as many matrices, of as many columns (${k}) as rows (${inner})`);
  }
  return { batch, m, k, n };
}

// Where one operand is the same in all lanes, its rows or columns go with those of all the others.
function matmulLanes(b: Builder, x: readonly Value[], lanes: Lanes, attrs: Attrs): Value {
  const [first, second] = lanes.batched;
  if (first && second) return asOneStack()(b, x, lanes, attrs, matmul);
  const [ta, tb] = [isSet(attrs, "ta"), isSet(attrs, "tb")];
  const axis = first ? Number(ta) + 1 : 2 - Number(tb);
  const [p, q] = x.map((v, i) => (lanes.batched[i] ? mergedInto(b, v, axis) : v));
  return splitFrom(b, product(b, p!, q!, ta, tb), first ? 1 : 2, lanes.size);
}

/** Linear in each operand; the transposes are products again, with no transposed copies. */
export const matmul: Op = defop<[x: Value, y: Value]>({
  name: "matmul",
  doc: "matmul {ta, tb} x, y: the products of the matrices x [b, m, k] and y [b, k, n] one by one; x is [b, k, m] if `ta`, y is [b, n, k] if `tb`",
  effect: "pure",
  type: (types, attrs) => {
    const { batch, m, n } = extentsOf(types, attrs);
    return [arrayOf((types[0] as ArrayType).dtype, [batch, m, n])];
  },
  run: ([x, y], attrs, { dtype, shape }) => {
    const types = [x!, y!].map((t) => arrayOf(t.dtype, t.shape));
    const { batch, m, k, n } = extentsOf(types, attrs);
    const [rowX, colX] = isSet(attrs, "ta") ? [1, m] : [k, 1];
    const [rowY, colY] = isSet(attrs, "tb") ? [1, k] : [n, 1];
    const times = dtype === "i32" ? Math.imul : (p: number, q: number): number => p * q;
    const data = tensorData(dtype, sizeOf(shape));
    let at = 0;
    for (let b = 0; b < batch; b++) {
      for (let i = 0; i < m; i++) {
        for (let j = 0; j < n; j++) {
          let sum = 0;
          const [fromX, fromY] = [b * m * k + i * rowX, b * k * n + j * colY];
          for (let p = 0; p < k; p++)
            sum += times(x!.data[fromX + p * colX]!, y!.data[fromY + p * rowY]!);
          data[at++] = sum;
        }
      }
    }
    return data;
  },
  cost: 2,
  work: (types, attrs) => {
    const { batch, m, k, n } = extentsOf(types, attrs);
    return batch * m * n * k;
  },
  rule: {
    kind: "linear",
    jvp: (b, [x, y], [dx, dy], _, attrs) =>
      plus(
        b,
        dx && b.emit1(matmul, [dx, y as Value], attrs),
        dy && b.emit1(matmul, [x as Value, dy], attrs),
      ),
    transpose: (b, ct, [x, y], i, attrs) => {
      const [ta, tb] = [isSet(attrs, "ta"), isSet(attrs, "tb")];
      if (i === 0) {
        return ta ? product(b, y!, ct, tb, true) : product(b, ct, y!, false, !tb);
      }
      return tb ? product(b, ct, x!, true, ta) : product(b, x!, ct, !ta, false);
    },
  },
  batch: matmulLanes,
  samples: [],
});

/** The products of `x` and `y`, which are transposed where `ta`, `tb`. */
export function product(b: Builder, x: Value, y: Value, ta: boolean, tb: boolean): Value {
  return b.emit1(matmul, [x, y], { ta, tb });
}
