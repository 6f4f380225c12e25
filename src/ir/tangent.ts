import { isFloat, type Elem, type RecordType, type Type } from "./types.ts";

/** By the number of directions. */
const records = new Map<number, WeakMap<RecordType, RecordType | null>>();

/**
 * Type of the tangents (and cotangents) of values of `type`; undefined where there is only the zero
 * one. A total function of the type: floats are their own tangents; a memory's is a memory of its
 * elements' tangents; a record's keeps the fields that have one; integers have none.
 *
 * References to tangents in several `directions` at once lead to floats that lie side by side: a
 * memory has for each element of the source as many as there are directions, a record a field each.
 */
export function tangentType(type: Type, directions: number = 1): Type | undefined {
  switch (type.kind) {
    case "scalar":
      return isFloat(type) ? type : undefined;
    case "array":
      return type.dtype === "f64" || type.dtype === "f32" ? type : undefined;
    case "mem": {
      const elem = tangentElem(type.elem, directions);
      return elem === undefined ? undefined : { kind: "mem", elem };
    }
    case "ref": {
      const record = tangentRecord(type.record, directions);
      return record === undefined ? undefined : { kind: "ref", record };
    }
  }
}

/** The field of a record's tangent that holds the tangent of the float `field` in one direction. */
export function tangentField(field: string, direction: number, directions: number): string {
  return directions === 1 ? field : `${field}.${direction}`;
}

function tangentElem(elem: Elem, directions: number): Elem | undefined {
  if (elem.kind === "store") {
    return elem.storage === "f64" || elem.storage === "f32" ? elem : undefined;
  }
  const type = tangentType(elem, directions);
  return type?.kind === "scalar" ? undefined : type;
}

function tangentRecord(record: RecordType, directions: number): RecordType | undefined {
  let made = records.get(directions);
  if (made === undefined) records.set(directions, (made = new WeakMap()));
  const known = made.get(record);
  if (known !== undefined) return known ?? undefined;
  if (!reachesFloat(record, new Set())) {
    made.set(record, null);
    return undefined;
  }
  const fields: { name: string; type: Type }[] = [];
  const mark = directions === 1 ? "'" : `'${directions}`;
  const tangent: RecordType = { name: `${record.name}${mark}`, fields };
  made.set(record, tangent); // before its fields, which may refer back
  for (const { name, type } of record.fields) {
    const t = tangentType(type, directions);
    if (t === undefined) continue;
    const count = isFloat(t) ? directions : 1;
    for (let d = 0; d < count; d++) fields.push({ name: tangentField(name, d, count), type: t });
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
