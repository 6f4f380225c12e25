// Values passed through memory, each in a slot of 8 bytes.
import { opcode as o, valType, type Opcode, type ValType } from "./opcodes.ts";

interface Move {
  readonly op: Opcode;
  readonly align: number;
}

export function slotLoad(type: ValType): Move {
  switch (type) {
    case valType.i32:
      return { op: o.i32_load, align: 2 };
    case valType.i64:
      return { op: o.i64_load, align: 3 };
    case valType.f32:
      return { op: o.f32_load, align: 2 };
    case valType.f64:
      return { op: o.f64_load, align: 3 };
    case valType.v128:
      throw new Error("internal: a vector is not passed through memory");
  }
}

export function slotStore(type: ValType): Move {
  switch (type) {
    case valType.i32:
      return { op: o.i32_store, align: 2 };
    case valType.i64:
      return { op: o.i64_store, align: 3 };
    case valType.f32:
      return { op: o.f32_store, align: 2 };
    case valType.f64:
      return { op: o.f64_store, align: 3 };
    case valType.v128:
      throw new Error("internal: a vector is not passed through memory");
  }
}
