// Functions that manage memory. A bump of the heap pointer gives memory; nothing is freed before
// the host resets the arena, see `fixed`.
import { fixed } from "../../ir/storage.ts";
import { FuncCode } from "./code.ts";
import type { Context } from "./context.ts";
import { failFunction, moreFunction } from "./emitter.ts";
import { apply, getGlobal, i32Const, i64Const, loadFrom, scaleI32, type Expr } from "./expr.ts";
import { opcode as o, valType, type Opcode, type ValType } from "./opcodes.ts";
import type { Access } from "./representation.ts";

const { i32, i64 } = valType;

const bin = (op: Opcode, x: Expr, y: Expr, type: ValType = i32): Expr => apply(op, type, [x, y]);

/** From where the words of `fixed` are that each thread has for itself. */
export const arenaBase = ({ threads }: Context): Expr =>
  threads ? getGlobal(1, i32) : i32Const(0);

const readFixed = (context: Context, at: number): Expr =>
  loadFrom(o.i32_load, i32, arenaBase(context), { align: 2, offset: at });

function writeFixed(context: Context, code: FuncCode, at: number, x: Expr): void {
  code.store(o.i32_store, arenaBase(context), x, 2, at);
}

/** Runs `body` if `condition`. */
function when(code: FuncCode, condition: Expr, body: () => void): void {
  code.push(condition);
  code.if();
  body();
  code.end();
}

function outOfMemory(code: FuncCode, site: Expr, wanted: Expr): void {
  for (const x of [site, wanted, i32Const(0)]) code.push(x);
  code.op(o.call, failFunction);
  code.op(o.unreachable);
}

/** Elements up to this many bytes fit into memory next to what is reserved. */
const most = 0xfffe0000;

/**
 * Number of `(n, site) → address`: `n` elements of `size` bytes, all zero if `zeroed`. An empty
 * memory has an address of its own too: it is not the same as another.
 */
export function allocator(context: Context, size: number, zeroed: boolean): number {
  return context.helper(`$${zeroed ? "alloc" : "make"}${size}`, (_, name) => {
    const code = new FuncCode(name, { params: [i32, i32], results: [i32] });
    const [n, site] = [code.param(0), code.param(1)];
    when(code, bin(o.i32_gt_u, n, i32Const(Math.floor(most / size))), () =>
      outOfMemory(code, site, i32Const(-1)),
    );
    const shifted = size === 1 ? n : bin(o.i32_shl, n, i32Const(Math.log2(size)));
    const exact = size === 8 ? shifted : roundedUp(shifted);
    const bytes = code.keep(exact);
    const some = code.keep(apply(o.select, i32, [bytes, i32Const(8), bytes]));
    take(context, code, { bytes: some, site, zeroed });
    return code;
  });
}

const roundedUp = (bytes: Expr): Expr =>
  bin(o.i32_and, bin(o.i32_add, bytes, i32Const(7)), i32Const(-8));

/** Bytes for `n` elements of so many bytes, with some to spare: none is as long as nothing. */
export function roomFor(n: Expr, size: number): Expr {
  return bin(o.i32_and, bin(o.i32_add, scaleI32(n, size), i32Const(15)), i32Const(-8));
}

/** Number of `(n, site) → address`: room for `n` elements of each of `sizes`, one after the other. */
export function togetherAllocator(context: Context, sizes: readonly number[]): number {
  return context.helper(`$make${sizes.join("_")}`, (_, name) => {
    const code = new FuncCode(name, { params: [i32, i32], results: [i32] });
    const [n, site] = [code.param(0), code.param(1)];
    const all = sizes.reduce((sum, size) => sum + size, 0);
    const largest = Math.floor((most - 16 * sizes.length) / all);
    when(code, bin(o.i32_gt_u, n, i32Const(largest)), () => outOfMemory(code, site, i32Const(-1)));
    const bytes = sizes.map((size) => roomFor(n, size)).reduce((x, y) => bin(o.i32_add, x, y));
    take(context, code, { bytes: code.keep(bytes), site, zeroed: false });
    return code;
  });
}

