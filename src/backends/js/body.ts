import {
  funcNamed,
  type Func,
  type Instr,
  type Module,
  type Region,
  type Value,
} from "../../ir/func.ts";
import { isReference, type Dtype, type Type } from "../../ir/types.ts";
import type { Code } from "./code.ts";
import { atom, isSimple, not, prec, ternary, variable, within, type Expr } from "./expr.ts";
import { asWhile, isQuiet, type While } from "./facts.ts";
import { making, reading, writing, type MemoryContext } from "./memory.ts";
import { literalText, spelling } from "./spell.ts";

/** What bodies ask of the module they are in. */
export interface BodyContext extends MemoryContext {
  readonly module: Module;
  /** Name of the function that a function of the module becomes. */
  readonly funcName: (name: string) => string;
  /** `: type`, in TypeScript. */
  readonly annotate: (type: Type) => string;
}

/** Writes the body of `func`, whose parameters are known to `code`. */
export function writeBody(func: Func, code: Code, context: BodyContext): void {
  const writer = new Writer(code, context);
  if (!writer.body(func.region, func.region.body)) return;
  const results = func.region.yields.map((v) => code.take(v).text);
  if (results.length === 1) code.line(`return ${results[0]};`);
  else if (results.length > 1) code.line(`return [${results.join(", ")}];`);
}

class Writer {
  readonly #code: Code;
  readonly #context: BodyContext;

  constructor(code: Code, context: BodyContext) {
    this.#code = code;
    this.#context = context;
  }

  /** Writes `instrs` of `region`; false if the end is not reached. */
  body(region: Region, instrs: readonly Instr[]): boolean {
    for (const instr of instrs) {
      if (instr.op.name === "fail") {
        this.#fail(instr);
        return false;
      }
      this.#instr(instr, region);
    }
    return true;
  }

  #take(values: readonly Value[]): Expr[] {
    return values.map((v) => this.#code.take(v));
  }

  #instr(instr: Instr, region: Region): void {
    const { op, args, results } = instr;
    switch (op.name) {
      case "if":
        return this.#if(instr, region);
      case "for":
        return this.#for(instr);
      case "loop":
        return this.#loop(instr);
      case "call":
        return this.#call(instr);
      case "derive":
        throw new Error("internal: a derivative that was not taken before writing JavaScript");
    }
    const unused = results.length === 1 && !this.#code.uses.counts.has(results[0] as Value);
    if (unused && op.effect !== "trap") {
      // what goes into it may still end the call
      for (const x of this.#take(args)) if (x.kind === "trap") this.#code.line(`${x.text};`);
      return;
    }
    const write = writing[op.name];
    if (write !== undefined) {
      const x = this.#take(args);
      this.#code.settle();
      this.#code.line(write(x, instr, this.#context));
      return;
    }
    const make = making[op.name];
    if (make !== undefined) {
      const x = this.#take(args);
      return this.#code.define(results[0] as Value, make(x, instr, this.#context, this.#code));
    }
    this.#code.give(results[0] as Value, this.#expr(instr), region);
  }

