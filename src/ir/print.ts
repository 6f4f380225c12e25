// The text form of the IR; `parse.ts` reads it back, docs/ir.md describes it.
import { printPosition, type SourceFile, type Span } from "../diagnostics/span.ts";
import {
  recordsOf,
  type Attr,
  type Func,
  type Instr,
  type Module,
  type Region,
  type Rules,
} from "./func.ts";
import type { Value } from "./func.ts";
import { sameType, showType, type RecordType, type Type } from "./types.ts";

export interface PrintOptions {
  /** Write source places so that parsing gives them back. Default false. */
  readonly spans?: boolean;
  /** Write source places as comments, `// poly.ts:3:9`. Default false. */
  readonly places?: boolean;
}

/** Records, then functions in the order of the module. */
export function printModule(module: Module, options: PrintOptions = {}): string {
  const printer = new Printer(options);
  const funcs = [...module.funcs.values()].map((f) => printer.func(f));
  const records = [...recordsOf(module).values()].map(printRecord);
  return [...printer.files(), ...records, ...funcs].join("\n");
}

// Names of functions, records and fields that need no quotes.
const plainName = /^(?!(?:NaN|Infinity)\b)[\p{ID_Start}_$][\p{ID_Continue}$.'-]*$/u;
// Hints that are kept: a user's name, or a path from one such as `p.xs[0]`, with primes.
const plainHint = /^[\p{ID_Start}_$][\p{ID_Continue}$.'[\]]*$/u;

function printName(name: string): string {
  return plainName.test(name) ? name : JSON.stringify(name);
}

function printRecord({ name, fields }: RecordType): string {
  const list = fields.map((f) => `${printName(f.name)}: ${printType(f.type)}`);
  return `record ${printName(name)} {${list.length > 0 ? ` ${list.join(", ")} ` : ""}}\n`;
}

/** As `showType`, with the names of records quoted where they need it. */
function printType(type: Type): string {
  if (type.kind === "ref") return `ref<${printName(type.record.name)}>`;
  if (type.kind === "mem" && type.elem.kind !== "store") return `mem<${printType(type.elem)}>`;
  return showType(type);
}

export function printNumber(x: number | bigint): string {
  if (typeof x === "bigint") return `${x}n`;
  return Object.is(x, -0) ? "-0" : String(x);
}

function printAttr(attr: Attr): string {
  switch (typeof attr) {
    case "number":
    case "bigint":
      return printNumber(attr);
    case "boolean":
      return String(attr);
    case "string":
      return JSON.stringify(attr);
    default:
      return isType(attr) ? printType(attr) : `[${attr.map(printNumber).join(", ")}]`;
  }
}

class Printer {
  readonly #options: PrintOptions;
  readonly #files = new Map<SourceFile, number>();
  #names = new Map<Value, string>();
  #taken = new Map<string, number>();
  #anonymous = 0;

  constructor(options: PrintOptions) {
    this.#options = options;
  }

  /** Lines that say which source files `at #n:…` means; after what is printed is known. */
  files(): string[] {
    return [...this.#files].map(([file, n]) => {
      const text = file.text === undefined ? "" : ` text ${JSON.stringify(file.text)}`;
      const lines = `lines [${file.lineStarts.join(", ")}]`;
      return `file #${n} ${JSON.stringify(file.path)} ${lines}${text}\n`;
    });
  }

  func({ name, region, disjoint, rules, span }: Func): string {
    this.#names = new Map();
    this.#taken = new Map();
    this.#anonymous = 0;
    const params = this.#typed(region.params);
    const results = region.yields.map((v) => printType(v.type)).join(", ");
    const head = `func @${printName(name)}(${params}) -> (${results})`;
    const marks = `${disjoint === true ? " disjoint" : ""}${rules ? printRules(rules) : ""}`;
    const rest = `${marks}${this.#span(span)} {`;
    const body = [...this.#body(region, "  "), `  ${line("return", this.#uses(region.yields))}`];
    return `${head}${rest}\n${body.join("\n")}\n}\n`;
  }

  #region(region: Region, indent: string): string {
    const params = region.params.length > 0 ? ` (${this.#typed(region.params)})` : "";
    const inner = `${indent}  `;
    const body = this.#body(region, inner);
    const last = `${inner}${line("yield", this.#uses(region.yields))}`;
    return [`{${params}`, ...body, last, `${indent}}`].join("\n");
  }

  #body(region: Region, indent: string): string[] {
    return region.body.map((instr) => `${indent}${this.#instr(instr, indent)}`);
  }

  #instr({ op, args, attrs, regions, results, span }: Instr, indent: string): string {
    const { type, value, callee, ...others } = attrs;
    const words: string[] = [op.name];
    const rest: [string, Attr][] = Object.entries(others);
    // the three attributes that are written without their names
    if (isType(type)) words.push(printType(type));
    else if (type !== undefined) rest.push(["type", type]);
    if (typeof value === "number" || typeof value === "bigint") words.push(printNumber(value));
    else if (value !== undefined) rest.push(["value", value]);
    if (typeof callee === "string") words.push(`@${printName(callee)}`);
    else if (callee !== undefined) rest.push(["callee", callee]);
    if (rest.length > 0) {
      words.push(`{${rest.map(([k, v]) => `${printName(k)}: ${printAttr(v)}`).join(", ")}}`);
    }
    if (args.length > 0) words.push(this.#uses(args));
    const shown = isType(type) && results.length === 1 && sameType(type, results[0]!.type);
    const names = shown ? this.#define(results[0]!) : this.#typed(results);
    for (const region of regions) words.push(this.#region(region, indent));
    const end = `${this.#span(span)}${this.#place(span)}`;
    return `${results.length > 0 ? `${names} = ` : ""}${words.join(" ")}${end}`;
  }

  #typed(values: readonly Value[]): string {
    return values.map((v) => `${this.#define(v)}: ${printType(v.type)}`).join(", ");
  }

  #uses(values: readonly Value[]): string {
    return values.map((v) => this.#names.get(v) ?? this.#define(v)).join(", ");
  }

  #define(value: Value): string {
    const name = this.#fresh(value.hint);
    this.#names.set(value, name);
    return name;
  }

  #fresh(hint: string | undefined): string {
    if (hint === undefined || !plainHint.test(hint)) return `%${this.#anonymous++}`;
    const n = (this.#taken.get(hint) ?? 0) + 1;
    this.#taken.set(hint, n);
    return n === 1 ? `%${hint}` : `%${hint}#${n}`;
  }

  #span(span: Span | undefined): string {
    if (span === undefined || this.#options.spans !== true) return "";
    const n = this.#files.get(span.file) ?? this.#files.size;
    this.#files.set(span.file, n);
    return ` at #${n}:${span.start}..${span.end}`;
  }

  #place(span: Span | undefined): string {
    if (span === undefined || this.#options.places !== true) return "";
    return ` // ${printPosition(span)}`;
  }
}

function isType(attr: Attr | undefined): attr is Type {
  return typeof attr === "object" && "kind" in attr;
}

function line(word: string, rest: string): string {
  return rest === "" ? word : `${word} ${rest}`;
}

function printRules({ by, jvp, vjp }: Rules): string {
  const forward = jvp === undefined ? "" : ` jvp @${printName(jvp)}`;
  const reverse = vjp ? ` vjp @${printName(vjp.forward)} @${printName(vjp.backward)}` : "";
  return ` rules ${by}${forward}${reverse}`;
}