/** Number of `(bytes, site) → address`: so many bytes, all zero if `zeroed`, a multiple of 8 above 0. */
export function bump(context: Context, { zeroed }: { readonly zeroed: boolean }): number {
  return context.helper(zeroed ? "$bump" : "$take", (_, name) => {
    const code = new FuncCode(name, { params: [i32, i32], results: [i32] });
    take(context, code, { bytes: code.param(0), site: code.param(1), zeroed });
    return code;
  });
}

interface Taken {
  /** Multiple of 8, above 0. */
  readonly bytes: Expr;
  readonly site: Expr;
  readonly zeroed: boolean;
}

/** Leaves the address of new memory on the stack. */
function take(context: Context, code: FuncCode, { bytes, site, zeroed }: Taken): void {
  const start = code.keep(readFixed(context, fixed.heap));
  const end = code.keep(bin(o.i32_add, start, bytes));
  const wraps = bin(o.i32_lt_u, end, start);
  const limit = readFixed(context, fixed.limit);
  when(code, bin(o.i32_or, wraps, bin(o.i32_gt_u, end, limit)), () => {
    if (context.threads) {
      // perhaps in another piece of memory
      code.set(Number(start.imm), apply(o.call, i32, [bytes], moreFunction));
      when(code, apply(o.i32_eqz, i32, [start]), () => outOfMemory(code, site, bytes));
      code.set(Number(end.imm), bin(o.i32_add, start, bytes));
    } else {
      for (const x of [start, bytes, site]) code.push(x);
      code.op(o.call, grow(context));
    }
  });
  writeFixed(context, code, fixed.heap, end);
  if (zeroed) {
    const clean = code.keep(readFixed(context, fixed.clean));
    when(code, bin(o.i32_lt_u, start, clean), () => {
      const upTo = code.keep(apply(o.select, i32, [end, clean, bin(o.i32_lt_u, end, clean)]));
      const size = bin(o.i32_sub, upTo, start);
      const at = code.keep(start);
      when(code, bin(o.i32_gt_u, size, i32Const(128)), () => {
        for (const x of [start, size]) code.push(x);
        code.op(o.call, zero(context));
        code.push(start);
        code.op(o.return);
      });
      sweep(code, at, upTo, 8, () => code.store(o.i64_store, at, i64Const(0n), 3, 0));
    });
  }
  code.push(start);
}

/** The end of what is in use. */
export function heapEnd(context: Context): Expr {
  return readFixed(context, fixed.heap);
}

/**
 * `end`, or where the piece of memory begins that a thread has now, if that was given out later:
 * memory in other pieces stays until all of them are given back.
 */
export function inPiece(context: Context, end: Expr): Expr {
  if (!context.threads) return end;
  const piece = readFixed(context, fixed.piece);
  return apply(o.select, i32, [piece, end, bin(o.i32_lt_u, end, piece)]);
}

/** Number of `(end)`: gives back the memory from `end` on. */
export function release(context: Context): number {
  return context.helper("$release", (_, name) => {
    const code = new FuncCode(name, { params: [i32], results: [] });
    const used = code.keep(readFixed(context, fixed.heap));
    when(code, bin(o.i32_lt_u, readFixed(context, fixed.clean), used), () =>
      writeFixed(context, code, fixed.clean, used),
    );
    writeFixed(context, code, fixed.heap, inPiece(context, code.param(0)));
    return code;
  });
}

/** Number of `(start, bytes, site)`: makes the memory reach `start + bytes`, and half as much again. */
function grow(context: Context): number {
  return context.helper("$grow", (_, name) => {
    const code = new FuncCode(name, { params: [i32, i32, i32], results: [] });
    const [start, bytes, site] = [code.param(0), code.param(1), code.param(2)];
    const wide = (x: Expr): Expr => apply(o.i64_extend_i32_u, i64, [x]);
    const end = apply(o.i64_add, i64, [wide(start), wide(bytes)]);
    const rounded = apply(o.i64_add, i64, [end, i64Const(65535n)]);
    const pages = apply(o.i32_wrap_i64, i32, [apply(o.i64_shr_u, i64, [rounded, i64Const(16n)])]);
    const now = code.keep(apply(o.memory_size, i32, []));
    const needed = code.keep(bin(o.i32_sub, pages, now));
    const half = code.keep(bin(o.i32_shr_u, now, i32Const(1)));
    const more = apply(o.select, i32, [needed, half, bin(o.i32_gt_u, needed, half)]);
    const failed = (by: Expr): Expr => bin(o.i32_eq, apply(o.memory_grow, i32, [by]), i32Const(-1));
    when(code, failed(more), () =>
      when(code, failed(needed), () => outOfMemory(code, site, bytes)),
    );
    // the last 64 KiB of 4 GiB are left alone, so that ends of memories are below 2³²
    const size = code.keep(apply(o.memory_size, i32, []));
    const held = apply(o.select, i32, [
      size,
      i32Const(0xffff),
      bin(o.i32_lt_u, size, i32Const(0xffff)),
    ]);
    const limit = code.keep(bin(o.i32_shl, held, i32Const(16)));
    const narrowEnd = code.keep(bin(o.i32_add, start, bytes));
    const over = bin(
      o.i32_or,
      bin(o.i32_lt_u, narrowEnd, start),
      bin(o.i32_gt_u, narrowEnd, limit),
    );
    when(code, over, () => outOfMemory(code, site, bytes));
    writeFixed(context, code, fixed.limit, limit);
    return code;
  });
}

