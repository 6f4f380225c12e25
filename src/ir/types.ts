/** Scalar a value can be. `bool` is 0 or 1; integers wrap. */
export type Dtype = "f64" | "f32" | "i64" | "i32" | "bool";

/**
 * How one element lies in memory. A narrow integer is read as `i32` and stored by keeping its low
 * bits; `u32` is read as `i64`.
 */
export type Storage = Dtype | "i8" | "u8" | "i16" | "u16" | "u32";

/**
 * Type of an IR value.
 *
 * - `scalar`: one number.
 * - `mem`: a reference to a mutable run of elements with a length fixed at its making. Never null.
 * - `ref`: a reference to a mutable record, or null.
 * - `array`: an immutable N-d value, row-major. Operations on scalars also take arrays of one shape,
 *   element by element.
 */
export type Type =
  | { readonly kind: "scalar"; readonly dtype: Dtype }
  | { readonly kind: "mem"; readonly elem: Elem }
  | { readonly kind: "ref"; readonly record: RecordType }
  | { readonly kind: "array"; readonly dtype: Dtype; readonly shape: readonly number[] };

export type MemType = Extract<Type, { kind: "mem" }>;
export type RefType = Extract<Type, { kind: "ref" }>;
export type ArrayType = Extract<Type, { kind: "array" }>;

/** What a memory holds: scalars in some storage, references, or N-d arrays, at first of zeros. */
export type Elem =
  | { readonly kind: "store"; readonly storage: Storage }
  | MemType
  | RefType
  | ArrayType;

/** Nominal: two records are the same when their names are. Fields may refer back to the record. */
export interface RecordType {
  readonly name: string;
  readonly fields: readonly Field[];
}

export interface Field {
  readonly name: string;
  readonly type: Type;
}

const scalar = (dtype: Dtype): Type => ({ kind: "scalar", dtype });
export const f64: Type = scalar("f64");
export const f32: Type = scalar("f32");
export const i64: Type = scalar("i64");
export const i32: Type = scalar("i32");
export const bool: Type = scalar("bool");

export function scalarType(dtype: Dtype): Type {
  return { f64, f32, i64, i32, bool }[dtype];
}

/** A run of scalars kept as `storage`. */
export function memOf(storage: Storage): MemType {
  return { kind: "mem", elem: { kind: "store", storage } };
}

/** The type of N-d arrays of `dtype`. */
export function arrayOf(dtype: Dtype, shape: readonly number[]): ArrayType {
  return { kind: "array", dtype, shape };
}

/** Number of elements of an array of `shape`. */
export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((n, extent) => n * extent, 1);
}

/** A run of references, or of arrays. */
export function memOfRefs(elem: MemType | RefType | ArrayType): MemType {
  return { kind: "mem", elem };
}

/** Type of a value read from an element. */
export function loadedType(elem: Elem): Type {
  if (elem.kind !== "store") return elem;
  switch (elem.storage) {
    case "i8":
    case "u8":
    case "i16":
    case "u16":
      return i32;
    case "u32":
      return i64;
    default:
      return scalarType(elem.storage);
  }
}

/** Element that keeps a value of `type` exactly. */
export function elemFor(type: Type): Elem {
  return type.kind === "scalar" ? { kind: "store", storage: type.dtype } : type;
}

/** The type of the elements of a scalar or array type. */
export function dtypeOf(type: Type): Dtype | undefined {
  return type.kind === "scalar" || type.kind === "array" ? type.dtype : undefined;
}

/** Whether a value is a float, or an array of floats: what has a tangent that is a value. */
export function isFloat(type: Type): boolean {
  const dtype = dtypeOf(type);
  return dtype === "f64" || dtype === "f32";
}

/** The type of the same shape as `type`, a scalar or array, with elements of `dtype`. */
export function withDtype(type: Type, dtype: Dtype): Type {
  return type.kind === "array" ? arrayOf(dtype, type.shape) : scalarType(dtype);
}

export function isReference(type: Type): type is MemType | RefType {
  return type.kind === "mem" || type.kind === "ref";
}

/** Whether `type` is memory of values: numbers or arrays, and no references. */
export function isFlatMemory(type: Type): boolean {
  return type.kind === "mem" && !isReference(loadedType(type.elem));
}

/** The record types that `types` lead to, by name. */
export function recordsFrom(types: Iterable<Type>): Map<string, RecordType> {
  const found = new Map<string, RecordType>();
  const visit = (type: Type): void => {
    if (type.kind === "mem" && type.elem.kind !== "store") visit(type.elem);
    if (type.kind !== "ref" || found.has(type.record.name)) return;
    found.set(type.record.name, type.record);
    for (const field of type.record.fields) visit(field.type);
  };
  for (const type of types) visit(type);
  return found;
}

export function sameType(a: Type, b: Type): boolean {
  return a === b || showType(a) === showType(b);
}

/** Text form: `f64`, `mem<u8>`, `mem<mem<f64>>`, `ref<node>`, `f64[2,3]`. */
export function showType(type: Type): string {
  switch (type.kind) {
    case "scalar":
      return type.dtype;
    case "mem":
      return `mem<${type.elem.kind === "store" ? type.elem.storage : showType(type.elem)}>`;
    case "ref":
      return `ref<${type.record.name}>`;
    case "array":
      return `${type.dtype}[${type.shape.join(",")}]`;
  }
}

const reached = new WeakMap<Type, ReadonlySet<string>>();

/** The types of all references that one of a type leads to, its own among them. */
export function referencesFrom(type: Type): ReadonlySet<string> {
  const known = reached.get(type);
  if (known !== undefined) return known;
  const names = new Set<string>();
  const visit = (one: Type): void => {
    if (!isReference(one) || names.has(showType(one))) return;
    names.add(showType(one));
    if (one.kind === "ref") for (const field of one.record.fields) visit(field.type);
    else if (one.elem.kind !== "store") visit(one.elem);
  };
  visit(type);
  reached.set(type, names);
  return names;
}
