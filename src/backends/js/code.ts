import type { Func, Instr, Region, Value } from "../../ir/func.ts";
import { printPosition } from "../../diagnostics/span.ts";
import type { Type } from "../../ir/types.ts";
import { Names } from "./names.ts";
import { assignment, atom, isSimple, variable, type Expr } from "./expr.ts";
import { usesOf, type Uses } from "./facts.ts";

/** Longest expression that is put inside another one. */
const longest = 60;

interface Pending {
  readonly value: Value;
  readonly expr: Expr;
}

/**
 * Lines of one function. A value used once, in the region it is made in, waits here as an expression
 * until its use, or until something happens that it must come before.
 */
export class Code {
  readonly names: Names;
  readonly uses: Uses;
  lines: string[] = [];
  #indent = "  ";
  readonly #known = new Map<Value, Expr>();
  #waiting: Pending[] = [];

  /** `: type` of a value, where TypeScript would not find it by itself. */
  readonly #annotate: (type: Type) => string;

  constructor(func: Func, taken: Iterable<string>, annotate: (type: Type) => string) {
    this.#annotate = annotate;
    this.names = new Names(taken);
    this.uses = usesOf(func);
  }

  line(text: string): void {
    this.lines.push(`${this.#indent}${text}`);
  }

  /** Runs `body` with its lines one step further in, as a block. */
  indented<T>(body: () => T): T {
    const outer = this.#indent;
    this.#indent += "  ";
    try {
      return this.names.block(body);
    } finally {
      this.#indent = outer;
    }
  }

  /** Lines that `body` writes, kept out of the function. */
  aside<T>(body: () => T): { readonly lines: string[]; readonly result: T } {
    const { lines } = this;
    this.lines = [];
    const result = body();
    const written = this.lines;
    this.lines = lines;
    return { lines: written, result };
  }

  /** Runs `body`, in which what waits outside is out of reach and stays. */
  region<T>(body: () => T): T {
    const outer = this.#waiting;
    this.#waiting = [];
    try {
      return body();
    } finally {
      this.#waiting = outer;
    }
  }

  know(value: Value, expr: Expr): void {
    this.#known.set(value, expr);
  }

  /** The expression of `value`, at one of its uses. */
  take(value: Value): Expr {
    const at = this.#waiting.findIndex((p) => p.value === value);
    if (at >= 0) return (this.#waiting.splice(at, 1)[0] as Pending).expr;
    const known = this.#known.get(value);
    if (known === undefined) throw new Error("internal: a value has no JavaScript yet");
    return known;
  }

  /** Takes back one use of `value`: it is not going to be written. */
  drop(value: Value): void {
    this.uses.counts.set(value, (this.uses.counts.get(value) ?? 0) - 1);
  }

  /** Says that `value`, made in `region`, is `expr`. */
  give(value: Value, expr: Expr, region: Region): void {
    const uses = this.uses.counts.get(value) ?? 0;
    if (uses === 0) {
      if (expr.kind === "trap") this.line(`${expr.text};`);
    } else if (isSimple(expr)) {
      this.know(value, expr);
    } else if (
      uses === 1 &&
      this.uses.usedIn.get(value) === region &&
      expr.text.length <= longest
    ) {
      this.#waiting.push({ value, expr });
    } else {
      this.define(value, expr);
    }
  }

  /** Writes `const name = expr`. */
  define(value: Value, { text }: Expr): void {
    const name = this.nameFor(value);
    const type = value.type.kind === "ref" ? this.#annotate(value.type) : "";
    this.line(`const ${name}${type} = ${text};`);
    this.know(value, atom(name));
  }

  nameFor({ hint }: Value): string {
    // names ending in $ are the module's
    return hint === undefined ? this.names.temporary() : this.names.fresh(hint.replace(/\$+$/, ""));
  }

  /** Writes out what must not wait for an effect: reads, and what may end the call. */
  settle(kinds: readonly Expr["kind"][] = ["read", "trap"]): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const p of waiting) {
      if (kinds.includes(p.expr.kind)) this.define(p.value, p.expr);
      else this.#waiting.push(p);
    }
  }

  /** `expr`, or if it may end the call a name for it: for where it might not be evaluated. */
  certain(expr: Expr): Expr {
    if (expr.kind !== "trap") return expr;
    const name = this.names.temporary();
    this.line(`const ${name} = ${expr.text};`);
    return atom(name);
  }

  /**
   * Assigns all of `next` to `targets` at once: one by one where no later one reads a variable
   * that is assigned already.
   */
  assign(targets: readonly string[], next: readonly Expr[]): void {
    let moves = targets
      .map((target, i) => ({ target, expr: next[i] as Expr }))
      .filter(({ target, expr }) => expr.text !== target);
    while (moves.length > 0) {
      const free = moves.findIndex(({ target }) =>
        moves.every((m) => m.target === target || !m.expr.reads.has(target)),
      );
      if (free < 0) {
        // one that reads what others assign: of those that read nothing a second copy helps nobody
        const reader = moves.findIndex(({ target, expr }) =>
          moves.some((m) => m.target !== target && expr.reads.has(m.target)),
        );
        const { target, expr } = moves[reader] as (typeof moves)[number];
        const name = this.names.temporary();
        this.line(`const ${name} = ${expr.text};`);
        moves = moves.with(reader, { target, expr: atom(name) });
        continue;
      }
      const { target, expr } = moves[free] as (typeof moves)[number];
      this.line(assignment(target, expr));
      moves = moves.toSpliced(free, 1);
    }
  }

  /** A variable for each of `values`, which are known by them from then on. */
  variables(values: readonly Value[], likes: readonly Value[]): string[] {
    return values.map((v, i) => {
      const name = this.nameFor(v.hint === undefined ? (likes[i] as Value) : v);
      this.know(v, variable(name));
      return name;
    });
  }

  /** A literal of where `instr` was written, empty if that is not known. */
  place({ span }: Instr): string {
    return span === undefined ? "" : JSON.stringify(printPosition(span));
  }
}
