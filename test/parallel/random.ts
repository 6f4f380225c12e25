/**
 * Random programs of loops that write arrays in many ways: by their index, several elements each, by
 * an index from data, into scratch arrays, into sums. Their data are small whole numbers, and all
 * results are exact, so that no order of additions may make a difference.
 */
import fc from "fast-check";

export const n = 7;
export const m = 3;

/** The text of a function of `x` (n·m numbers) and `at` (n·m indices below n). */
export function arbitraryProgram(): fc.Arbitrary<string> {
  return fc
    .uint8Array({ minLength: 30, maxLength: 160, size: "max" })
    .map((bytes) => new Writer([...bytes]).program());
}

const arrays = ["out", "acc", "tmp", "part"] as const;
type Names = readonly string[];

class Writer {
  readonly #bytes: number[];
  #names = 0;
  /** What most statements of a loop are about. */
  #array: (typeof arrays)[number] = "out";

  constructor(bytes: number[]) {
    this.#bytes = bytes;
  }

  #pick<T>(list: readonly T[]): T {
    return list[(this.#bytes.pop() ?? 0) % list.length]!;
  }

  #often(): boolean {
    return this.#pick([true, true, true, false]);
  }

  program(): string {
    const loops = Array.from({ length: this.#pick([2, 3, 4]) }, () => this.#loop());
    return `(x, at, n, m) => {
  const out = new Float64Array(2 * n * m + 4), acc = new Float64Array(n * m + 4);
  const tmp = new Float64Array(m), part = new Float64Array(m + 2);
  let s = 0, t = 100, most = -1000, c = 0;
${loops.join("\n")}
  return [s, t, most, c, ...out, ...acc, ...tmp, ...part];
}`;
  }

  #loop(): string {
    const head = this.#pick([
      "for (let i = 0; i < n; i++)",
      "for (let i = 0; i < n; i++)",
      "for (let i = n - 1; i >= 0; i--)",
      "for (let i = 1; i < n; i += 2)",
    ]);
    this.#array = this.#pick(arrays);
    return `  ${head} {\n${this.#body(["i"], 2)}\n  }`;
  }

  #body(indices: Names, depth: number): string {
    const count = this.#pick([1, 1, 2]);
    return Array.from({ length: count }, () => this.#statement(indices, depth)).join("\n");
  }

  #statement(indices: Names, depth: number): string {
    const kind = this.#pick([
      "store",
      "store",
      "add",
      "add",
      "sum",
      "least",
      "most",
      "fill",
      "use",
      "clear",
      "inner",
      "inner",
      "if",
      "count",
      "local",
    ] as const);
    switch (kind) {
      case "store":
        return `${this.#element(indices)} = ${this.#value(indices)};`;
      case "add":
        return `${this.#element(indices)} ${this.#pick(["+=", "+=", "-="])} ${this.#value(indices)};`;
      case "sum":
        return `s ${this.#pick(["+=", "-="])} ${this.#value(indices)};`;
      case "least":
        return `t = Math.min(t, ${this.#value(indices)});`;
      case "most":
        return `most = Math.max(${this.#value(indices)}, most);`;
      case "fill": {
        const to = this.#pick(["tmp", "part"]);
        const j = this.#name();
        const end = this.#often() ? `${to}.length` : "m";
        return `for (let ${j} = 0; ${j} < ${end}; ${j}++) ${to}[${j}] = ${this.#plain([...indices, j])};`;
      }
      case "use": {
        const j = this.#name();
        return `for (let ${j} = 0; ${j} < m; ${j}++) s += ${this.#pick(["tmp", "part"])}[${j}];`;
      }
      case "clear": {
        const j = this.#name();
        const to = this.#pick(["tmp", "part"]);
        return `for (let ${j} = 0; ${j} < ${to}.length; ${j}++) { ${this.#element(indices)} += ${to}[${j}]; ${to}[${j}] = 0; }`;
      }
      case "count":
        return `c += ${this.#pick(["1", "2", "m"])};`;
      case "local": {
        const a = this.#name();
        const j = this.#name();
        return `const ${a} = new Float64Array(m); for (let ${j} = 0; ${j} < m; ${j}++) ${a}[${j}] = ${this.#plain([...indices, j])}; s += ${a}[1] * 2;`;
      }
      case "inner": {
        if (depth === 0) return `s += ${this.#value(indices)};`;
        const j = this.#name();
        const head = this.#pick([
          `let ${j} = 0; ${j} < m; ${j}++`,
          `let ${j} = 0; ${j} < m; ${j}++`,
          `let ${j} = m - 1; ${j} >= 0; ${j}--`,
          `let ${j} = 0; ${j} <= i % m; ${j}++`,
        ]);
        return `for (${head}) {\n${this.#body([...indices, j], depth - 1)}\n}`;
      }
      case "if": {
        if (depth === 0) return "";
        const test = this.#pick([`${this.#plain(indices)} > 0`, "n > 3", "i > 2"]);
        const rest = this.#often() ? "" : ` else {\n${this.#body(indices, depth - 1)}\n}`;
        return `if (${test}) {\n${this.#body(indices, depth - 1)}\n}${rest}`;
      }
    }
  }

  #name(): string {
    return `j${this.#names++}`;
  }

  #element(indices: Names): string {
    const array = this.#often() ? this.#array : this.#pick(arrays);
    return `${array}[${this.#subscript(indices, array)}]`;
  }

  // Always inside of the array.
  #subscript(indices: Names, array: string): string {
    const last = indices.at(-1)!;
    if (array === "tmp" || array === "part") {
      return this.#pick([last === "i" ? "0" : last, "0", "1", "2"]);
    }
    const inner = indices.length > 1 ? last : "0";
    return this.#pick([
      "i",
      "i",
      `i * m + ${inner}`,
      `i * m + ${inner}`,
      "i + 1",
      "n - 1 - i",
      inner,
      "at[i]",
      `at[i * m + ${inner}]`,
      "2 * i",
      "0",
    ]);
  }

  #value(indices: Names): string {
    return this.#pick([true, false]) ? this.#plain(indices) : this.#element(indices);
  }

  /** What reads no array that is written. */
  #plain(indices: Names): string {
    const last = indices.at(-1)!;
    return this.#pick(["x[i]", `x[i * m + ${last} % m]`, "i", last, "1", `x[${last}]`, "3 - i"]);
  }
}
