import { partAt } from "../diagnostics/span.ts";
import type { Builder } from "../ir/builder.ts";
import type { Value } from "../ir/func.ts";
import type { RefType } from "../ir/types.ts";
import { recordGet, recordNew } from "../ops/index.ts";
import { addField } from "./half.ts";

/** The record in which the function `forward` leaves what its backward half needs. */
export function tapeType(forward: string): RefType {
  return { kind: "ref", record: { name: `tape.${forward}`, fields: [] } };
}

/** A tape that holds `values`, whose fields nobody has entered yet. */
export function tapeOf(b: Builder, type: RefType, values: readonly Value[]): Value {
  for (const v of values) addField(type.record, v.type);
  return b.at(partAt(b.span, "kept"), () => b.emit1(recordNew, values, { type }));
}

/** What `tapeOf` put there, in order. */
export function valuesOf(b: Builder, tape: Value): Value[] {
  const { fields } = (tape.type as RefType).record;
  return fields.map(({ name }) => b.emit1(recordGet, [tape], { field: name }));
}
