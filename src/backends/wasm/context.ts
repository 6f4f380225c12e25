import { Layouts } from "./layouts.ts";
import type { Site } from "../../ir/compiled.ts";
import { funcNamed, type Func, type Instr, type Module, type Region } from "../../ir/func.ts";
import { calleesOf } from "../../ir/rewrite.ts";
import type { Type } from "../../ir/types.ts";
import type { FuncCode, Signature } from "./code.ts";
import type { FuncsByOp } from "./module.ts";
import { makesMemoryItself, storesReferencesItself } from "./release.ts";
import { valType } from "./opcodes.ts";
import { flatten } from "./representation.ts";

/** Most parameters and results that engines take. */
const engineLimit = 1000;

/** How the parameters and results of an IR function are passed. */
export interface Convention {
  readonly signature: Signature;
  /** All parameters are in a block of memory, one every 8 bytes, and its address is passed. */
  readonly paramsInMemory: boolean;
  readonly resultsInMemory: boolean;
}

export function conventionOf(params: readonly Type[], results: readonly Type[]): Convention {
  const [p, r] = [flatten(params), flatten(results)];
  const paramsInMemory = p.length > engineLimit;
  const resultsInMemory = r.length > engineLimit;
  return {
    paramsInMemory,
    resultsInMemory,
    signature: {
      params: paramsInMemory ? [valType.i32] : p,
      results: resultsInMemory ? [valType.i32] : r,
    },
  };
}

/** Something that gives the code of a function when its turn comes. */
interface Planned {
  readonly name: string;
  readonly make: () => FuncCode;
}

export interface Setting {
  readonly importCount: number;
  /** Functions called from outside. */
  readonly roots: readonly string[];
  readonly elementary: FuncsByOp;
  readonly emitFunc: (context: Context, func: Func) => FuncCode;
  /** Whether loops make several iterations at once with vectors, and whether that may reorder sums. */
  readonly vectors: "none" | "ordered" | "any";
  /** Told of each counted loop why it does not; undefined if it does. */
  readonly onLoop?: ((loop: Instr, why: string | undefined) => void) | undefined;
  /** Whether several threads run the code, each with an arena of its own in one memory. */
  readonly threads: boolean;
  /** Whether products of matrices use fused multiply-adds. */
  readonly fused: boolean;
}

/** What the functions of one module share while they are emitted. */
export class Context {
  readonly module: Module;
  readonly layouts: Layouts;
  /** Functions in the order of their numbers, after the imported ones. */
  readonly planned: Planned[] = [];
  readonly sites: Site[] = [];
  readonly importCount: number;
  readonly vectors: Setting["vectors"];
  readonly onLoop: Setting["onLoop"];
  readonly threads: boolean;
  readonly fused: boolean;
  /** Numbers of the functions that other threads may be asked to run, in the order of their export. */
  readonly tasks: number[] = [];
  private readonly numbers = new Map<string, number>();
  private readonly library = new Map<string, Func>();
  private readonly siteNumbers = new Map<string, number>();
  private readonly writing = new Map<Region, boolean>();
  private readonly summaries = new Map<string, boolean>();
  private readonly emitFunc: Setting["emitFunc"];
  private readonly elementary: FuncsByOp;
  private readonly tables = new Map<string, { offset: number; bytes: Uint8Array }>();
  private tableEnd = 0;

  constructor(module: Module, setting: Setting) {
    const { importCount, elementary, emitFunc, vectors, onLoop, threads, fused } = setting;
    this.module = module;
    this.layouts = new Layouts(module, setting.roots);
    this.importCount = importCount;
    this.elementary = elementary;
    this.emitFunc = emitFunc;
    this.vectors = vectors;
    this.onLoop = onLoop;
    this.threads = threads;
    this.fused = fused;
  }

  /** Number of a function, which will be in the module from now on. */
  plan(name: string, make: () => FuncCode): number {
    const known = this.numbers.get(name);
    if (known !== undefined) return known;
    const number = this.importCount + this.planned.push({ name, make }) - 1;
    this.numbers.set(name, number);
    return number;
  }

