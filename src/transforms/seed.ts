// Adding the cotangents of a result that is a reference to its shadow.
import { Builder } from "../ir/builder.ts";
import type { Func, Value } from "../ir/func.ts";
import { isReference, type RecordType, type Type } from "../ir/types.ts";
import {
  add,
  call,
  forRange,
  ifElse,
  int,
  length,
  load,
  nullRef,
  or,
  recordGet,
  recordSet,
  same,
  storeTo,
} from "../ops/index.ts";

/** The name of the function that adds one record of a type to another. */
export type RecordAdder = (record: RecordType) => string;

/**
 * `to += from` for all numbers that can be reached, along every path. Records that lead back to
 * themselves are not for this.
 */
export function accumulate(b: Builder, to: Value, from: Value, adder: RecordAdder): void {
  const { type } = from;
  if (type.kind === "ref") {
    call(b, adder(type.record), [to, from], []);
    return;
  }
  forRange(b, [int(b, 0), length(b, from), 1], [], (inner, i) => {
    const [x, y] = [load(inner, to, i), load(inner, from, i)];
    if (!isReference(x.type)) storeTo(inner, to, i, add(inner, x, y));
    else accumulate(inner, x, y, adder);
    return [];
  });
}

/** The function that `accumulate` calls for records. */
export function recordAdder(name: string, record: RecordType, adder: RecordAdder): Func {
  const b = new Builder();
  const type: Type = { kind: "ref", record };
  const [to, from] = [b.param(type, "to"), b.param(type, "from")];
  const none = b.emit1(nullRef, [], { type });
  const either = or(b, same(b, to, none), same(b, from, none));
  ifElse(
    b,
    either,
    () => [],
    (inner) => {
      for (const { name: field } of record.fields) {
        const [x, y] = [to, from].map((r) => inner.emit1(recordGet, [r], { field })) as [
          Value,
          Value,
        ];
        if (isReference(x.type)) accumulate(inner, x, y, adder);
        else inner.emit(recordSet, [to, add(inner, x, y)], { field });
      }
      return [];
    },
  );
  return { name, region: b.finish([]) };
}
