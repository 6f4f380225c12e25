// What an IR value is in WebAssembly: a list of components, each one value on the stack.
import type { Elem, Storage, Type } from "../../ir/types.ts";
import type { Scalar } from "../../ir/op.ts";
import { f32Const, f64Const, i32Const, i64Const, loadFrom, type Expr } from "./expr.ts";
import { opcode, valType, type Opcode, type ValType } from "./opcodes.ts";

const { i32, i64, f32, f64 } = valType;

/** A scalar is itself; a reference to a memory is address and length; one to a record its address. */
export function componentsOf(type: Type): readonly ValType[] {
  switch (type.kind) {
    case "mem":
      return [i32, i32];
    case "ref":
      return [i32];
    case "scalar":
      return [type.dtype === "bool" ? i32 : valType[type.dtype]];
    case "array":
      throw new Error("internal: an N-d array reached the WebAssembly back end");
  }
}

export function flatten(types: readonly Type[]): ValType[] {
  return types.flatMap((t) => componentsOf(t));
}

export function constantOf(type: Type, value: Scalar): Expr {
  const [component] = componentsOf(type);
  switch (component) {
    case i64:
      return i64Const(BigInt(value));
    case f64:
      return f64Const(Number(value));
    case f32:
      return f32Const(Number(value));
    default:
      return i32Const(Number(value));
  }
}

/** How one component is read and written. */
export interface Access {
  readonly type: ValType;
  readonly load: Opcode;
  readonly store: Opcode;
  /** log₂ of the bytes. */
  readonly align: number;
}

const word: Access = { type: i32, load: opcode.i32_load, store: opcode.i32_store, align: 2 };

const accesses: Readonly<Record<Storage, Access>> = {
  f64: { type: f64, load: opcode.f64_load, store: opcode.f64_store, align: 3 },
  f32: { type: f32, load: opcode.f32_load, store: opcode.f32_store, align: 2 },
  i64: { type: i64, load: opcode.i64_load, store: opcode.i64_store, align: 3 },
  i32: word,
  u32: { type: i64, load: opcode.i64_load32_u, store: opcode.i64_store32, align: 2 },
  i16: { type: i32, load: opcode.i32_load16_s, store: opcode.i32_store16, align: 1 },
  u16: { type: i32, load: opcode.i32_load16_u, store: opcode.i32_store16, align: 1 },
  i8: { type: i32, load: opcode.i32_load8_s, store: opcode.i32_store8, align: 0 },
  u8: { type: i32, load: opcode.i32_load8_u, store: opcode.i32_store8, align: 0 },
  bool: { type: i32, load: opcode.i32_load8_u, store: opcode.i32_store8, align: 0 },
};

/** One access for each component of an element; the second is 4 bytes after the first. */
export function elemAccess(elem: Elem): readonly Access[] {
  if (elem.kind === "store") return [accesses[elem.storage]];
  return elem.kind === "mem" ? [word, word] : [word];
}

/** As for an element that keeps values of `type`. */
export function fieldAccess(type: Type): readonly Access[] {
  if (type.kind === "scalar") return [accesses[type.dtype]];
  return type.kind === "mem" ? [word, word] : [word];
}

/** An address: `base + offset`. */
export interface Address {
  readonly base: Expr;
  readonly offset: number;
}

export function loadAt({ load, type, align }: Access, { base, offset }: Address): Expr {
  return loadFrom(load, type, base, { align, offset });
}
