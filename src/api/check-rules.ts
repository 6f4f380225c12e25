import { NablaError } from "../diagnostics/error.ts";
import type { CustomFunction } from "../specialise/library.ts";
import { cloned } from "../values/clone.ts";
import { differences } from "./check-grad.ts";
import { leavesOf, type Leaf } from "./leaves.ts";
import type { Arguments } from "./types.ts";

type Values = readonly unknown[];
type Jvp = (primals: Values, tangents: Values) => { value: unknown; tangent: unknown };
type Vjp = (...primals: Values[]) => { value: unknown; pullback: (ct: unknown) => Values };

/** Most partial derivatives that are compared. */
const MOST = 200;

/**
 * Compares the rules of a function that `custom` gave back with differences of the function, all run
 * as plain JavaScript: every partial derivative of every number in the value by every number among
 * the arguments, or 200 of them, evenly spread. Costs some 70 runs of the function for each.
 *
 * @throws NablaError NB5008 where they disagree by more than differences are good for, with the rule,
 *   the argument and both values
 */
export function checkRules<A extends Arguments>(f: (...args: A) => unknown): (...args: A) => void {
  const { primal, jvp, vjp, name } = f as unknown as CustomFunction & { readonly name: string };
  if (typeof primal !== "function") {
    throw new NablaError("NB5005", {
      message: "`checkRules` was given a function without rules",
      help: "pass what `custom` gave back",
    });
  }
  const run = (args: Values): unknown => (primal as (...args: Values) => unknown)(...cloned(args));
  return (...args) => {
    const about = name === "" ? "the function" : `\`${name}\``;
    const check = new Check(about, run, args);
    if (typeof jvp === "function") check.jvp(jvp as Jvp);
    if (typeof vjp === "function") check.vjp(vjp as unknown as Vjp);
  };
}

class Check {
  readonly #about: string;
  readonly #run: (args: Values) => unknown;
  readonly #args: Values;
  readonly #value: unknown;
  readonly #pairs: readonly (readonly [row: number, column: number])[];

  constructor(about: string, run: (args: Values) => unknown, args: Values) {
    this.#about = about;
    this.#run = run;
    this.#args = args;
    this.#value = run(args);
    const [rows, columns] = [leaves([this.#value], "the value").length, floats(args).length];
    const stride = Math.max(1, Math.ceil((rows * columns) / MOST));
    const count = Math.ceil((rows * columns) / stride);
    this.#pairs = Array.from({ length: count }, (_, k) => {
      const at = k * stride;
      return [at % rows, Math.floor(at / rows)];
    });
  }

  jvp(rule: Jvp): void {
    for (const [row, column] of this.#pairs) {
      const tangents = unit(this.#args, column);
      const { value, tangent } = rule(cloned(this.#args), tangents);
      this.#sameValue("jvp", value);
      this.#compare("jvp", row, column, leaves([tangent], "the value")[row]?.get());
    }
  }

  vjp(rule: Vjp): void {
    for (const [row, column] of this.#pairs) {
      const { value, pullback } = rule(...(cloned(this.#args) as Values[]));
      this.#sameValue("vjp", value);
      const [cotangent] = unit([this.#value], row);
      const given = pullback(cotangent);
      this.#compare("vjp", row, column, floats(given)[column]?.get());
    }
  }

  #sameValue(rule: string, value: unknown): void {
    const [own, given] = [leaves([this.#value], "the value"), leaves([value], "the value")];
    for (const [i, leaf] of own.entries()) {
      const [x, y] = [leaf.get(), given[i]?.get() ?? NaN];
      if (Object.is(x, y) || Math.abs(x - y) <= 1e-10 * Math.max(1, Math.abs(x))) continue;
      this.#disagree(`the rule \`${rule}\` gives ${y} as ${leaf.path}, the function gives ${x}`);
    }
  }

  #compare(rule: string, row: number, column: number, derivative: number = NaN): void {
    const at = (x: number): number => {
      const moved = cloned(this.#args);
      floats(moved)[column]!.set(x);
      return leaves([this.#run(moved)], "the value")[row]!.get();
    };
    const variable = floats(this.#args)[column]!;
    const { value, error } = differences(at, variable.get());
    const tolerance = 16 * error + 1e-10 * Math.abs(value);
    if (Math.abs(derivative - value) <= tolerance) return;
    const of = leaves([this.#value], "the value")[row]!.path;
    this.#disagree(
      `by the rule \`${rule}\` the derivative of ${of} by ${variable.path} is ${derivative}, ` +
        `by differences it is ${value}`,
    );
  }

  #disagree(message: string): never {
    throw new NablaError("NB5008", {
      message: `${this.#about}: ${message}`,
      help: "correct the rule; leave the check out if the derivative is meant to be another one",
    });
  }
}

function leaves(holder: unknown[], name: string): Leaf[] {
  return holder.flatMap((_, i) => [...leavesOf(holder, i, name)]);
}

function floats(args: Values): Leaf[] {
  const holder = args as unknown[];
  return holder.flatMap((_, i) => [...leavesOf(holder, i, `argument ${i}`)]);
}

/** A tangent of the structure of `values` that is 1 in one place and 0 in the others. */
function unit(values: Values, at: number): Values {
  const copy = cloned(values);
  for (const [i, leaf] of floats(copy).entries()) leaf.set(i === at ? 1 : 0);
  return copy;
}
