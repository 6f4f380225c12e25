import { isFloat, type Elem, type RecordType, type Type } from "./types.ts";

const records = new WeakMap<RecordType, RecordType | null>();

/**
 * Type of the tangents (and cotangents) of values of `type`; undefined where there is only the zero
 * one. A total function of the type: floats are their own tangents; a memory's is a memory of its
 * elements' tangents; a record's keeps the fields that have one; integers have none.
 */
export function tangentType(type: Type): Type | undefined {
  switch (type.kind) {
    case "scalar":
      return isFloat(type) ? type : undefined;
    case "array":
      return type.dtype === "f64" || type.dtype === "f32" ? type : undefined;
    case "mem": {
      const elem = tangentElem(type.elem);
      return elem === undefined ? undefined : { kind: "mem", elem };
    }
    case "ref": {
      const record = tangentRecord(type.record);
      return record === undefined ? undefined : { kind: "ref", record };
    }
  }
}

function tangentElem(elem: Elem): Elem | undefined {
  if (elem.kind === "store") {
    return elem.storage === "f64" || elem.storage === "f32" ? elem : undefined;
  }
  const type = tangentType(elem);
  return type?.kind === "mem" || type?.kind === "ref" ? type : undefined;
}

function tangentRecord(record: RecordType): RecordType | undefined {
  const known = records.get(record);
  if (known !== undefined) return known ?? undefined;
  if (!reachesFloat(record, new Set())) {
    records.set(record, null);
    return undefined;
  }
  const fields: { name: string; type: Type }[] = [];
  const tangent: RecordType = { name: `${record.name}'`, fields };
  records.set(record, tangent); // before its fields, which may refer back
  for (const { name, type } of record.fields) {
    const t = tangentType(type);
    if (t !== undefined) fields.push({ name, type: t });
  }
  return tangent;
}

function reachesFloat(record: RecordType, seen: Set<RecordType>): boolean {
  if (seen.has(record)) return false;
  seen.add(record);
  const reaches = (type: Type): boolean => {
    if (type.kind === "mem" && type.elem.kind !== "store") return reaches(type.elem);
    if (type.kind === "ref") return reachesFloat(type.record, seen);
    return tangentType(type) !== undefined;
  };
  return record.fields.some((f) => reaches(f.type));
}
