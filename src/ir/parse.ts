// The text form of the IR, as `print.ts` writes it and docs/ir.md describes it, read back.
import { lineStartsOf, type SourceFile, type Span } from "../diagnostics/span.ts";
import type { Attr, Attrs, Func, Instr, Module, Region, Rules, Value } from "./func.ts";
import { moduleOf } from "./func.ts";
import { lex, type Token } from "./lex.ts";
import type { Op } from "./op.ts";
import { TypeParser } from "./parse-type.ts";
import { sameType, showType, type Type } from "./types.ts";

/**
 * Reads a module. Types of results may be left out except of calls. Throws a plain Error whose
 * message starts with `line:column:`.
 */
export function parseModule(text: string, ops: ReadonlyMap<string, Op>): Module {
  return new Parser(text, ops).module();
}

/** Name and, where it is written, type of a value about to be defined. */
interface Target {
  readonly token: Token;
  readonly type: Type | undefined;
}

class Parser extends TypeParser {
  readonly #ops: ReadonlyMap<string, Op>;
  readonly #files = new Map<string, SourceFile>();
  #values = new Map<string, Value>();
  // values of the regions around the present place; others of the function are out of sight
  #visible = new Set<Value>();

  constructor(text: string, ops: ReadonlyMap<string, Op>) {
    super(text, lex(text));
    this.#ops = ops;
  }

  module(): Module {
    const funcs: Func[] = [];
    while (this.peek().kind !== "end") {
      const word = this.take("name", "record, file or func");
      if (word.text === "record") this.record();
      else if (word.text === "file") this.#file();
      else if (word.text === "func") funcs.push(this.#func(funcs));
      else this.fail(word, `wanted record, file or func, got ${word.text}`);
    }
    this.checkRecords();
    return moduleOf(...funcs);
  }

  // file #0 "poly.ts" lines [0, 12] text "…"
  #file(): void {
    const id = this.take("file", "a file number").text;
    const path = this.take("string", "a path").text;
    let lineStarts: number[] | undefined;
    if (this.accept("lines")) {
      this.expect("[");
      lineStarts = this.list("]", () => Number(this.number()));
    }
    const text = this.accept("text") ? this.take("string", "the text").text : undefined;
    lineStarts ??= lineStartsOf(text ?? "");
    this.#files.set(id, text === undefined ? { path, lineStarts } : { path, lineStarts, text });
  }

