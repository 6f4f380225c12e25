// Code that gives memory back at the end of an iteration or a call.
import type { Instr } from "../../ir/func.ts";
import { elemSize } from "../../ir/storage.ts";
import type { Assignment } from "./copies.ts";
import type { Emitter } from "./emitter.ts";
import { compactor, survivorSlot } from "./compact.ts";
import { addI32, apply, i32Const, loadFrom, scaleI32, type Expr } from "./expr.ts";
import { arenaBase, heapEnd, inPiece, release } from "./memory-helpers.ts";
import { opcode as o, valType, type Opcode } from "./opcodes.ts";
import { releaseOf } from "./release.ts";

const { i32 } = valType;

const bin = (op: Opcode, x: Expr, y: Expr): Expr => apply(op, i32, [x, y]);

/** A memory of scalars that is carried on: locals with its address and length. */
interface Survivor {
  readonly address: Expr;
  readonly length: Expr;
  readonly size: number;
}

/** Gives back the memory of an iteration, at its end. */
export interface Releaser {
  /** `next` are the assignments of the carried values, by value; gives those to make instead. */
  readonly endIteration: (next: readonly (readonly Assignment[])[]) => (readonly Assignment[])[];
}

/** To be called before the loop; undefined if nothing is given back. */
export function planRelease(e: Emitter, loop: Instr): Releaser | undefined {
  const plan = releaseOf(e.context, loop);
  if (plan === undefined) return undefined;
  const floor = e.code.keep(heapEnd(e.context));
  if (plan.carried.length === 0) {
    const endIteration = (next: readonly (readonly Assignment[])[]): (readonly Assignment[])[] => {
      giveBack(e, floor, floor);
      return [...next];
    };
    return { endIteration };
  }
  // where the memory in use ended when the iteration began
  const kept = e.code.keep(floor);
  const results = loop.results;
  const endIteration = (next: readonly (readonly Assignment[])[]): (readonly Assignment[])[] => {
    const settled = next.map((list) =>
      list.map(({ local, value }) => ({ local, value: e.code.keep(value) })),
    );
    const survivors = plan.carried.map((i): Survivor => {
      const { type } = results[i]!;
      if (type.kind !== "mem") throw new Error("internal: only memories are moved");
      const [address, length] = settled[i]!.map((a) => a.value);
      return { address: address!, length: length!, size: elemSize(type.elem) };
    });
    moveDown(e, { floor, kept, survivors });
    return settled;
  };
  return { endIteration };
}

/** Gives back what lies from `end` on, if anything was made since the heap ended at `since`. */
export function giveBack(e: Emitter, end: Expr, since: Expr): void {
  const { code } = e;
  code.push(bin(o.i32_ne, heapEnd(e.context), since));
  code.if();
  code.push(end);
  code.op(o.call, release(e.context));
  code.end();
}

interface Move {
  readonly floor: Expr;
  readonly kept: Expr;
  readonly survivors: readonly Survivor[];
}

/** Moves the survivors that were made since the loop began down to the floor, see `compactor`. */
function moveDown(e: Emitter, { floor, kept, survivors }: Move): void {
  const { code } = e;
  code.push(bin(o.i32_ne, heapEnd(e.context), kept));
  code.if();
  code.set(Number(floor.imm), inPiece(e.context, floor));
  const slots = arenaBase(e.context);
  survivors.forEach(({ address, length, size }, i) => {
    const stays = bin(o.i32_lt_u, address, floor);
    const empty = apply(o.i32_eqz, i32, [length]);
    const entry = survivorSlot(i);
    code.store(o.i32_store, slots, address, 2, entry.address);
    code.store(o.i32_store, slots, addI32(address, scaleI32(length, size)), 2, entry.end);
    code.store(o.i32_store, slots, bin(o.i32_or, stays, empty), 2, entry.done);
  });
  const compact = apply(o.call, i32, [i32Const(survivors.length), floor], compactor(e.context));
  code.set(Number(kept.imm), compact);
  survivors.forEach(({ address }, i) => {
    const now = loadFrom(o.i32_load, i32, slots, {
      align: 2,
      offset: survivorSlot(i).address,
    });
    code.set(Number(address.imm), now);
  });
  code.push(kept);
  code.op(o.call, release(e.context));
  code.end();
}
