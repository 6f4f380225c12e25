// Loops that several threads share: each iteration is a task that any of them may run.
import type { Instr } from "../../ir/func.ts";
import { fromBlock, inBlock } from "./calls.ts";
import { FuncCode } from "./code.ts";
import { conventionOf, type Context } from "./context.ts";
import { forkFunction, type Emitter } from "./emitter.ts";
import { i32Const } from "./expr.ts";
import { opcode as o, valType } from "./opcodes.ts";

/** Whether `loop` is one that `lower/parallel` has made, and the code is for threads. */
export function isForked(context: Context, { attrs }: Instr): boolean {
  return context.threads && attrs["parallel"] === true;
}

/** Hands the loop to the host: what its body, a call, is passed goes into a block of memory. */
export function emitFork(e: Emitter, loop: Instr): void {
  const { code, context } = e;
  const [task] = loop.regions[0]!.body as [Instr];
  const count = e.leaf(loop.args[1]!);
  const values = task.args.slice(1).flatMap((v) => e.leafAll(v));
  e.flushReads();
  const block = inBlock(e, values, context.site({ kind: "memory", span: loop.span }));
  for (const x of [i32Const(taskNumber(context, task)), block, count]) code.push(x);
  code.op(o.call, forkFunction);
}

/** The number of the task that calls what `task` calls. */
function taskNumber(context: Context, task: Instr): number {
  const name = `${String(task.attrs["callee"])}$task`;
  const number = context.plan(name, () => fromBlockOf(context, task, name));
  const known = context.tasks.indexOf(number);
  return known >= 0 ? known : context.tasks.push(number) - 1;
}

/** `(block, chunk)`: the call with what is in the block. */
function fromBlockOf(context: Context, { args, attrs }: Instr, name: string): FuncCode {
  const { signature, paramsInMemory } = conventionOf(
    args.map((a) => a.type),
    [],
  );
  if (paramsInMemory) throw new Error("internal: a task takes too many values");
  const code = new FuncCode(name, { params: [valType.i32, valType.i32], results: [] });
  const [block, chunk] = [code.param(0), code.param(1)];
  code.push(chunk);
  signature.params.slice(1).forEach((type, k) => code.push(fromBlock(block, type, k)));
  code.op(o.call, context.funcNumber(String(attrs["callee"])));
  return code;
}
