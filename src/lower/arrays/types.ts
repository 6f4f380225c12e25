import {
  memOf,
  recordsFrom,
  type ArrayType,
  type MemType,
  type RecordType,
  type RefType,
  type Type,
} from "../../ir/types.ts";

/** The types that stand for those of a module: arrays are memory of their elements. */
export class LoweredTypes {
  readonly #records = new Map<RecordType, RecordType>();
  readonly #holds = new Map<RecordType, boolean>();

  /** Whether a value of `type` is an array or leads to one. */
  holdsArray(type: Type): boolean {
    switch (type.kind) {
      case "scalar":
        return false;
      case "array":
        return true;
      case "mem":
        return type.elem.kind !== "store" && this.holdsArray(type.elem);
      case "ref":
        return this.#recordHolds(type);
    }
  }

  #recordHolds(type: RefType): boolean {
    let holds = this.#holds.get(type.record);
    if (holds === undefined) {
      const fields = [...recordsFrom([type]).values()].flatMap((record) => record.fields);
      holds = fields.some((field) => holdsOutside(field.type));
      this.#holds.set(type.record, holds);
    }
    return holds;
  }

  of(type: Type): Type {
    return this.holdsArray(type) ? this.#changed(type) : type;
  }

  #changed(type: Type): Type {
    switch (type.kind) {
      case "scalar":
        return type;
      case "array":
        return bufferType(type);
      case "mem":
        return { kind: "mem", elem: this.#changed(type.elem as ArrayType) as MemType };
      case "ref":
        return { kind: "ref", record: this.#record(type.record) };
    }
  }

  // a record keeps its name: none of the old ones is left
  #record(record: RecordType): RecordType {
    const known = this.#records.get(record);
    if (known !== undefined) return known;
    const fields: { name: string; type: Type }[] = [];
    const made: RecordType = { name: record.name, fields };
    this.#records.set(record, made); // before its fields, which may refer back
    for (const { name, type } of record.fields) fields.push({ name, type: this.of(type) });
    return made;
  }
}

/** The type of the memory that stands for an array. */
export function bufferType({ dtype }: ArrayType): MemType {
  return memOf(dtype);
}

const holdsOutside = (type: Type): boolean =>
  type.kind === "array" ||
  (type.kind === "mem" && type.elem.kind !== "store" && holdsOutside(type.elem));
