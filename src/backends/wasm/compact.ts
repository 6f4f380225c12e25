import { fixed } from "../../ir/storage.ts";
import { FuncCode } from "./code.ts";
import type { Context } from "./context.ts";
import { addI32, apply, i32Const, loadFrom, type Expr } from "./expr.ts";
import { arenaBase, copier } from "./memory-helpers.ts";
import { opcode as o, valType, type Opcode } from "./opcodes.ts";

const { i32 } = valType;

/** Most memories that are moved down at once. */
export const mostSurvivors = 256;

// the slots of results, which are free until an entry returns
const entryBytes = 16;

/** Where the entry of memory `i` is: its address, its end, and whether it stays where it is. */
export function survivorSlot(i: number): {
  readonly address: number;
  readonly end: number;
  readonly done: number;
} {
  const at = fixed.results + entryBytes * i;
  return { address: at, end: at + 4, done: at + 8 };
}

const bin = (op: Opcode, x: Expr, y: Expr): Expr => apply(op, i32, [x, y]);
const roundedUp = (x: Expr): Expr => bin(o.i32_and, bin(o.i32_add, x, i32Const(7)), i32Const(-8));

/**
 * Number of `(n, floor) → end`: moves the `n` memories in the slots, where they are not done, down
 * to the floor, one behind the other and in the order in which they lie, and puts their new
 * addresses into the slots. Memories that overlap are moved as one.
 */
export function compactor(context: Context): number {
  return context.helper("$compact", (_, name) => {
    const code = new FuncCode(name, { params: [i32, i32], results: [i32] });
    const entries = bin(o.i32_mul, code.param(0), i32Const(entryBytes));
    const first = arenaBase(context);
    const c: Compaction = {
      code,
      first,
      past: code.keep(addI32(first, entries)),
      cursor: code.keep(code.param(1)),
      lowest: code.keep(i32Const(-1)),
      end: code.keep(i32Const(0)),
      at: code.keep(i32Const(0)),
      before: code.keep(i32Const(0)),
    };
    const top = code.loop();
    findLowest(c);
    code.push(bin(o.i32_ne, c.lowest, i32Const(-1)));
    code.if();
    findEnd(c);
    moveGroup(context, c);
    code.br(top);
    code.end();
    code.end();
    code.push(c.cursor);
    return code;
  });
}

/** Locals of the function. */
interface Compaction {
  readonly code: FuncCode;
  /** Address of the first entry, but for the offset of its slot, and where the entries end. */
  readonly first: Expr;
  readonly past: Expr;
  /** Where the next memory goes. */
  readonly cursor: Expr;
  /** The group of memories being moved: first address, and end. */
  readonly lowest: Expr;
  readonly end: Expr;
  readonly at: Expr;
  readonly before: Expr;
}

const local = (x: Expr): number => Number(x.imm);

function field(at: Expr, offset: number): Expr {
  return loadFrom(o.i32_load, i32, at, { align: 2, offset });
}

/** Runs `body` for each entry that is not done; `c.at` is from where its place is reckoned. */
function eachEntry({ code, at, first, past }: Compaction, body: () => void): void {
  const { done } = survivorSlot(0);
  code.set(local(at), first);
  const top = code.loop();
  code.push(apply(o.i32_eqz, i32, [field(at, done)]));
  code.if();
  body();
  code.end();
  code.set(local(at), bin(o.i32_add, at, i32Const(entryBytes)));
  code.push(bin(o.i32_lt_u, at, past));
  code.brIf(top);
  code.end();
}

function findLowest(c: Compaction): void {
  const { code, at, lowest } = c;
  const address = field(at, survivorSlot(0).address);
  code.set(local(lowest), i32Const(-1));
  eachEntry(c, () => {
    code.push(bin(o.i32_lt_u, address, lowest));
    code.if();
    code.set(local(lowest), address);
    code.end();
  });
}

/** Where the memories end that overlap the lowest one, or one that does. */
function findEnd(c: Compaction): void {
  const { code, at, lowest, end, before } = c;
  const slot = survivorSlot(0);
  code.set(local(end), roundedUp(bin(o.i32_add, lowest, i32Const(1))));
  const again = code.loop();
  code.set(local(before), end);
  eachEntry(c, () => {
    const last = roundedUp(field(at, slot.end));
    const touches = bin(o.i32_lt_u, field(at, slot.address), end);
    code.push(bin(o.i32_and, touches, bin(o.i32_gt_u, last, end)));
    code.if();
    code.set(local(end), last);
    code.end();
  });
  code.push(bin(o.i32_ne, before, end));
  code.brIf(again);
  code.end();
}

function moveGroup(context: Context, c: Compaction): void {
  const { code, at, lowest, end, cursor } = c;
  const slot = survivorSlot(0);
  const start = code.keep(bin(o.i32_and, lowest, i32Const(-8)));
  const bytes = code.keep(bin(o.i32_sub, end, start));
  const distance = code.keep(bin(o.i32_sub, start, cursor));
  code.push(distance);
  code.if();
  for (const x of [cursor, start, bytes]) code.push(x);
  code.op(o.call, copier(context));
  code.end();
  eachEntry(c, () => {
    code.push(bin(o.i32_lt_u, field(at, slot.address), end));
    code.if();
    const moved = bin(o.i32_sub, field(at, slot.address), distance);
    code.store(o.i32_store, at, moved, 2, slot.address);
    code.store(o.i32_store, at, i32Const(1), 2, slot.done);
    code.end();
  });
  code.set(local(cursor), bin(o.i32_add, cursor, bytes));
}