  #func(before: readonly Func[]): Func {
    const name = this.take("func", "a function's name");
    if (before.some((f) => f.name === name.text)) this.fail(name, `@${name.text} is there already`);
    this.#values = new Map();
    this.#visible = new Set();
    const params = this.#params();
    const results = this.#resultTypes();
    const disjoint = this.accept("disjoint");
    const rules = this.accept("rules") ? this.#rules() : undefined;
    const span = this.#span();
    this.expect("{");
    const body = this.#body("return");
    const end = this.peek();
    const yields = this.#uses();
    this.expect("}");
    const got = yields.map((v) => showType(v.type)).join(", ");
    const want = results.map(showType).join(", ");
    if (got !== want) this.fail(end, `returns (${got}) where (${want}) is declared`);
    const region: Region = { params, body, yields };
    return {
      name: name.text,
      region,
      ...(disjoint && { disjoint }),
      ...(rules && { rules }),
      ...(span && { span }),
    };
  }

  // rules 1 jvp @f_jvp vjp @f_forward @f_backward
  #rules(): Rules {
    const name = (): string => this.take("func", "a function's name").text;
    const by = Number(this.number());
    const jvp = this.accept("jvp") ? name() : undefined;
    const vjp = this.accept("vjp") ? { forward: name(), backward: name() } : undefined;
    return { by, ...(jvp !== undefined && { jvp }), ...(vjp && { vjp }) };
  }

  #resultTypes(): Type[] {
    this.expect("->");
    this.expect("(");
    return this.list(")", () => this.type());
  }

  // (%x: f64, %y: i32)
  #params(): Value[] {
    this.expect("(");
    return this.list(")", () => {
      const target = this.#target();
      if (target.type === undefined) this.fail(target.token, "a parameter needs its type");
      return this.#define(target.token, target.type);
    });
  }

  #body(end: string): Instr[] {
    const body: Instr[] = [];
    while (!this.accept(end)) {
      if (this.peek().text === "}" || this.peek().kind === "end") {
        this.fail(this.peek(), `wanted ${end} at the end`);
      }
      body.push(this.#instr());
    }
    return body;
  }

  #instr(): Instr {
    const targets: Target[] = [];
    if (this.peek().kind === "value") {
      do targets.push(this.#target());
      while (this.accept(","));
      this.expect("=");
    }
    const word = this.take("name", "an operation");
    const op = this.#ops.get(word.text);
    if (op === undefined) this.fail(word, `there is no operation ${word.text}`);
    const attrs = this.#attrs();
    const args = this.#uses();
    const regions: Region[] = [];
    while (this.peek().text === "{" && this.peek().kind === "mark") regions.push(this.#region());
    const span = this.#span();
    const types = this.#types(word, op, attrs, args, regions, targets);
    const results = targets.map((t, i) => this.#define(t.token, types[i] as Type));
    return { op, args, attrs, regions, results, span };
  }

  /** Types of the results: by the operation's rule, or for a call as written. */
  #types(
    word: Token,
    op: Op,
    attrs: Attrs,
    args: readonly Value[],
    regions: readonly Region[],
    targets: readonly Target[],
  ): readonly Type[] {
    if (attrs["callee"] !== undefined) {
      return targets.map((t) => t.type ?? this.fail(t.token, "a call's result needs its type"));
    }
    const operands = args.map((a) => a.type);
    let types: readonly Type[];
    try {
      types = op.type(operands, attrs, regions);
    } catch (error) {
      this.fail(word, `${op.name}: ${(error as Error).message}`);
    }
    if (types.length !== targets.length) {
      this.fail(word, `${op.name} has ${types.length} results, not ${targets.length}`);
    }
    for (const [i, { token, type }] of targets.entries()) {
      if (type !== undefined && !sameType(type, types[i] as Type)) {
        this.fail(token, `this is ${showType(types[i] as Type)}, not ${showType(type)}`);
      }
    }
    return types;
  }

  // f64 2.5 @f {step: 1}: the attributes type, value and callee, and others by name
  #attrs(): Attrs {
    const attrs: Record<string, Attr> = {};
    if (this.atType()) attrs["type"] = this.type();
    if (this.peek().kind === "number") attrs["value"] = this.number();
    if (this.peek().kind === "func") attrs["callee"] = this.next().text;
    const brace = this.peek().kind === "mark" && this.peek().text === "{";
    const named = this.peek(1).kind === "name" || this.peek(1).kind === "string";
    if (!brace || !named || this.peek(2).text !== ":") return attrs;
    this.next();
    this.list("}", () => {
      const name = this.name("an attribute");
      this.expect(":");
      attrs[name] = this.#attr();
    });
    return attrs;
  }

  #attr(): Attr {
    const token = this.peek();
    if (token.kind === "number") return this.number();
    if (token.kind === "string") return this.next().text;
    if (this.accept("true")) return true;
    if (this.accept("false")) return false;
    if (this.accept("[")) return this.list("]", () => Number(this.number()));
    return this.type();
  }

  #region(): Region {
    const outside = this.#visible;
    this.#visible = new Set(outside);
    this.expect("{");
    const params = this.peek().text === "(" ? this.#params() : [];
    const body = this.#body("yield");
    const yields = this.#uses();
    this.expect("}");
    this.#visible = outside;
    return { params, body, yields };
  }

  #uses(): Value[] {
    const values: Value[] = [];
    if (this.peek().kind !== "value") return values;
    // a line without operands may be followed by one that starts with results
    if (this.#startsInstr()) return values;
    do values.push(this.#use());
    while (this.accept(","));
    return values;
  }

  // whether the values ahead are results: `%a: t, %b =`
  #startsInstr(): boolean {
    for (let i = 0; this.peek(i).kind === "value"; i += 2) {
      const after = this.peek(i + 1).text;
      if (after === ":" || after === "=") return true;
      if (after !== ",") return false;
    }
    return false;
  }

  #use(): Value {
    const token = this.take("value", "a value");
    const value = this.#values.get(token.text);
    if (value === undefined) this.fail(token, `%${token.text} is not defined`);
    if (!this.#visible.has(value)) this.fail(token, `%${token.text} is not defined here`);
    return value;
  }

  #target(): Target {
    const token = this.take("value", "a value");
    return { token, type: this.accept(":") ? this.type() : undefined };
  }

  #define(token: Token, type: Type): Value {
    const { text } = token;
    if (this.#values.has(text)) this.fail(token, `%${text} is defined already`);
    const hint = /^\d/.test(text) ? undefined : text.replace(/#.*$/, "");
    const value: Value = hint === undefined ? { type } : { type, hint };
    this.#values.set(text, value);
    this.#visible.add(value);
    return value;
  }

  // at #0:12..33
  #span(): Span | undefined {
    if (!this.accept("at")) return undefined;
    const token = this.take("file", "a file number");
    const file = this.#files.get(token.text);
    if (file === undefined) this.fail(token, `no file #${token.text}`);
    this.expect(":");
    const start = Number(this.take("number", "an offset").text);
    this.expect("..");
    return { file, start, end: Number(this.take("number", "an offset").text) };
  }
}