  #expr(instr: Instr): Expr {
    const { op, args, attrs, results } = instr;
    if (op.name === "const") {
      return literalText(attrs["value"] as number, (results[0] as Value).type);
    }
    const x = this.#take(args);
    // of two that may end the call the earlier one goes first
    if (op.effect === "trap") this.#code.settle(["trap"]);
    const read = reading[op.name];
    if (read !== undefined) return read(x, instr, this.#context, this.#code);
    const spell = spelling.get(op.name);
    if (spell === undefined) throw new Error(`internal: no JavaScript for ${op.name}`);
    // where JavaScript may not evaluate an operand it must not be one that has to be
    const lazy = op.name === "select" || op.name === "and" || op.name === "or";
    const operands = lazy ? x.map((e) => this.#code.certain(e)) : x;
    const type = (args[0] as Value).type;
    const dtype: Dtype = type.kind === "scalar" ? type.dtype : "i32";
    return spell(operands, dtype, this.#context, attrs);
  }

  #fail(instr: Instr): void {
    const { attrs } = instr;
    this.#code.settle(["trap"]);
    const { format } = attrs;
    if (typeof format === "string") {
      return this.#code.line(`throw ${this.#context.helper("shown")}(${format});`);
    }
    const [code, message] = [attrs["code"], attrs["message"]].map((a) => JSON.stringify(a));
    const fault = this.#context.helper("fault");
    const place = this.#code.place(instr);
    const detail = place === "" ? "" : `, ${place}`;
    this.#code.line(`throw ${fault}(${code}, ${message}${detail});`);
  }

  #call({ attrs, args, results }: Instr): void {
    const code = this.#code;
    const x = this.#take(args);
    code.settle();
    const callee = funcNamed(this.#context.module, attrs["callee"] as string);
    const text = `${this.#context.funcName(callee.name)}(${x.map((e) => e.text).join(", ")})`;
    const used = results.filter((r) => code.uses.counts.has(r));
    if (used.length === 0) code.line(`${text};`);
    else if (results.length === 1) code.define(results[0] as Value, atom(text));
    else {
      const names = results.map((r) => {
        if (!used.includes(r)) return "";
        const name = code.nameFor(r);
        code.know(r, atom(name));
        return name;
      });
      code.line(`const [${names.join(", ").replace(/(, )+$/, "")}] = ${text};`);
    }
  }

  // --- branches

  #if(instr: Instr, region: Region): void {
    const code = this.#code;
    const [then, otherwise] = instr.regions as [Region, Region];
    const condition = code.take(instr.args[0] as Value);
    if (!isQuiet(then) || !isQuiet(otherwise)) code.settle();
    else if (condition.kind === "trap") code.settle(["trap"]);
    const value = this.#choice(instr, condition);
    if (value !== undefined) return code.give(instr.results[0] as Value, value, region);
    if (fails(then)) return this.#guard(instr, condition, then, otherwise, region);
    if (fails(otherwise)) return this.#guard(instr, not(condition), otherwise, then, region);
    const used = instr.results.flatMap((r, i) => (code.uses.counts.has(r) ? [i] : []));
    const results = used.map((i) => instr.results[i] as Value);
    const names = results.map((r) => {
      const name = code.nameFor(r);
      code.line(`let ${name}${this.#context.annotate(r.type)};`);
      return name;
    });
    const branch = (r: Region): string[] => {
      const { lines } = code.aside(() => this.#branch(r, names, used));
      return lines;
    };
    const [first, second] = [branch(then), branch(otherwise)];
    results.forEach((r, i) => code.know(r, atom(names[i] as string)));
    this.#writeIf(condition, first, second);
  }

  #writeIf(condition: Expr, first: readonly string[], second: readonly string[]): void {
    const code = this.#code;
    if (first.length === 0 && second.length === 0) {
      if (condition.kind === "trap") code.line(`${condition.text};`);
      return;
    }
    const swap = first.length === 0;
    code.line(`if (${swap ? not(condition).text : condition.text}) {`);
    code.lines.push(...(swap ? second : first));
    if (!swap && second.length > 0) {
      code.line("} else {");
      code.lines.push(...second);
    }
    code.line("}");
  }

