// Products of a row and a matrix, which are bound by memory: every number of the matrix is read once,
// in the order in which it lies.
import { FuncCode } from "../code.ts";
import type { Context } from "../context.ts";
import { apply, type Expr } from "../expr.ts";
import { opcode as o, valType } from "../opcodes.ts";
import * as x from "./asm.ts";
import { numberAt } from "./pack.ts";
import { madd, params, splatAt, vectorAt, zeroVector, type Float, type Shape } from "./tile.ts";

const { i32, v128 } = valType;
const { number, plus, times } = x;

/** Terms, or columns, that are done together. */
const TOGETHER = 4;

/**
 * `(c, a, b, bTerm, bColumn, n, k, add)`: the row c of `n` numbers is the row a of `k` times b, of
 * which one of the two distances is that of neighbours.
 */
export function thin(context: Context, shape: Shape): number {
  const { float } = shape;
  const kind = `${float.name}${shape.fused ? "_fused" : ""}`;
  return context.helper(`$gemm_row_${kind}`, (_, name) => {
    const code = new FuncCode(name, { params: Array(8).fill(i32), results: [] });
    const [c, a, b, bTerm, bColumn, n, k, add] = params(code);
    const size = number(float.size);
    const part = (what: string, make: typeof addRows, count: number): number =>
      context.helper(`$${what}${count}_${kind}`, (_c, own) => make(shape, count, own));
    x.when(
      code,
      x.same(bColumn, size),
      () => {
        x.when(code, x.not(add), () => clear(code, c, times(n, size)));
        for (const count of [TOGETHER, 1]) {
          x.during(code, x.less(number(count - 1), k), () => {
            x.run(code, part("add_rows", addRows, count), [n, a, b, bTerm, c]);
            x.advance(code, a, number(count * float.size));
            x.advance(code, b, times(bTerm, number(count)));
            x.advance(code, k, number(-count));
          });
        }
      },
      () => {
        for (const count of [TOGETHER, 1]) {
          x.during(code, x.less(number(count - 1), n), () => {
            x.run(code, part("dots", dots, count), [k, a, b, bColumn, c, add]);
            x.advance(code, c, number(count * float.size));
            x.advance(code, b, times(bColumn, number(count)));
            x.advance(code, n, number(-count));
          });
        }
      },
    );
    return code;
  });
}

/** Zeroes so many bytes. */
export function clear(code: FuncCode, start: Expr, bytes: Expr): void {
  for (const part of [start, number(0), bytes]) code.push(part);
  code.op(o.memory_fill);
}

const scalarMadd = ({ type, add1, mul1 }: Float, sum: Expr, p: Expr, q: Expr): Expr =>
  apply(add1, type, [sum, apply(mul1, type, [p, q])]);

/** `(n, a, b, bTerm, c)`: adds to c `count` rows of b times as many numbers at a. */
function addRows(shape: Shape, count: number, name: string): FuncCode {
  const { float } = shape;
  const code = new FuncCode(name, { params: Array(5).fill(i32), results: [] });
  const [n, a, b, bTerm, c] = params(code);
  const factors = Array.from({ length: count }, (_, r) =>
    code.keep(splatAt(float, a, r * float.size)),
  );
  const rows = rowsFrom(code, b, bTerm, count);
  const next = (places: number): void => {
    for (const at of [...rows, c]) x.advance(code, at, number(places * float.size));
    x.advance(code, n, number(-places));
  };
  for (const vectors of [2, 1]) {
    x.during(code, x.less(number(vectors * float.lanes - 1), n), () => {
      for (let v = 0; v < vectors; v++) {
        const sum = code.keep(vectorAt(float, c, 16 * v));
        factors.forEach((factor, r) =>
          x.put(code, sum, madd(shape, sum, factor, vectorAt(float, rows[r]!, 16 * v))),
        );
        code.store(o.v128_store, c, sum, float.align, 16 * v);
      }
      next(vectors * float.lanes);
    });
  }
  x.during(code, x.less(number(0), n), () => {
    const first = (v: Expr): Expr => apply(float.lane, float.type, [v], 0);
    const sum = rows.reduce(
      (all, row, r) => scalarMadd(float, all, first(factors[r]!), numberAt(float, row)),
      numberAt(float, c),
    );
    code.store(float.store, c, sum, float.align, 0);
    next(1);
  });
  return code;
}

