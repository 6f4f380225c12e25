// Operations below the level of the IR: addresses. Only functions of this back end use them.
import type { Builder } from "../../ir/builder.ts";
import type { Value } from "../../ir/func.ts";
import { defop, type Effect, type Op, type Prim, type Rule } from "../../ir/op.ts";
import { recordLayout } from "../../ir/storage.ts";
import { i32 as int32, i64 as int64, type RefType, type Type } from "../../ir/types.ts";
import type { Emit } from "./emitter.ts";
import { apply, i32Const } from "./expr.ts";
import { bump } from "./memory-helpers.ts";
import { opcode as o, valType } from "./opcodes.ts";
import { fieldAccess, loadAt } from "./representation.ts";

const { i32, i64 } = valType;
const rule: Rule = { kind: "none", why: "an address is no number" };

function raw(name: string, doc: string, effect: Effect, type: Op["type"]): Op {
  return { name: `raw.${name}`, doc, effect, type, cost: 1, rule, samples: [] };
}

const ofType: Op["type"] = (_, attrs) => [attrs["type"] as Type];

/** Where a reference leads, as an i64 that is not negative. */
export const address: Prim<[reference: Value]> = defop(
  raw("address", "the address of a memory or record", "pure", () => [int64]),
);

const at = raw("at", "at {type} address, length: a reference", "pure", ofType);
const newRecord = raw("new", "new {type}: a record of zeros", "alloc", ofType);

/** The mark of a record. */
export const markOf: Prim<[record: Value]> = defop(
  raw("mark", "the mark of a record", "read", () => [int32]),
);
const mark = raw("set_mark", "set_mark record, x", "write", () => []);

/** The reference of `type` to what is at `place`. */
export function referenceTo(b: Builder, type: Type, place: Value, length: Value): Value {
  return b.emit1(at, [place, length], { type });
}

export function newZeroRecord(b: Builder, type: RefType): Value {
  return b.emit1(newRecord, [], { type });
}

export function setMark(b: Builder, record: Value, x: Value): void {
  b.emit(mark, [record, x]);
}

const word = fieldAccess(int32)[0]!;

function layoutOf({ type }: Value): ReturnType<typeof recordLayout> {
  if (type.kind !== "ref") throw new Error("internal: not a record");
  return recordLayout(type.record);
}

export const rawOps: Readonly<Record<string, Emit>> = {
  "raw.address": (e, { args: [x], results: [r] }) =>
    e.define(r!, [apply(o.i64_extend_i32_u, i64, [e.use(x!)])]),
  "raw.at": (e, { args: [place, n], results: [r] }) =>
    e.define(
      r!,
      [apply(o.i32_wrap_i64, i32, [e.use(place!)]), e.use(n!)].slice(
        0,
        r!.type.kind === "ref" ? 1 : 2,
      ),
    ),
  "raw.new": (e, { results: [r], span }) => {
    const { size } = layoutOf(r!);
    const site = i32Const(e.context.site({ kind: "memory", span }));
    e.define(r!, [
      e.code.keep(apply(o.call, i32, [i32Const(size), site], bump(e.context, { zeroed: true }))),
    ]);
  },
  "raw.mark": (e, { args: [x], results: [r] }) =>
    e.define(r!, [loadAt(word, { base: e.use(x!), offset: layoutOf(x!).mark })]),
  "raw.set_mark": (e, { args: [x, y] }) => {
    const [base, value] = [e.use(x!), e.use(y!)];
    e.flushReads();
    e.code.store(word.store, base, value, word.align, layoutOf(x!).mark);
  },
};
