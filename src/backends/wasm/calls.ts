import type { Value } from "../../ir/func.ts";
import { conventionOf } from "./context.ts";
import type { Emit, Emitter } from "./emitter.ts";
import { apply, getLocal, i32Const, loadFrom, type Expr } from "./expr.ts";
import { bump } from "./memory-helpers.ts";
import { opcode as o, valType, type ValType } from "./opcodes.ts";
import { componentsOf } from "./representation.ts";
import { slotLoad, slotStore } from "./slots.ts";

const { i32 } = valType;

export const emitCall: Emit = (e, { args, attrs, results, span }) => {
  const name = String(attrs["callee"]);
  const number = e.context.funcNumber(name);
  const convention = conventionOf(
    args.map((a) => a.type),
    results.map((r) => r.type),
  );
  const components = args.flatMap((a) => e.useAll(a));
  const passed = convention.paramsInMemory
    ? [inBlock(e, components, e.context.site({ kind: "memory", span }))]
    : components;
  if (e.context.callWrites(name)) e.flushReads();
  for (const x of passed) e.code.push(x);
  e.code.op(o.call, number);
  if (convention.resultsInMemory) defineFromBlock(e, results);
  else for (const r of results.toReversed()) e.popInto(r);
};

/** A new block of memory with these values, one every 8 bytes. */
export function inBlock(e: Emitter, values: readonly Expr[], site: number): Expr {
  const { code, context } = e;
  const bytes = i32Const(8 * values.length);
  const block = code.keep(
    apply(o.call, i32, [bytes, i32Const(site)], bump(context, { zeroed: false })),
  );
  values.forEach((x, k) => {
    const { op, align } = slotStore(x.type);
    code.store(op, block, x, align, 8 * k);
  });
  return block;
}

/** What is in slot `k` of a block. */
export function fromBlock(block: Expr, type: ValType, k: number): Expr {
  const { op, align } = slotLoad(type);
  return loadFrom(op, type, block, { align, offset: 8 * k });
}

function defineFromBlock(e: Emitter, results: readonly Value[]): void {
  const local = e.code.newLocal(i32);
  e.code.op(o.local_set, local);
  const block = getLocal(local, i32);
  let k = 0;
  for (const r of results) {
    // read at once: they are not part of the memory that writes are known to touch
    e.define(
      r,
      componentsOf(r.type).map((t) => e.code.keep(fromBlock(block, t, k++))),
    );
  }
}
