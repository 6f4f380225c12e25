// Runs a function on arrays as WebAssembly, as the driver makes it.
import { runStages } from "../../../src/driver/pipeline.ts";
import { emitWasm } from "../../../src/backends/wasm/index.ts";
import { parseModule } from "../../../src/ir/parse.ts";
import { ops } from "../../../src/ops/registry.ts";
import { Heap } from "../../../src/runtime/heap.ts";
import { instantiate } from "../../../src/runtime/instance.ts";
import { callFlat } from "../../backends/wasm/data.ts";

export type Numbers = Float64Array | Float32Array;

/** What a program does, and how much of the heap is in use after it. */
export interface Run {
  readonly results: readonly Numbers[];
  readonly used: number;
}

const room = (heap: Heap, bytes: number): number => {
  const at = heap.alloc(bytes);
  if (at === undefined) throw new Error("no memory for a test");
  return at;
};

/** The function `f` of a module in text form, whose arguments and results are arrays of floats. */
export function asWasm(text: string): (...args: readonly Numbers[]) => Run {
  const { final } = runStages(parseModule(text, ops), "f", { verify: true });
  const heap = new Heap();
  const instance = instantiate(emitWasm(final, ["f"], { vectors: "any" }), heap);
  const types = final.funcs.get("f")!.region.yields.map((v) => v.type);
  return (...args) => {
    heap.reset();
    const flat = args.flatMap((x) => {
      const at = room(heap, x.byteLength);
      const Numbers = x.constructor as Float64ArrayConstructor;
      new Numbers(heap.memory.buffer, at, x.length).set(x);
      return [at, x.length];
    });
    const before = heap.alloc(0)!;
    const made = callFlat(instance, "f", flat);
    const used = heap.alloc(0)! - before;
    const results = made.map(([at, n], i) => {
      const type = types[i]!;
      const single =
        type.kind === "mem" && type.elem.kind === "store" && type.elem.storage === "f32";
      const Numbers = single ? Float32Array : Float64Array;
      return new Numbers(heap.memory.buffer, Number(at), Number(n)).slice();
    });
    return { results, used };
  };
}
