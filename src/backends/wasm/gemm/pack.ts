// Copies parts of matrices to where tiles read them: for each term all rows, or columns, of a tile
// side by side.
import { FuncCode } from "../code.ts";
import { apply, loadFrom, type Expr } from "../expr.ts";
import { opcode as o, shuffle, valType } from "../opcodes.ts";
import { advance, during, less, minus, number, plus, put, steps, times } from "./asm.ts";
import { params, vectorAt, type Float } from "./tile.ts";

const { i32, v128 } = valType;

/**
 * `(to, from, term, k)`: `k` terms of a panel of `width` numbers, which lie side by side; terms are
 * `term` bytes apart.
 */
export function packStraight(float: Float, width: number, name: string): FuncCode {
  const code = new FuncCode(name, { params: Array(4).fill(i32), results: [] });
  const [to, from, term, k] = params(code);
  const bytes = width * float.size;
  during(code, less(number(0), k), () => {
    for (let at = 0; at < bytes; at += 16) {
      code.store(o.v128_store, to, vectorAt(float, from, at), float.align, at);
    }
    advance(code, to, number(bytes));
    advance(code, from, term);
    advance(code, k, number(-1));
  });
  return code;
}

/**
 * `(to, from, row, k)`: `k` terms of a panel of `width` numbers, which are `row` bytes apart; terms
 * lie side by side.
 */
export function packTurned(float: Float, width: number, name: string): FuncCode {
  const code = new FuncCode(name, { params: Array(4).fill(i32), results: [] });
  const [to, from, row, k] = params(code);
  const { lanes, size, align } = float;
  const starts = [from];
  for (let r = 1; r < width; r++) starts.push(code.keep(plus(starts[r - 1]!, row)));
  const bytes = width * size;
  const next = (terms: number): void => {
    for (const start of starts) advance(code, start, number(terms * size));
    advance(code, to, number(terms * bytes));
    advance(code, k, number(-terms));
  };
  during(code, less(number(lanes - 1), k), () => {
    for (let group = 0; group < width; group += lanes) {
      const rows = starts.slice(group, group + lanes).map((s) => code.keep(vectorAt(float, s)));
      turned(code, float, rows).forEach((x, term) =>
        code.store(o.v128_store, to, x, align, term * bytes + group * size),
      );
    }
    next(lanes);
  });
  during(code, less(number(0), k), () => {
    starts.forEach((start, r) =>
      code.store(float.store, to, numberAt(float, start), align, r * size),
    );
    next(1);
  });
  return code;
}

/** The rows of a square of vectors as its columns. */
function turned(code: FuncCode, { lanes }: Float, rows: readonly Expr[]): Expr[] {
  const mix = (how: number, x: Expr, y: Expr): Expr => apply(o.i8x16_shuffle, v128, [x, y], how);
  if (lanes === 2) {
    const [x, y] = rows as [Expr, Expr];
    return [mix(shuffle.low64, x, y), mix(shuffle.high64, x, y)];
  }
  const [x, y, z, w] = rows as [Expr, Expr, Expr, Expr];
  const pairs = (how: number): [Expr, Expr] => [
    code.keep(mix(how, x, y)),
    code.keep(mix(how, z, w)),
  ];
  const [low, high] = [pairs(shuffle.low32), pairs(shuffle.high32)];
  return [low, high].flatMap(([p, q]) => [mix(shuffle.low64, p, q), mix(shuffle.high64, p, q)]);
}

/**
 * `(to, from, place, term, k, used)`: of any distances, `used` numbers of each term, and zeros.
 */
export function packEdge(float: Float, width: number, name: string): FuncCode {
  const code = new FuncCode(name, { params: Array(6).fill(i32), results: [] });
  const [to, from, place, term, k, used] = params(code);
  const { size, align, store, zero } = float;
  during(code, less(number(0), k), () => {
    const at = code.keep(from);
    const left = code.keep(used);
    const cell = code.keep(to);
    during(code, less(number(0), left), () => {
      code.store(store, cell, numberAt(float, at), align, 0);
      advance(code, at, place);
      advance(code, cell, number(size));
      advance(code, left, number(-1));
    });
    put(code, left, minus(number(width), used));
    during(code, less(number(0), left), () => {
      code.store(store, cell, zero, align, 0);
      advance(code, cell, number(size));
      advance(code, left, number(-1));
    });
    advance(code, to, number(width * size));
    advance(code, from, term);
    advance(code, k, number(-1));
  });
  return code;
}

/**
 * `(c, cRow, tile, rows, columns, add)`: the part of a tile of `width` columns that is in the matrix.
 */
export function unpackEdge(float: Float, width: number, name: string): FuncCode {
  const code = new FuncCode(name, { params: Array(6).fill(i32), results: [] });
  const [c, cRow, tile, rows, columns, add] = params(code);
  const { type, size, align, add1, store } = float;
  const end = code.keep(times(columns, number(size)));
  during(code, less(number(0), rows), () => {
    steps(code, end, size, (j) => {
      const to = code.keep(plus(c, j));
      const x = code.keep(numberAt(float, plus(tile, j)));
      code.push(add);
      code.if();
      put(code, x, apply(add1, type, [numberAt(float, to), x]));
      code.end();
      code.store(store, to, x, align, 0);
    });
    advance(code, c, cRow);
    advance(code, tile, number(width * size));
    advance(code, rows, number(-1));
  });
  return code;
}

export function numberAt({ load, type, align }: Float, base: Expr): Expr {
  return loadFrom(load, type, base, { align, offset: 0 });
}
