import type { Compiled, Entry } from "../../ir/compiled.ts";
import { funcNamed, type Func, type Instr, type Module } from "../../ir/func.ts";
import { elementaryFuncs } from "../../lower/elementary/index.ts";
import { Context } from "./context.ts";
import { encodeModule, type EncodedFunc, type FuncImport } from "./encode.ts";
import { planEntry } from "./entries.ts";
import { emitFunc } from "./func.ts";
import { tidy } from "./locals.ts";
import { valType } from "./opcodes.ts";

/** Functions in IR for operations on doubles, by the name of the operation; the first is the one. */
export type FuncsByOp = ReadonlyMap<string, () => readonly Func[]>;

export interface WasmOptions {
  /** Whether function names are kept, for stack traces. Default true. */
  readonly names?: boolean;
  /** Functions for the operations without an instruction of their own. Default: nabla's. */
  readonly elementary?: FuncsByOp;
  /**
   * Whether loops make several iterations at once with vectors where they can: never, only where
   * every result has the same bits as without, or also where sums are made in another order.
   * Default "ordered".
   */
  readonly vectors?: "none" | "ordered" | "any";
  /** Told of each counted loop why it does not; undefined if it does. */
  readonly onLoop?: (loop: Instr, why: string | undefined) => void;
}

const imports: readonly FuncImport[] = [
  {
    module: "host",
    name: "stop",
    signature: { params: [valType.i32, valType.i32, valType.i32], results: [] },
  },
  { module: "host", name: "note", signature: { params: [valType.f64], results: [] } },
  { module: "host", name: "print", signature: { params: [valType.i32], results: [] } },
];

/**
 * A WebAssembly module with `roots` as its entries and all they call. Equal IR gives equal bytes.
 *
 * It imports from `host` its `memory`; the functions `stop`, called at a site that stops, `note` and
 * `print`, for what the program tells; and, if it has tables, the address `data` where they go.
 */
export function emitWasm(
  module: Module,
  roots: readonly string[],
  { names = true, elementary = elementaryFuncs, vectors = "ordered", onLoop }: WasmOptions = {},
): Compiled {
  const importCount = imports.length;
  const context = new Context(module, { importCount, elementary, emitFunc, vectors, onLoop });
  const entries = roots.map((name) => planEntry(context, funcNamed(module, name)));
  const funcs: EncodedFunc[] = [];
  // emitting a function plans those it calls
  for (let i = 0; i < context.planned.length; i++) {
    const code = context.planned[i]!.make();
    funcs.push({ name: code.name, signature: code.signature, ...tidy(code) });
  }
  const data = context.data();
  const bytes = encodeModule({
    imports,
    funcs,
    exports: entries.map(({ name, number }) => ({ name, func: number })),
    data,
    names,
  });
  return {
    bytes,
    sites: context.sites,
    entries: new Map(entries.map(({ name, entry }): [string, Entry] => [name, entry])),
    dataSize: data.length,
  };
}
