// JavaScript for people to read, and for places without WebAssembly.
import { printPosition } from "../../diagnostics/span.ts";
import { recordsOf, type Func, type Instr, type Module } from "../../ir/func.ts";
import { printNumber } from "../../ir/print.ts";
import { tangentType } from "../../ir/tangent.ts";
import { showType, type MemType, type Type } from "../../ir/types.ts";
import { specialCalls } from "../../lower/kernels/special.ts";
import { writeBody, type BodyContext } from "./body.ts";
import { Code } from "./code.ts";
import { apply, atom, compose, prec, type Expr } from "./expr.ts";
import { hasListViews } from "./facts.ts";
import { helpers, needs, type HelperName } from "./helpers.ts";
import { Names } from "./names.ts";
import { SkeletonFunctions } from "./skeletons.ts";
import { lengthOf } from "./spell.ts";
import { arrayOf, interfaceText, isList, resultText, typeText, ZerosFunctions } from "./types.ts";

export interface EmitJsOptions {
  /** TypeScript with its types. Default false. */
  readonly types?: boolean;
  /**
   * `module`: the functions are exported. `body`: they are returned, as the body of a function
   * for `new Function`. Default "module".
   */
  readonly format?: "module" | "body";
  /** Functions that others see; default all. */
  readonly exports?: readonly string[];
}

/**
 * Every function of `module` in JavaScript. Numbers are numbers (i64: bigint, bool: boolean),
 * memories typed arrays or arrays of references, records objects; several results are an array.
 */
export function emitJs(module: Module, options: EmitJsOptions = {}): string {
  const exports = options.exports ?? [...module.funcs.keys()];
  return new Emitter(specialCalls(module), { ...options, exports }).text();
}

/** The functions of `module`, ready to be called, by their names. */
export function loadJs(module: Module): Record<string, (...args: unknown[]) => unknown> {
  const text = emitJs(module, { format: "body" });
  // oxlint-disable-next-line typescript/no-implied-eval -- the text is ours
  return new Function(text)() as Record<string, (...args: unknown[]) => unknown>;
}

class Emitter {
  readonly #module: Module;
  readonly #options: EmitJsOptions & { readonly exports: readonly string[] };
  readonly #names = new Names(Object.keys(helpers).concat("listViews"));
  readonly #funcNames = new Map<string, string>();
  readonly #helpers = new Set<HelperName>();
  readonly #constants = new Map<string, { readonly name: string; readonly text: string }>();
  readonly #zeros: ZerosFunctions;
  readonly #skeletons: SkeletonFunctions;
  readonly #listViews: boolean;

  constructor(module: Module, options: EmitJsOptions & { readonly exports: readonly string[] }) {
    this.#module = module;
    this.#options = options;
    this.#listViews = hasListViews(module);
    for (const name of module.funcs.keys()) this.#funcNames.set(name, this.#names.fresh(name));
    this.#zeros = new ZerosFunctions(this.#names);
    this.#skeletons = new SkeletonFunctions(this.#names);
  }

  text(): string {
    const funcs = [...this.#module.funcs.values()].map((f) => this.#func(f));
    const records = [...recordsOf(this.#module).values()];
    const interfaces = this.#options.types === true ? records.map(interfaceText) : [];
    const parts = [
      ...interfaces,
      [...this.#constants.values()].map((c) => `${c.text}\n`).join(""),
      ...funcs,
      ...this.#zeros.texts,
      ...this.#skeletons.texts,
      ...this.#helperTexts(),
      this.#exports(),
    ];
    return parts.filter((part) => part !== "").join("\n");
  }

  #helperTexts(): string[] {
    const wanted = new Set(this.#helpers);
    for (const name of this.#helpers) for (const n of needs[name] ?? []) wanted.add(n);
    return [...wanted].map((name) => `${helpers[name]((type) => this.#typed(type))}\n`);
  }

  #typed(type: string): string {
    return this.#options.types === true ? `: ${type}` : "";
  }

  #exports(): string {
    const names = this.#options.exports;
    const body = this.#options.format === "body";
    const list = names.map((name) => {
      const own = this.#funcNames.get(name) as string;
      if (own === name) return name;
      return body ? `${JSON.stringify(name)}: ${own}` : `${own} as ${JSON.stringify(name)}`;
    });
    return `${body ? "return" : "export"} { ${list.join(", ")} };\n`;
  }

  #func(func: Func): string {
    const context = this.#context();
    const code = new Code(func, this.#names.all(), context.annotate);
    const params = func.region.params.map((p) => {
      const name = p.hint === undefined ? code.names.temporary() : code.names.fresh(p.hint);
      code.know(p, atom(name));
      return `${name}${this.#typed(typeText(p.type))}`;
    });
    writeBody(func, code, context);
    const name = this.#funcNames.get(func.name) as string;
    const place = func.span === undefined ? "" : `// ${printPosition(func.span)}\n`;
    const head = `function ${name}(${params.join(", ")})${this.#typed(resultText(func))} {`;
    return `${place}${head}\n${code.lines.map((l) => `${l}\n`).join("")}}\n`;
  }

  #context(): BodyContext {
    return {
      module: this.#module,
      funcName: (name) => this.#funcNames.get(name) as string,
      annotate: (type) => this.#typed(typeText(type)),
      helper: (name) => {
        this.#helpers.add(name);
        return name;
      },
      empty: (type) => this.#empty(type),
      table: (instr) => this.#table(instr),
      zerosLike: (x, like, directions) => this.#zerosLike(x, like, directions),
      skeleton: (x, from, to) => {
        if (this.#listViews) this.#helpers.add("listView");
        return apply(this.#skeletons.named(from, to, this.#listViews, this.#typed("any")), x);
      },
      listViews: this.#listViews,
      typed: this.#options.types === true,
    };
  }

  // No local ends in `$`, so none hides a constant or a function found out to be needed later.
  #constant(key: string, base: string, value: string): string {
    const known = this.#constants.get(key);
    if (known !== undefined) return known.name;
    const name = this.#names.fresh(base);
    this.#constants.set(key, { name, text: `const ${name} = ${value};` });
    return name;
  }

  #empty(type: MemType): string {
    const { elem } = type;
    const value = elem.kind === "store" ? `new ${arrayOf[elem.storage]}(0)` : "[]";
    const typed = this.#options.types === true && elem.kind !== "store" ? " as any[]" : "";
    return this.#constant(showType(type), "empty$", `${value}${typed}`);
  }

  #table({ attrs }: Instr): string {
    const { elem } = attrs["type"] as MemType;
    const values = (attrs["values"] as readonly number[]).map(printNumber).join(", ");
    const array = elem.kind === "store" ? arrayOf[elem.storage] : "Array";
    const name = attrs["name"] as string;
    return this.#constant(`table ${name}`, `${name}$`, `${array}.of(${values})`);
  }

  #zerosLike(x: Expr, like: Type, directions: number): Expr {
    const type = tangentType(like);
    if (type === undefined) throw new Error("internal: zeros in the shape of integers");
    if (type.kind === "mem" && !isList(type.elem) && type.elem.kind === "store") {
      const text = `new ${arrayOf[type.elem.storage]}(${lengthOf(x).text})`;
      return compose(text, prec.atom, [x]);
    }
    if (this.#listViews) this.#helpers.add("listView");
    const any = this.#typed("any");
    return apply(this.#zeros.named(like, directions, this.#listViews, any), x);
  }
}
