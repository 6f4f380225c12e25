// Runs the cases of a file of reference values in some modes.
import { nd, type NdArray } from "nabla";
import { ulps } from "./compare.ts";
import { numberOf, type Case, type Elementary, type Program } from "./format.ts";
import { modes, runnable, type Failure, type Tolerances } from "./modes.ts";
import { operations } from "./operations.ts";
import { runProgram } from "./programs.ts";

/** One line of what has been found. */
export interface Outcome {
  readonly index: number;
  readonly op: string;
  readonly mode: string;
  readonly failures: readonly Failure[];
}

const smooth = (whole: number, each?: number): Tolerances => ({
  value: { whole, ...(each === undefined ? {} : { each }) },
  jvp: { whole, ...(each === undefined ? {} : { each }) },
  vjp: { whole, ...(each === undefined ? {} : { each }) },
});

/** What is allowed in each family. */
const tolerances: Readonly<Record<string, Tolerances>> = {
  linalg: smooth(1e-10),
  special: smooth(1e-11, 1e-11),
  unary: smooth(1e-11, 1e-11),
  shape: { value: { whole: 0 }, jvp: { whole: 0 }, vjp: { whole: 1e-11 } },
  indexing: { value: { whole: 0 }, jvp: { whole: 0 }, vjp: { whole: 1e-11 } },
};

type AnyCase = Case | Elementary | Program;

/** The outcome of each case of a file, in each of the modes that there are for it. */
export function* runFile(
  family: string,
  cases: readonly AnyCase[],
  wanted: readonly string[],
  isWanted: (index: number) => boolean = () => true,
): Generator<Outcome> {
  for (const [index, c] of cases.entries()) {
    if (!isWanted(index)) continue;
    // derivatives are compared together with the compiled value
    const derivatives = "tangents" in c && (wanted.includes("jvp") || wanted.includes("vjp"));
    for (const mode of wanted) {
      if (mode === "jit" && derivatives) continue;
      const failures = attempt(() => failuresOf(family, c, mode));
      if (failures !== undefined) yield { index, op: c.op, mode, failures };
    }
  }
}

// Undefined where there is nothing to run.
function failuresOf(family: string, c: AnyCase, mode: string): Failure[] | undefined {
  if ("value" in c && "x" in c) return mode === "eager" ? elementary(c) : undefined;
  if ("inputs" in c) return runProgram(c, mode);
  if ((mode === "jvp" || mode === "vjp") && c.tangents === undefined) return undefined;
  return modes[mode]!(c, runnable(c), tolerances[family] ?? smooth(1e-11));
}

function attempt(run: () => Failure[] | undefined): Failure[] | undefined {
  try {
    return run();
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return [{ what: "thrown", how: message.split("\n").slice(0, 3).join(" ").slice(0, 200) }];
  }
}

/** How far from the nearest double an elementary function may be. */
const ULPS = 1;

function elementary(c: Elementary): Failure[] {
  const x = [c.x, c.y].filter((list) => list !== undefined);
  const args = x.map((list) => nd.array(list.map(numberOf)));
  const got = (operations[c.op]!(args, {}) as NdArray).data;
  const off = Array.from(got, (v, i) => ulps(v, numberOf(c.value[i]!)));
  const worst = off.reduce((w, n, i) => (n > off[w]! ? i : w), 0);
  if (off[worst]! <= ULPS) return [];
  const at = args.map(({ data }) => data[worst]).join(", ");
  const how = `${off.filter((n) => n > ULPS).length} of ${off.length}; at ${at} got ${got[worst]}, wanted ${c.value[worst]}`;
  return [{ what: `more than ${ULPS} ulp`, how }];
}
