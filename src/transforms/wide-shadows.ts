import type { Builder } from "../ir/builder.ts";
import type { Instr, Value } from "../ir/func.ts";
import { tangentType } from "../ir/tangent.ts";
import { isReference, loadedType, type Type } from "../ir/types.ts";
import { int, mul, zerosFor, zerosLike } from "../ops/index.ts";
import type { LinearProgram } from "./linear-program.ts";

/**
 * The shadows of a linear program when there are several directions: the tangents of an element lie
 * side by side, so that a shadow has `directions` times the elements.
 */
export class WideShadows {
  readonly directions: number;
  readonly #lin: LinearProgram;
  readonly #wide = new Map<Value, Value>();

  constructor(lin: LinearProgram, directions: number) {
    this.#lin = lin;
    this.directions = directions;
  }

  /** What stands for `v`, which may be a shadow of the linear program. */
  of(v: Value): Value {
    return this.#wide.get(v) ?? v;
  }

  /** A new value for a shadow of the linear program. */
  define(shadow: Value): Value {
    const wide: Value = { type: this.#typeOf(shadow), hint: shadow.hint };
    this.#wide.set(shadow, wide);
    return wide;
  }

  /** Appends an instruction that moves references to shadows. */
  move(b: Builder, instr: Instr): void {
    const [shadow] = instr.results;
    const args = instr.args.map((a) => this.of(a));
    if (shadow === undefined || !isReference(shadow.type)) {
      b.append({ ...instr, args });
      return;
    }
    const type = this.#typeOf(shadow);
    if (instr.op === zerosLike) {
      this.#wide.set(shadow, zerosFor(b, args[0] as Value, type, this.directions));
      return;
    }
    const operands = this.#operands(b, instr, args, type);
    const attrs = instr.attrs["type"] === undefined ? instr.attrs : { ...instr.attrs, type };
    b.append({ ...instr, args: operands, attrs, results: [this.define(shadow)] });
  }

  #typeOf(shadow: Value): Type {
    const source = this.#lin.primal.get(shadow) as Value;
    return tangentType(source.type, this.directions) as Type;
  }

  #operands(b: Builder, { op }: Instr, args: readonly Value[], type: Type): readonly Value[] {
    const times = (n: Value | undefined): Value => mul(b, n as Value, int(b, this.directions));
    const floats = type.kind === "mem" && !isReference(loadedType(type.elem));
    if (op.name === "alloc" && floats) return [times(args[0])];
    if (op.name === "view" && floats) return [args[0] as Value, times(args[1]), times(args[2])];
    if (op.name !== "record") return args;
    return args.flatMap((a) => (isReference(a.type) ? [a] : Array(this.directions).fill(a)));
  }
}
