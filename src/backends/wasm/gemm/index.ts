// Products of matrices in memory: `gemm` as calls of functions that a module has if it needs them.
import type { Value } from "../../../ir/func.ts";
import { gemmForm } from "../../../ops/gemm.ts";
import { FuncCode } from "../code.ts";
import type { Context } from "../context.ts";
import type { Emit } from "../emitter.ts";
import type { Expr } from "../expr.ts";
import { opcode as o, valType } from "../opcodes.ts";
import * as x from "./asm.ts";
import { blocked } from "./blocked.ts";
import { clear, plain, thin } from "./thin.ts";
import { floats, params, type Shape } from "./tile.ts";

const { i32 } = valType;
const { number, times } = x;

/** Products up to which, and lengths up to which, it is done number by number. */
const SMALL = 64;
const SHORT = 16;

export const gemmOp: Emit = (e, { args: [c, a, b, m, n, k, from, to], attrs, span }) => {
  const { type } = c!;
  if (type.kind !== "mem" || type.elem.kind !== "store") throw new Error("internal: no matrix");
  const float = floats[type.elem.storage === "f32" ? "f32" : "f64"];
  const { ta, tb, add } = gemmForm(attrs);
  const [rows, columns, terms] = [e.leaf(m!), e.leaf(n!), e.leaf(k!)];
  const next = number(float.size);
  const bytes = (count: Expr): Expr => times(count, next);
  const [aRow, aTerm] = ta ? [next, bytes(rows)] : [bytes(terms), next];
  const [bTerm, bColumn] = tb ? [next, bytes(terms)] : [bytes(columns), next];
  // where the rows begin that are made
  const start = (v: Value, row: Expr): Expr =>
    from === undefined ? e.use(v) : x.plus(e.use(v), times(e.leaf(from), row));
  const made = from === undefined ? rows : x.minus(e.leaf(to!), e.leaf(from));
  const [cAt, aAt] = [start(c!, bytes(columns)), start(a!, aRow)];
  const matrices = [cAt, aAt, aRow, aTerm, e.use(b!), bTerm, bColumn];
  e.flushReads();
  const site = number(e.context.site({ kind: "memory", span }));
  const { fused } = e.context;
  const shape: Shape = { float, rows: 4, vectors: 2, fused };
  const all = [...matrices, made, columns, terms, number(add ? 1 : 0), site];
  x.run(e.code, product(e.context, shape), all);
};

/** `(c, a, aRow, aTerm, b, bTerm, bColumn, m, n, k, add, site)`: by the way that fits the sizes. */
function product(context: Context, shape: Shape): number {
  const { float } = shape;
  return context.helper(`$gemm_${float.name}${shape.fused ? "_fused" : ""}`, (_, name) => {
    const code = new FuncCode(name, { params: Array(12).fill(i32), results: [] });
    const [c, a, aRow, aTerm, b, bTerm, bColumn, m, n, k, add, site] = params(code);
    const one = number(1);
    const otherwise = (condition: Expr, then: () => void): void =>
      x.when(code, condition, () => {
        then();
        code.op(o.return);
      });
    otherwise(x.either(x.less(m, one), x.less(n, one)), () => {});
    otherwise(x.less(k, one), () =>
      x.when(code, x.not(add), () => clear(code, c, times(times(m, n), number(float.size)))),
    );
    const row = thin(context, shape);
    otherwise(x.same(m, one), () => x.run(code, row, [c, a, b, bTerm, bColumn, n, k, add]));
    // the product transposed is a row
    otherwise(x.same(n, one), () => x.run(code, row, [c, b, a, aTerm, aRow, m, k, add]));
    const isShort = [m, n, k].map((size) => x.atMost(size, number(SHORT))).reduce(x.both);
    const isSmall = x.atMost(times(times(m, n), k), number(SMALL));
    const operands = [c, a, aRow, aTerm, b, bTerm, bColumn, m, n, k, add];
    otherwise(x.both(isShort, isSmall), () => x.run(code, plain(context, float), operands));
    x.run(code, blocked(context, shape), [...operands, site]);
    return code;
  });
}
