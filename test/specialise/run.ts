import { expect } from "vitest";
import { elementsOf, interpret, type Datum, type Memory } from "../../src/backends/interp/index.ts";
import { lowered } from "../../bench/interpreted.ts";
import { jit } from "../../src/index.ts";
import { library } from "../../src/driver/known.ts";
import { showType } from "../../src/ir/types.ts";
import { verifyModule } from "../../src/ir/verify.ts";
import { reflect } from "../../src/reflect/reflect.ts";
import { specialise, type Specialised } from "../../src/specialise/index.ts";
import { derive } from "../../src/transforms/derive.ts";
import type { Elem } from "../../src/values/layout.ts";
import type { Result } from "../../src/values/result.ts";
import { storageOf } from "../../src/values/typed.ts";

type Fn = (...args: never[]) => unknown;

/** Compiles `fn` for `args`, and checks the module. */
export function compiled(fn: Fn, args: readonly unknown[]): Specialised {
  const made = specialise({ fn, args, reflect: reflect as never, library });
  verifyModule(made.module);
  return made;
}

/** The value that compiled code gives in the interpreter; changes of arguments are made to them. */
export function run(fn: Fn, ...args: readonly unknown[]): unknown {
  const made = compiled(fn, args);
  // what lies on the heap is read by the runtime
  if (made.families.size > 0) return jit(fn)(...(args as never[]));
  return runCompiled(made);
}

export function runCompiled(made: Specialised): unknown {
  const { module, name } = made;
  const { data, memories, byId } = lowered(made);
  const results = interpret(derive(module), name, data);
  for (const [array, memory] of memories) writeBack(array, memory, memories);
  return raise(made, results, byId, memories);
}

function writeBack(array: object, memory: Memory, memories: ReadonlyMap<object, Memory>): void {
  if (!Array.isArray(array)) return;
  elementsOf(memory).forEach((x, i) => {
    if (typeof x !== "object")
      array[i] = memory.elem.kind === "store" && memory.elem.storage === "bool" ? x === 1 : x;
    else array[i] = [...memories].find(([, m]) => m === x)?.[0] ?? array[i];
  });
}

function raise(
  made: Specialised,
  results: readonly Datum[],
  byId: ReadonlyMap<number, unknown>,
  memories: ReadonlyMap<object, Memory>,
): unknown {
  const built = new Map<number, unknown>();
  const array = (memory: Memory, elem: Elem, length: number): unknown => {
    const given = [...memories].find(
      ([, m]) => m.data === memory.data && m.start === memory.start && m.length === memory.length,
    );
    if (given && given[1].length === length) return given[0];
    return elementsOf(memory)
      .slice(0, length)
      .map((x) => {
        if (elem.kind === "number") return x;
        if (elem.kind === "boolean") return x === 1;
        if (elem.kind === "typed") return typed(x as Memory, elem.element);
        if (elem.kind !== "array") throw new Error("a list of the heap");
        return array(x as Memory, elem.elem, (x as Memory).length);
      });
  };
  const typed = (memory: Memory, element: string): unknown => {
    expect(showType({ kind: "mem", elem: memory.elem })).toBe(
      `mem<${storageOf[element as never]}>`,
    );
    const given = [...memories].find(([a, m]) => m.data === memory.data && !Array.isArray(a));
    if (given && given[1].length === memory.length && given[1].start === memory.start)
      return given[0];
    const make = globalThis[element as "Float64Array"];
    return make.from(elementsOf(memory).map(Number));
  };
  const value = (result: Result): unknown => {
    switch (result.kind) {
      case "number":
        return results[result.result];
      case "boolean":
        return results[result.result] === 1;
      case "static":
        return result.value;
      case "typed":
        return typed(results[result.result] as Memory, result.element);
      case "array": {
        const memory = results[result.result] as Memory;
        const length =
          result.length === undefined ? memory.length : (results[result.length] as number);
        const made = array(memory, result.elem, length);
        built.set(result.id, made);
        return made;
      }
      case "tuple": {
        const items: unknown[] = [];
        built.set(result.id, items);
        for (const item of result.items) items.push(value(item));
        return items;
      }
      case "object": {
        const object = Object.create(result.prototype) as Record<string, unknown>;
        built.set(result.id, object);
        for (const [name, field] of result.fields) object[name] = value(field);
        return object;
      }
      case "optional":
        return results[result.present] === 1 ? value(result.value) : result.absent;
      case "either":
        return value(result.of[results[result.first] === 1 ? 0 : 1]);
      case "given":
        return byId.get(result.id);
      case "shared":
        return built.get(result.id);
    }
  };
  const returned = value(made.result);
  for (const write of made.writes) {
    if (write.kind === "fields") {
      const target = byId.get(write.id) as Record<string, unknown>;
      for (const [name, field] of write.fields) target[name] = value(field);
    } else if (write.kind === "items") {
      const target = byId.get(write.id) as unknown[];
      const items = value(write.value) as unknown[];
      target.splice(0, target.length, ...items);
    }
  }
  return returned;
}

/** Compares with the function run as it is: the same bits, the same changes of arguments. */
export function same(fn: Fn, ...args: readonly unknown[]): void {
  const copies = structuredClone(args) as unknown[];
  const withFunctions = copies;
  let wanted: unknown;
  let error: unknown;
  try {
    wanted = Reflect.apply(fn, undefined, withFunctions);
  } catch (thrown) {
    error = thrown;
  }
  if (error !== undefined) throw error;
  const got = run(fn, ...args);
  expect(got).toEqual(wanted);
  expect(args).toEqual(withFunctions);
}
