import { isReference, type Elem, type RecordType, type Type } from "./types.ts";

/** The field of a skeleton that leads to the record that one was made of. */
export const originField = ":of";

const known = new WeakMap<RecordType, RecordType>();

/**
 * The type of records that remember how others of type `record` are linked: the references of those,
 * and in `:of` the record itself, for its numbers.
 */
export function linksOf(record: RecordType): RecordType {
  const found = known.get(record);
  if (found !== undefined) return found;
  const fields = [{ name: originField, type: { kind: "ref", record } as Type }];
  const links: RecordType = { name: `links_${record.name}`, fields };
  known.set(record, links); // before its fields, which may refer back
  for (const { name, type } of record.fields) {
    if (isReference(type)) fields.push({ name, type: linked(type) });
  }
  return links;
}

function linked(type: Type): Type {
  if (type.kind === "ref") return { kind: "ref", record: linksOf(type.record) };
  if (type.kind !== "mem" || type.elem.kind === "store") return type;
  return { kind: "mem", elem: linked(type.elem) as Elem };
}

/** Whether records of a type remember how others are linked. */
export const remembersLinks = (record: RecordType): boolean =>
  record.fields.some(({ name }) => name === originField);