  /** Number of a function written for this back end. */
  helper(name: string, make: (context: Context, name: string) => FuncCode): number {
    return this.plan(name, () => make(this, name));
  }

  /** The function of that name in the module, or in the library. */
  func(name: string): Func {
    return this.library.get(name) ?? funcNamed(this.module, name);
  }

  /** Number of an IR function. */
  funcNumber(name: string): number {
    const func = this.func(name);
    return this.plan(name, () => this.emitFunc(this, func));
  }

  /** Makes a function known that is not in the module but comes with the back end. */
  addLibrary(func: Func): void {
    this.library.set(func.name, func);
  }

  /** Number of an IR function that is not in the module but comes with the back end. */
  libraryNumber(func: Func): number {
    this.addLibrary(func);
    return this.funcNumber(func.name);
  }

  /** The function of doubles for an operation; undefined if there is none. */
  elementaryFunc(op: string): Func | undefined {
    const funcs = this.elementary.get(op)?.();
    for (const f of funcs ?? []) this.library.set(f.name, f);
    return funcs?.[0];
  }

  /** Its number. */
  elementaryNumber(op: string): number | undefined {
    const func = this.elementaryFunc(op);
    return func && this.funcNumber(func.name);
  }

  /** Number of a place where the code may stop. */
  site(site: Site): number {
    const { span } = site;
    const text =
      site.kind === "fail"
        ? `${site.code} ${site.message} ${site.format}`
        : site.kind === "print"
          ? `${site.level} ${site.format}`
          : "";
    const place =
      span === undefined ? "" : `${span.file.path} ${span.start} ${span.end} ${span.part ?? ""}`;
    const key = `${site.kind} ${place} ${text}`;
    const known = this.siteNumbers.get(key);
    if (known !== undefined) return known;
    this.siteNumbers.set(key, this.sites.length);
    return this.sites.push(site) - 1;
  }

  /** Offset of a table of constants among those of the module; one of a name is kept once. */
  table(name: string, { buffer }: DataView<ArrayBuffer>): number {
    const known = this.tables.get(name);
    if (known !== undefined) return known.offset;
    const offset = this.tableEnd;
    this.tables.set(name, { offset, bytes: new Uint8Array(buffer) });
    this.tableEnd = Math.ceil((offset + buffer.byteLength) / 16) * 16;
    return offset;
  }

  /** All tables, at their offsets. */
  data(): Uint8Array {
    const all = new Uint8Array(this.tableEnd);
    for (const { offset, bytes } of this.tables.values()) all.set(bytes, offset);
    return all;
  }

  /** Whether calling the function may write memory that is there before. */
  callWrites(name: string): boolean {
    return this.anyReached("writes", name, writesItself);
  }

  /** Whether calling the function may make memory. */
  callMakesMemory(name: string): boolean {
    return this.anyReached("makes", name, makesMemoryItself);
  }

  /** Whether calling the function may store references in memory that is there before. */
  callStoresReferences(name: string): boolean {
    return this.anyReached("stores", name, storesReferencesItself);
  }

  /** Whether `holds` is true of a function that may run when `name` is called. */
  private anyReached(what: string, name: string, holds: (region: Region) => boolean): boolean {
    const key = `${what} ${name}`;
    const known = this.summaries.get(key);
    if (known !== undefined) return known;
    const reached = new Set([name]);
    let found = false;
    for (const next of reached) {
      const { region } = this.func(next);
      found ||= holds(region);
      for (const callee of calleesOf(region)) reached.add(callee);
    }
    this.summaries.set(key, found);
    return found;
  }

  regionWrites(region: Region): boolean {
    let writes = this.writing.get(region);
    if (writes === undefined) {
      writes = writesItself(region) || [...calleesOf(region)].some((name) => this.callWrites(name));
      this.writing.set(region, writes);
    }
    return writes;
  }
}

/** Whether the region writes memory, calls aside. */
function writesItself(region: Region): boolean {
  return region.body.some(
    ({ op, regions }) => op.effect === "write" || regions.some((r) => writesItself(r)),
  );
}