/** A loop over `[at, end)` by `step` bytes; `at` is a local that it moves. */
function sweep(code: FuncCode, at: Expr, end: Expr, step: number, body: () => void): void {
  when(code, bin(o.i32_lt_u, at, end), () => {
    const top = code.loop();
    body();
    code.push(bin(o.i32_add, at, i32Const(step)));
    code.op(o.local_tee, at.imm);
    code.push(end);
    code.op(o.i32_lt_u);
    code.brIf(top);
    code.end();
  });
}

/** Number of `(start, bytes)`: zeroes a multiple of 8 bytes. The engine's fill is slow to start. */
export function zero(context: Context): number {
  return context.helper("$zero", (_, name) => {
    const code = new FuncCode(name, { params: [i32, i32], results: [] });
    const [start, bytes] = [code.param(0), code.param(1)];
    when(code, bin(o.i32_gt_u, bytes, i32Const(256)), () => {
      for (const x of [start, i32Const(0), bytes]) code.push(x);
      code.op(o.memory_fill);
      code.op(o.return);
    });
    const end = code.keep(bin(o.i32_add, start, bytes));
    sweep(code, start, end, 8, () => code.store(o.i64_store, start, i64Const(0n), 3, 0));
    return code;
  });
}

/** Number of `(to, from, bytes)`: copies as if through a buffer. The engine's copy is slow to start. */
export function copier(context: Context): number {
  return context.helper("$copy", (_, name) => {
    const code = new FuncCode(name, { params: [i32, i32, i32], results: [] });
    const [to, from, bytes] = [code.param(0), code.param(1), code.param(2)];
    const ragged = bin(o.i32_and, bytes, i32Const(7));
    const long = bin(o.i32_gt_u, bytes, i32Const(256));
    // going up is right unless `to` is inside `from`
    const inside = bin(o.i32_lt_u, bin(o.i32_sub, to, from), bytes);
    when(code, bin(o.i32_or, bin(o.i32_or, ragged, long), inside), () => {
      for (const x of [to, from, bytes]) code.push(x);
      code.op(o.memory_copy);
      code.op(o.return);
    });
    const end = code.keep(bin(o.i32_add, to, bytes));
    sweep(code, to, end, 8, () => {
      const word = loadFrom(o.i64_load, i64, from, { align: 3, offset: 0 });
      code.store(o.i64_store, to, word, 3, 0);
      code.set(1, bin(o.i32_add, from, i32Const(8)));
    });
    return code;
  });
}

/** Number of `(start, n, component…)`: every element becomes what the components are. */
export function filler(context: Context, accesses: readonly Access[], size: number): number {
  const key = `$fill_${accesses.map((a) => a.store.toString(16)).join("_")}`;
  return context.helper(key, (_, name) => {
    const params = [i32, i32, ...accesses.map((a) => a.type)];
    const code = new FuncCode(name, { params, results: [] });
    const [start, n] = [code.param(0), code.param(1)];
    const length = bin(o.i32_shl, n, i32Const(Math.log2(size)));
    const end = code.keep(bin(o.i32_add, start, length));
    sweep(code, start, end, size, () =>
      accesses.forEach(({ store, align }, c) =>
        code.store(store, start, code.param(2 + c), align, 4 * c),
      ),
    );
    return code;
  });
}
