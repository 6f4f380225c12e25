import { readCount, readFields, readNumber, type Fields } from "./fields.ts";

export interface Timing {
  name: string;
  nanoseconds: number;
}

export interface Evaluated {
  output: unknown;
  timings: Timing[];
}

/** Evaluates a function of the benchmark for an input of the protocol. */
export type Evaluation = (input: unknown) => Evaluated;

/** The evaluations of one module of the benchmark, by the protocol's names. */
export type Module = Readonly<Record<string, Evaluation>>;

/** A function of the benchmark: `run` alone is timed. */
export interface Run<Args extends readonly unknown[], Result> {
  /** The arguments, from the protocol's input. */
  read(input: Fields): Args;
  run(...args: Args): Result;
  /** The protocol's output. */
  show(result: Result, args: Args): unknown;
}

function timed<Result>(timings: Timing[], name: string, run: () => Result): Result {
  const start = process.hrtime.bigint();
  const result = run();
  timings.push({ name, nanoseconds: Number(process.hrtime.bigint() - start) });
  return result;
}

/**
 * Runs at least `min_runs` times and `min_seconds` seconds, with one timing "evaluate" for each run.
 * The call before these compiles what was not compiled yet; its timing is called "compile".
 */
export function repeated<Args extends readonly unknown[], Result>(
  f: Run<Args, Result>,
): Evaluation {
  return (input) => {
    const fields = readFields(input, "input");
    const runs = Math.max(1, readCount(fields["min_runs"] ?? 1, "min_runs"));
    const seconds = readNumber(fields["min_seconds"] ?? 0, "min_seconds");
    const args = f.read(fields);
    const timings: Timing[] = [];
    let result = timed(timings, "compile", () => f.run(...args));
    const end = process.hrtime.bigint() + BigInt(Math.round(seconds * 1e9));
    for (let done = 0; done < runs || process.hrtime.bigint() < end; done++) {
      result = timed(timings, "evaluate", () => f.run(...args));
    }
    return { output: f.show(result, args), timings };
  };
}
