// What the program shows to the host: on the console, and in the errors that it throws.
import type { Builder } from "../ir/builder.ts";
import type { Value } from "../ir/func.ts";
import { int as intLiteral } from "../ops/constant.ts";
import { forRange, failWith } from "../ops/control.ts";
import { boolToI32, toF64, widen } from "../ops/convert.ts";
import { length as lengthOf, load } from "../ops/memory.ts";
import { noteValue, printNoted } from "../ops/output.ts";
import { bool, isFloat, sameType, sizeOf, type ArrayType } from "../ir/types.ts";
import { elements } from "../ops/arrays/index.ts";
import type { Elem } from "../values/layout.ts";
import type { Output } from "../values/output.ts";
import { boolValue, numValue } from "./convert.ts";
import type { Machine } from "./machine.ts";
import { isBoolean, isNumeric } from "./shapes.ts";
import { concat, isErrorPrototype, isUnknown, outline } from "./text.ts";
import { constant, describe, type Abs, type Held, type Obj } from "./values.ts";

/** `console.log(...args)` and its like. */
export function printed(m: Machine, level: string, args: readonly Abs[]): void {
  const format = args.map((arg) => new Telling(m).of(arg));
  printNoted(m.b, level, JSON.stringify(format));
}

/** Ends the call with the error that the program throws. */
export function thrownOut(m: Machine, error: Abs): void {
  const format = new Telling(m).of(error);
  const text = concat(m, error.kind === "array" || error.kind === "typed" ? constant("") : error);
  const message = text.kind === "text" ? outline(text) : String((text as { value: unknown }).value);
  failWith(m.b, "throw", message, JSON.stringify(format));
}

/** Hands over the numbers of values, and says how they make these. */
class Telling {
  readonly #m: Machine;
  readonly #open = new Set<Obj>();

  constructor(m: Machine) {
    this.#m = m;
  }

  of(abs: Abs): Output {
    const m = this.#m;
    if (abs.kind === "const") return constantOutput(m, abs.value);
    if (isNumeric(abs)) return this.#number(numValue(m, abs), "number");
    if (isBoolean(abs)) return this.#number(toF64(m.b, boolValue(m, abs)), "boolean");
    switch (abs.kind) {
      case "text": {
        const parts = abs.parts.map((part) => {
          if (typeof part === "string") return part;
          if (isUnknown(part)) return "…";
          return { of: this.of(part.value), method: part.method, digits: part.digits };
        });
        return { kind: "text", parts } as Output;
      }
      case "choice":
        this.#number(toF64(m.b, abs.first), "boolean");
        return { kind: "either", of: [this.of(abs.of[0]), this.of(abs.of[1])] };
      case "maybe":
        this.#number(toF64(m.b, abs.present), "boolean");
        return { kind: "either", of: [this.of(abs.value), this.of(abs.absent)] };
      case "typed":
        return { kind: "list", of: this.#memory(m.b, abs.mem), typed: abs.element };
      case "nd":
        return this.#nd(m.b, abs.value);
      case "array":
      case "object":
        return this.#content(abs.obj);
      case "host":
        return hostOutput(m, abs.value);
      case "closure":
        return { kind: "name", name: `[Function: ${abs.fn.name || "(anonymous)"}]` };
      default:
        return m.fault(
          "NB2010",
          `showing ${describe(abs)}`,
          "show numbers, strings, arrays or objects",
        );
    }
  }

  #number(x: Value, kind: "number" | "boolean", b: Builder = this.#m.b): Output {
    noteValue(b, x);
    return { kind };
  }

  #content(obj: Obj): Output {
    const m = this.#m;
    if (this.#open.has(obj)) return { kind: "name", name: "[Circular]" };
    this.#open.add(obj);
    const output = this.#held(m.get(obj.cell));
    this.#open.delete(obj);
    return output;
  }

  #held(held: Held): Output {
    const m = this.#m;
    switch (held.kind) {
      case "items":
        return { kind: "items", items: held.items.map((item) => this.of(item)) };
      case "run":
        return { kind: "list", of: this.#elements(m.b, held.mem, held.length, held.elem) };
      case "fields": {
        const { prototype } = held;
        const error = isErrorPrototype(prototype);
        const plain = prototype === Object.prototype;
        const shown = [...held.fields].filter(([name]) => !name.startsWith("#"));
        const fields = shown.map(([name, field]) => [name, this.of(field)] as const);
        const at = plain ? -1 : m.host.shown(prototype);
        return { kind: "fields", prototype: at, error, fields };
      }
      default:
        return m.fault("NB2010", `showing ${describe(held)}`, "show a copy of it");
    }
  }

  #elements(b: Builder, mem: Value, count: Value, elem: Elem): Output {
    let output: Output = { kind: "number" };
    noteValue(b, toF64(b, count));
    forRange(b, [intLiteral(b, 0), count, 1], [], (inner, index) => {
      const item = load(inner, mem, index);
      if (elem.kind === "array") {
        output = {
          kind: "list",
          of: this.#elements(inner, item, lengthOf(inner, item), elem.elem),
        };
      } else if (elem.kind === "nd") {
        output = this.#nd(inner, item);
      } else if (elem.kind === "typed") {
        output = { kind: "list", of: this.#memory(inner, item), typed: elem.element };
      } else {
        output = this.#number(
          double(inner, item),
          elem.kind === "boolean" ? "boolean" : "number",
          inner,
        );
      }
      return [];
    });
    return output;
  }

  #nd(b: Builder, array: Value): Output {
    const { dtype, shape } = array.type as ArrayType;
    this.#numbers(b, b.emit1(elements, [array]), intLiteral(b, sizeOf(shape)));
    return { kind: "nd", dtype, shape };
  }

  /** All numbers of a memory. */
  #memory(b: Builder, mem: Value): Output {
    const count = lengthOf(b, mem);
    noteValue(b, toF64(b, count));
    this.#numbers(b, mem, count);
    return { kind: "number" };
  }

  #numbers(b: Builder, mem: Value, count: Value): void {
    forRange(b, [intLiteral(b, 0), count, 1], [], (inner, index) => {
      noteValue(inner, double(inner, load(inner, mem, index)));
      return [];
    });
  }
}

function double(b: Builder, x: Value): Value {
  if (sameType(x.type, bool)) return toF64(b, boolToI32(b, x));
  if (!isFloat(x.type)) return toF64(b, x);
  return x.type.kind === "scalar" && x.type.dtype === "f32" ? widen(b, x) : x;
}

function constantOutput(m: Machine, value: unknown): Output {
  if (typeof value === "number") {
    if (Number.isFinite(value) && !Object.is(value, -0)) return { kind: "value", value };
    return { kind: "name", name: Object.is(value, -0) ? "-0" : String(value) };
  }
  if (typeof value === "string" || typeof value === "boolean" || value === null) {
    return { kind: "value", value };
  }
  if (value === undefined) return { kind: "name", name: "undefined" };
  return m.fault("NB2010", `showing a ${typeof value}`);
}

function hostOutput(m: Machine, value: object): Output {
  const name = (value as { name?: unknown }).name;
  return {
    kind: "host",
    at: m.host.shown(value),
    name: typeof name === "string" ? name : "object",
  };
}
