// Integers and loops, for functions written in instructions.
import type { FuncCode } from "../code.ts";
import { addI32, apply, constantI32, i32Const, type Expr } from "../expr.ts";
import { opcode as o, valType, type Opcode } from "../opcodes.ts";

const { i32 } = valType;
const bin = (op: Opcode, x: Expr, y: Expr): Expr => apply(op, i32, [x, y]);

export const number: (x: number) => Expr = i32Const;
export const plus = (...terms: readonly Expr[]): Expr => terms.reduce((x, y) => addI32(x, y));
export const minus = (x: Expr, y: Expr): Expr => bin(o.i32_sub, x, y);
export const less = (x: Expr, y: Expr): Expr => bin(o.i32_lt_s, x, y);
export const atMost = (x: Expr, y: Expr): Expr => bin(o.i32_le_s, x, y);
export const same = (x: Expr, y: Expr): Expr => bin(o.i32_eq, x, y);
export const both = (x: Expr, y: Expr): Expr => bin(o.i32_and, x, y);
export const either = (x: Expr, y: Expr): Expr => bin(o.i32_or, x, y);
export const not = (x: Expr): Expr => apply(o.i32_eqz, i32, [x]);
export const choose = (condition: Expr, x: Expr, y: Expr): Expr =>
  apply(o.select, i32, [x, y, condition]);
/** Of two that may be emitted twice. */
export const smaller = (x: Expr, y: Expr): Expr => choose(less(x, y), x, y);
export const multipleBelow = (x: Expr, power: number): Expr => bin(o.i32_and, x, number(-power));

export function times(x: Expr, y: Expr): Expr {
  const [a, b] = [constantI32(x), constantI32(y)];
  if (a === 1) return y;
  return b === 1 ? x : bin(o.i32_mul, x, y);
}

/** Of numbers that are not negative, `y` above 0, which may be emitted any number of times. */
export const quotientAbove = (x: Expr, y: Expr): Expr =>
  bin(o.i32_div_s, plus(x, minus(y, number(1))), y);

/** `x` up to a multiple of `step`, which need not be a power of two. */
export function multipleAbove(x: Expr, step: number): Expr {
  const more = plus(x, number(step - 1));
  if (Number.isInteger(Math.log2(step))) return multipleBelow(more, step);
  return times(bin(o.i32_div_s, more, number(step)), number(step));
}

/** What is left of `x`, which may be emitted twice, after multiples of `step`. */
export const remainder = (x: Expr, step: number): Expr =>
  minus(x, times(bin(o.i32_div_s, x, number(step)), number(step)));

/** Changes a local. */
export function put(code: FuncCode, local: Expr, x: Expr): void {
  code.set(Number(local.imm), x);
}

export function advance(code: FuncCode, local: Expr, by: Expr): void {
  put(code, local, plus(local, by));
}

/** Runs `then` if `condition`, or else `otherwise`. */
export function when(
  code: FuncCode,
  condition: Expr,
  then: () => void,
  otherwise?: () => void,
): void {
  code.push(condition);
  code.if();
  then();
  if (otherwise !== undefined) {
    code.else();
    otherwise();
  }
  code.end();
}

/** Runs `body` as long as `condition`; the condition is emitted twice. */
export function during(code: FuncCode, condition: Expr, body: () => void): void {
  when(code, condition, () => {
    const top = code.loop();
    body();
    code.push(condition);
    code.brIf(top);
    code.end();
  });
}

/** Runs `body` for 0, step, … below `end`, which may be emitted any number of times. */
export function steps(code: FuncCode, end: Expr, step: number, body: (i: Expr) => void): void {
  const i = code.keep(number(0));
  during(code, less(i, end), () => {
    body(i);
    advance(code, i, number(step));
  });
}

/** Calls a function that gives nothing. */
export function run(code: FuncCode, func: number, args: readonly Expr[]): void {
  for (const x of args) code.push(x);
  code.op(o.call, func);
}
