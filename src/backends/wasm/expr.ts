import { opcode, valType, type Opcode, type ValType } from "./opcodes.ts";

/**
 * A computation that leaves one value on the stack and writes nothing: it may be emitted later than
 * where it was made, as long as what it reads has not been written meanwhile.
 */
export interface Expr {
  readonly op: Opcode;
  readonly type: ValType;
  readonly args: readonly Expr[];
  /** First immediate: a constant, a local, a function, the log₂ of an alignment. */
  readonly imm: number | bigint;
  /** Offset of a load. */
  readonly offset: number;
  /** Whether it reads memory. */
  readonly reads: boolean;
  readonly depth: number;
}

const none: readonly Expr[] = [];

function leaf(op: Opcode, type: ValType, imm: number | bigint): Expr {
  return { op, type, args: none, imm, offset: 0, reads: false, depth: 0 };
}

export const i32Const = (x: number): Expr => leaf(opcode.i32_const, valType.i32, x | 0);
export const i64Const = (x: bigint): Expr => leaf(opcode.i64_const, valType.i64, x);
export const f32Const = (x: number): Expr => leaf(opcode.f32_const, valType.f32, x);
export const f64Const = (x: number): Expr => leaf(opcode.f64_const, valType.f64, x);
export const getLocal = (local: number, type: ValType): Expr => leaf(opcode.local_get, type, local);
export const getGlobal = (global: number, type: ValType): Expr =>
  leaf(opcode.global_get, type, global);

function depthOf(args: readonly Expr[]): number {
  let depth = 0;
  for (const a of args) if (a.depth > depth) depth = a.depth;
  return depth + 1;
}

/** A pure instruction on `args`; `imm` is the function of a call. */
export function apply(op: Opcode, type: ValType, args: readonly Expr[], imm = 0): Expr {
  const reads = args.some((a) => a.reads);
  return { op, type, args, imm, offset: 0, reads, depth: depthOf(args) };
}

/** Keeps the value of `x` in `local` on the way. */
export function tee(local: number, x: Expr): Expr {
  return apply(opcode.local_tee, x.type, [x], local);
}

/** Reads `2 ** align` bytes at `base + offset`. */
export function loadFrom(
  op: Opcode,
  type: ValType,
  base: Expr,
  { align, offset }: { readonly align: number; readonly offset: number },
): Expr {
  return { op, type, args: [base], imm: align, offset, reads: true, depth: base.depth + 1 };
}

/** Whether it costs next to nothing to emit more than once. */
export function isLeaf(x: Expr): boolean {
  return x.args.length === 0 && x.op !== opcode.call;
}

export function isConst(x: Expr): boolean {
  return x.op >= opcode.i32_const && x.op <= opcode.f64_const;
}

/** The value of an i32 constant; undefined for anything else. */
export function constantI32(x: Expr): number | undefined {
  return x.op === opcode.i32_const ? Number(x.imm) : undefined;
}

export function addI32(x: Expr, y: Expr): Expr {
  const [a, b] = [constantI32(x), constantI32(y)];
  if (a !== undefined && b !== undefined) return i32Const(a + b);
  if (b === 0) return x;
  return a === 0 ? y : apply(opcode.i32_add, valType.i32, [x, y]);
}

/** `x` as a sum of what is not known and a constant; wraps as i32 does. */
export function splitConstant(x: Expr): { readonly rest: Expr; readonly constant: number } {
  const known = constantI32(x);
  if (known !== undefined) return { rest: i32Const(0), constant: known };
  if (x.op !== opcode.i32_add && x.op !== opcode.i32_sub) return { rest: x, constant: 0 };
  const [a, b] = x.args.map(splitConstant) as [Split, Split];
  if (a.constant === 0 && b.constant === 0) return { rest: x, constant: 0 };
  const sign = x.op === opcode.i32_add ? 1 : -1;
  const constant = (a.constant + sign * b.constant) | 0;
  if (constantI32(b.rest) === 0) return { rest: a.rest, constant };
  if (sign > 0) return { rest: addI32(a.rest, b.rest), constant };
  return { rest: apply(opcode.i32_sub, valType.i32, [a.rest, b.rest]), constant };
}

type Split = ReturnType<typeof splitConstant>;

/** Whether it is a local plus a constant: cheaper to compute again than to keep. */
export function isOffset(x: Expr): boolean {
  if (x.op !== opcode.i32_add) return false;
  const [a, b] = x.args;
  return a!.op === opcode.local_get && b!.op === opcode.i32_const;
}

/** `x · size`, a power of two. */
export function scaleI32(x: Expr, size: number): Expr {
  const a = constantI32(x);
  if (a !== undefined) return i32Const(Math.imul(a, size));
  if (size === 1) return x;
  return apply(opcode.i32_shl, valType.i32, [x, i32Const(Math.log2(size))]);
}