  #branch(region: Region, names: readonly string[], used: readonly number[]): void {
    const code = this.#code;
    code.indented(() =>
      code.region(() => {
        if (!this.body(region, region.body)) return;
        const next = used.map((i) => code.take(region.yields[i] as Value));
        code.settle(["trap"]);
        code.assign(names, next);
      }),
    );
  }

  // `c ? x : y`, where neither branch needs more than an expression.
  #choice(instr: Instr, condition: Expr): Expr | undefined {
    const code = this.#code;
    if (instr.results.length !== 1) return undefined;
    const [then, otherwise] = instr.regions as [Region, Region];
    if (then.body.length > 6 || otherwise.body.length > 6) return undefined;
    if (![then, otherwise].every((r) => r.body.every((i) => isExpression(i)))) return undefined;
    const branches = [then, otherwise].map((r) =>
      code.aside(() =>
        code.region(() => {
          this.body(r, r.body);
          return code.take(r.yields[0] as Value);
        }),
      ),
    );
    const [x, y] = branches as [(typeof branches)[number], (typeof branches)[number]];
    if (x.lines.length > 0 || y.lines.length > 0) return undefined;
    return ternary(condition, x.result, y.result);
  }

  // `if (c) { … throw }`, and what is done otherwise goes on outside.
  #guard(instr: Instr, c: Expr, failing: Region, going: Region, region: Region): void {
    const code = this.#code;
    const { lines } = code.aside(() => this.#branch(failing, [], []));
    this.#writeIf(c, lines, []);
    const yields = code.region(() => {
      const ends = this.body(going, going.body);
      return going.yields.map((v) => (ends ? code.take(v) : atom("undefined")));
    });
    yields.forEach((e, i) => code.give(instr.results[i] as Value, e, region));
  }

  // --- loops

  /** Declares the carried variables; gives their names. */
  #carry(region: Region, inits: readonly Value[], instr: Instr, skip: number): string[] {
    const code = this.#code;
    const params = region.params.slice(skip);
    const start = inits.map((v) => code.take(v));
    code.settle();
    const likes = params.map((p, i) => {
      const result = instr.results[i] as Value;
      if (p.hint !== undefined || result.hint === undefined) return p;
      return result;
    });
    const names = code.variables(params, likes);
    names.forEach((name, i) => {
      const { type } = params[i] as Value;
      const annotation = isReference(type) ? this.#context.annotate(type) : "";
      code.line(`let ${name}${annotation} = ${(start[i] as Expr).text};`);
    });
    instr.results.forEach((r, i) => code.know(r, variable(names[i] as string)));
    return names;
  }

  #for(instr: Instr): void {
    const code = this.#code;
    const region = instr.regions[0] as Region;
    const step = instr.attrs["step"] as number;
    const [lo, hi] = [code.take(instr.args[0] as Value), code.take(instr.args[1] as Value)];
    const [first, last] = [this.#fixed(lo), this.#fixed(hi)];
    const names = this.#carry(region, instr.args.slice(2), instr, 1);
    code.names.block(() => {
      const index = region.params[0] as Value;
      const i = index.hint === undefined ? code.names.index() : code.names.fresh(index.hint);
      const next = Math.abs(step) === 1 ? (step > 0 ? "++" : "--") : ` += ${step}`;
      const end = `${i} ${step > 0 ? "<" : ">"} ${within(last, prec.relation + 1)}`;
      code.line(`for (let ${i} = ${first.text}; ${end}; ${i}${next}) {`);
      // written to by the loop's head only, so as constant as can be inside
      code.know(index, atom(i));
      code.indented(() =>
        code.region(() => {
          if (this.body(region, region.body)) code.assign(names, this.#take(region.yields));
        }),
      );
    });
    code.line("}");
  }

  // Bounds are written into the head, where the second one is evaluated again and again.
  #fixed(e: Expr): Expr {
    return isSimple(e) ? e : this.#kept(e);
  }

  #kept(e: Expr): Expr {
    const code = this.#code;
    const name = code.names.temporary();
    code.line(`const ${name} = ${e.text};`);
    return atom(name);
  }

  #loop(instr: Instr): void {
    const code = this.#code;
    const region = instr.regions[0] as Region;
    const names = this.#carry(region, instr.args, instr, 0);
    const shape = asWhile(region, code.uses);
    if (shape !== undefined) return this.#while(region, shape, names);
    code.line("for (;;) {");
    code.indented(() =>
      code.region(() => {
        if (!this.body(region, region.body)) return;
        const [again, ...next] = this.#take(region.yields) as [Expr, ...Expr[]];
        const stays = names.every((name) => !again.reads.has(name));
        const test = stays ? this.#fixed(again) : this.#kept(again);
        code.assign(names, next);
        if (test.text !== "true") code.line(`if (${not(test).text}) break;`);
      }),
    );
    code.line("}");
  }

  #while(region: Region, shape: While, names: readonly string[]): void {
    const code = this.#code;
    code.drop(shape.condition); // the yield that repeats it
    const { lines, result } = code.aside(() =>
      code.indented(() => {
        const condition = code.region(() => {
          this.body(region, shape.before);
          return code.take(shape.condition);
        });
        const before = code.lines.length > 0;
        if (before) code.line(`if (${not(condition).text}) break;`);
        code.region(() => {
          if (this.body(shape.body, shape.body.body)) code.assign(names, this.#take(shape.next));
        });
        return before ? "for (;;) {" : `while (${condition.text}) {`;
      }),
    );
    code.line(result);
    code.lines.push(...lines);
    code.line("}");
  }
}

function fails({ body }: Region): boolean {
  return body.some(({ op }) => op.name === "fail");
}

// Whether it can be part of an expression.
function isExpression({ op }: Instr): boolean {
  return op.name === "const" || op.name in reading || spelling.has(op.name);
}
