// What the host calls. It gets at most one number back; more results go through memory.
import type { Entry } from "../../ir/compiled.ts";
import type { Func } from "../../ir/func.ts";
import { fixed } from "../../ir/storage.ts";
import { FuncCode } from "./code.ts";
import { conventionOf, type Context } from "./context.ts";
import { getLocal, i32Const } from "./expr.ts";
import { opcode as o, type ValType } from "./opcodes.ts";
import { flatten } from "./representation.ts";
import { slotStore } from "./slots.ts";

export interface PlannedEntry {
  readonly name: string;
  /** Number of the function that is exported. */
  readonly number: number;
  readonly entry: Entry;
}

export function planEntry(context: Context, func: Func): PlannedEntry {
  const params = func.region.params.map((p) => p.type);
  const results = func.region.yields.map((y) => y.type);
  const number = context.funcNumber(func.name);
  const flat = flatten(results);
  const returns = returnsOf(flat.length);
  const { paramsInMemory } = conventionOf(params, results);
  const takes = paramsInMemory ? "block" : "numbers";
  const entry: Entry = { params, results, takes, returns };
  if (returns !== "slots") return { name: func.name, number, entry };
  const name = `${func.name}$entry`;
  const wrapper = context.plan(name, () =>
    intoSlots(name, number, conventionOf(params, results).signature.params, flat),
  );
  return { name: func.name, number: wrapper, entry };
}

function returnsOf(components: number): Entry["returns"] {
  if (components === 0) return "nothing";
  if (components === 1) return "number";
  return components <= fixed.resultSlots && components <= 1000 ? "slots" : "block";
}

/** Calls function `number` and leaves its results in the slots. */
function intoSlots(
  name: string,
  number: number,
  params: readonly ValType[],
  results: readonly ValType[],
): FuncCode {
  const code = new FuncCode(name, { params, results: [] });
  params.forEach((_, i) => code.push(code.param(i)));
  code.op(o.call, number);
  const locals = results.map((type) => code.newLocal(type));
  for (const local of locals.toReversed()) code.op(o.local_set, local);
  results.forEach((type, k) => {
    const { op, align } = slotStore(type);
    const value = getLocal(locals[k]!, type);
    code.store(op, i32Const(0), value, align, fixed.results + 8 * k);
  });
  return code;
}
