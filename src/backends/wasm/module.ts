import { taskName, type Compiled, type Entry } from "../../ir/compiled.ts";
import { funcNamed, type Func, type Instr, type Module } from "../../ir/func.ts";
import { integerSubscripts } from "../../lower/subscripts.ts";
import { scalarFuncs } from "../../lower/functions.ts";
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
  /**
   * Whether loops marked `parallel` are handed to the host, to be run by several threads in one
   * shared memory. Default false: they are loops like others.
   */
  readonly threads?: boolean;
  /**
   * Whether products of matrices may use the fused multiply-add of relaxed SIMD, which not all engines
   * have, and which on some machines rounds twice. Default false.
   */
  readonly fused?: boolean;
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

/** What code for several threads imports besides. */
const threadImports: readonly FuncImport[] = [
  {
    module: "host",
    name: "fork",
    signature: { params: [valType.i32, valType.i32, valType.i32], results: [] },
  },
  { module: "host", name: "more", signature: { params: [valType.i32], results: [valType.i32] } },
];

/**
 * A WebAssembly module with `roots` as its entries and all they call. Equal IR gives equal bytes.
 *
 * It imports from `host` its `memory`; the functions `stop`, called at a site that stops, `note` and
 * `print`, for what the program tells; and, if it has tables, the address `data` where they go. For
 * several threads the memory is shared, and it imports `arena`, where the words of `fixed` are that a
 * thread has for itself, `fork`, which runs a task, and `more`, which makes room in the arena.
 */
export function emitWasm(
  module: Module,
  roots: readonly string[],
  {
    names = true,
    elementary = scalarFuncs,
    vectors = "ordered",
    onLoop,
    threads = false,
    fused = false,
  }: WasmOptions = {},
): Compiled {
  const all = threads ? [...imports, ...threadImports] : imports;
  const importCount = all.length;
  const setting = { importCount, roots, elementary, emitFunc, vectors, onLoop, threads, fused };
  const context = new Context(integerSubscripts(module), setting);
  const entries = roots.map((name) => planEntry(context, funcNamed(module, name)));
  const funcs: EncodedFunc[] = [];
  // emitting a function plans those it calls
  for (let i = 0; i < context.planned.length; i++) {
    const code = context.planned[i]!.make();
    funcs.push({ name: code.name, signature: code.signature, ...tidy(code) });
  }
  const data = context.data();
  const exports = entries.map(({ name, number }) => ({ name, func: number }));
  const tasks = context.tasks.map((func, k) => ({ name: taskName(k), func }));
  const bytes = encodeModule({
    imports: all,
    funcs,
    exports: [...exports, ...tasks],
    data,
    names,
    threads,
  });
  return {
    bytes,
    sites: context.sites,
    entries: new Map(entries.map(({ name, entry }): [string, Entry] => [name, entry])),
    dataSize: data.length,
    threads,
  };
}
