// Elementary functions: calls of functions in IR.
import type { Instr, Region, Value } from "../../ir/func.ts";
import { f32, f64, sameType } from "../../ir/types.ts";
import { sinCosFuncs } from "../../lower/elementary/index.ts";
import type { Emitter } from "./emitter.ts";
import { apply } from "./expr.ts";
import { singleNumber } from "./lanes/singles.ts";
import { opcode as o, valType } from "./opcodes.ts";

/** Emits the call of an elementary function; false if `instr` is not one. */
export function emitElementary(e: Emitter, instr: Instr): boolean {
  const { op, args, results } = instr;
  const pair = e.pairs.get(instr);
  if (pair !== undefined) {
    if (pair.first === instr) emitSinCos(e, pair);
    return true;
  }
  const [r] = results;
  const isSingle = r !== undefined && sameType(r.type, f32);
  const single = isSingle ? singleNumber(e.context, op.name) : undefined;
  if (single !== undefined) {
    e.define(r!, [apply(o.call, valType.f32, [e.use(args[0]!)], single)]);
    return true;
  }
  const number = e.context.elementaryNumber(op.name);
  if (number === undefined) return false;
  const x = args.map((a) => e.use(a));
  if (isSingle) {
    const wide = x.map((v) => apply(o.f64_promote_f32, valType.f64, [v]));
    e.define(r!, [
      apply(o.f32_demote_f64, valType.f32, [apply(o.call, valType.f64, wide, number)]),
    ]);
  } else {
    e.define(r!, [apply(o.call, valType.f64, x, number)]);
  }
  return true;
}

/** A sine and a cosine of the same number in one region. */
export interface SinCos {
  readonly sin: Instr;
  readonly cos: Instr;
  /** The one that comes first: both are computed there. */
  readonly first: Instr;
}

/** Both instructions of each pair, with the pair; of those that `isUsed` holds for. */
export function findSinCos(
  region: Region,
  isUsed: (instr: Instr) => boolean,
): ReadonlyMap<Instr, SinCos> {
  const found = new Map<Instr, SinCos>();
  const visit = ({ body }: Region): void => {
    const alone = new Map<Value, Instr>();
    for (const instr of body) {
      instr.regions.forEach(visit);
      const { name } = instr.op;
      if ((name !== "sin" && name !== "cos") || !isUsed(instr)) continue;
      const [x] = instr.args as [Value];
      if (!sameType(x.type, f64)) continue;
      const other = alone.get(x);
      if (other === undefined || other.op === instr.op) {
        alone.set(x, instr);
        continue;
      }
      alone.delete(x);
      const [sin, cos] = name === "sin" ? [instr, other] : [other, instr];
      const pair = { sin, cos, first: other };
      found.set(sin, pair).set(cos, pair);
    }
  };
  visit(region);
  return found;
}

function emitSinCos(e: Emitter, { sin, cos, first }: SinCos): void {
  const [both, ...others] = sinCosFuncs();
  for (const func of others) e.context.addLibrary(func);
  e.code.push(e.use(first.args[0]!));
  e.code.op(o.call, e.context.libraryNumber(both!));
  e.popInto(cos.results[0]!);
  e.popInto(sin.results[0]!);
}