/** `(k, a, b, bColumn, c, add)`: `count` sums of the products of a with columns of b. */
function dots(shape: Shape, count: number, name: string): FuncCode {
  const { float } = shape;
  const code = new FuncCode(name, { params: Array(6).fill(i32), results: [] });
  const [k, a, b, bColumn, c, add] = params(code);
  const columns = rowsFrom(code, b, bColumn, count);
  // sums enough for one addition not to wait for the one before
  const apart = TOGETHER / count;
  const sums = columns.map(() => Array.from({ length: apart }, () => code.keep(zeroVector(float))));
  const next = (terms: number): void => {
    for (const at of [...columns, a]) x.advance(code, at, number(terms * float.size));
    x.advance(code, k, number(-terms));
  };
  for (const vectors of apart > 1 ? [apart, 1] : [1]) {
    x.during(code, x.less(number(vectors * float.lanes - 1), k), () => {
      for (let v = 0; v < vectors; v++) {
        const factor = code.keep(vectorAt(float, a, 16 * v));
        columns.forEach((column, j) => {
          const sum = sums[j]![v]!;
          x.put(code, sum, madd(shape, sum, factor, vectorAt(float, column, 16 * v)));
        });
      }
      next(vectors * float.lanes);
    });
  }
  const found = sums.map((parts) => {
    const all = code.keep(parts.reduce((p, q) => apply(float.add, v128, [p, q])));
    const lanes = Array.from({ length: float.lanes }, (_, l) =>
      apply(float.lane, float.type, [all], l),
    );
    return code.keep(lanes.reduce((p, q) => apply(float.add1, float.type, [p, q])));
  });
  x.during(code, x.less(number(0), k), () => {
    columns.forEach((column, j) => {
      const product = [numberAt(float, a), numberAt(float, column)] as const;
      x.put(code, found[j]!, scalarMadd(float, found[j]!, ...product));
    });
    next(1);
  });
  found.forEach((sum, j) => {
    const offset = j * float.size;
    const to = plus(c, number(offset));
    x.when(code, add, () =>
      x.put(code, sum, apply(float.add1, float.type, [numberAt(float, to), sum])),
    );
    code.store(float.store, c, sum, float.align, offset);
  });
  return code;
}

function rowsFrom(code: FuncCode, first: Expr, distance: Expr, count: number): Expr[] {
  const starts = [first];
  for (let r = 1; r < count; r++) starts.push(code.keep(plus(starts[r - 1]!, distance)));
  return starts;
}

/** `(c, a, aRow, aTerm, b, bTerm, bColumn, m, n, k, add)`: number by number. */
export function plain(context: Context, float: Float): number {
  return context.helper(`$gemm_small_${float.name}`, (_, name) => {
    const code = new FuncCode(name, { params: Array(11).fill(i32), results: [] });
    const [c, a, aRow, aTerm, b, bTerm, bColumn, m, n, k, add] = params(code);
    const sum = code.keep(float.zero);
    x.during(code, x.less(number(0), m), () => {
      const column = code.keep(b);
      const columns = code.keep(n);
      x.during(code, x.less(number(0), columns), () => {
        const [p, q, terms] = [code.keep(a), code.keep(column), code.keep(k)];
        x.put(code, sum, float.zero);
        x.during(code, x.less(number(0), terms), () => {
          x.put(code, sum, scalarMadd(float, sum, numberAt(float, p), numberAt(float, q)));
          x.advance(code, p, aTerm);
          x.advance(code, q, bTerm);
          x.advance(code, terms, number(-1));
        });
        x.when(code, add, () =>
          x.put(code, sum, apply(float.add1, float.type, [numberAt(float, c), sum])),
        );
        code.store(float.store, c, sum, float.align, 0);
        x.advance(code, c, number(float.size));
        x.advance(code, column, bColumn);
        x.advance(code, columns, number(-1));
      });
      x.advance(code, a, aRow);
      x.advance(code, m, number(-1));
    });
    return code;
  });
}
