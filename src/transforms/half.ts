// What the two halves of a function have in common that is to be run forward now and backwards later.
import type { Value } from "../ir/func.ts";
import { tangentType } from "../ir/tangent.ts";
import { isReference, type Field, type RecordType, type RefType, type Type } from "../ir/types.ts";
import type { Family } from "./family.ts";
import { recordAdder, type RecordAdder } from "./seed.ts";

/** Names made for one function. */
export interface Halves {
  readonly name: string;
  readonly backward: string;
  readonly tape: RefType;
  /**
   * For each parameter, whether the backward half also takes what has been collected for it so far,
   * and gives that with its own added. Default: for none.
   */
  readonly through?: readonly boolean[];
}

/** The function of which halves are to be made, and where. */
export interface Wanted {
  readonly name: string;
  readonly active: readonly boolean[];
  /** Whether what it reads is left alone until its reverse sweep. */
  readonly calm: boolean;
  /** For each parameter, whether that is so of what it leads to. Default: if `calm`. */
  readonly steady?: readonly boolean[] | undefined;
  /** For each parameter, whether it is `through` in the halves: see there. */
  readonly through?: readonly boolean[];
}

/** Makes room on a tape. */
export function addField(record: RecordType, type: Type): string {
  const fields = record.fields as Field[];
  const name = `v${fields.length}`;
  fields.push({ name, type });
  return name;
}

export function hasShadow(v: Value): boolean {
  return isReference(v.type) && tangentType(v.type) !== undefined;
}

export function adderOf(family: Family<Halves>): RecordAdder {
  const adder: RecordAdder = (record) =>
    family.member(
      `add ${record.name}`,
      () => ({ name: family.name(`add_${record.name.replace(/\W/g, "_")}`) }),
      ({ name }) => [recordAdder(name, record, adder)],
    ).name;
  return adder;
}
