// Other systems that differentiate JavaScript programs, where `npm install` has been run in peers/.
/* oxlint-disable no-await-in-loop -- times are taken one after the other */
import { existsSync } from "node:fs";
import { Times, type Summary } from "./clock.ts";
import { gradients, type Weights } from "./peer-programs.ts";
import { digits, tableOf } from "./table.ts";
import { normal, uniform } from "../test/suite/autograd/random.ts";

/** By problem: takes the gradient and gives one number of it. */
type Programs = Readonly<Record<string, () => number | Promise<number>>>;

export interface PeerTime {
  readonly problem: string;
  readonly system: string;
  readonly time: Summary;
  /** From nabla's number, relative. */
  readonly difference: number;
}

const names = ["jax-js", "tensorflow", "rose"] as const;

function inputs(): {
  readonly x: Float64Array;
  readonly ode: { readonly a: number; readonly start: number; readonly h: number; steps: number };
  readonly mlp: Weights & {
    readonly n: number;
    readonly inputWidth: number;
    readonly hidden: number;
    readonly inputs: Float64Array;
    readonly targets: Float64Array;
  };
} {
  const list = (n: number, draw: () => number): Float64Array =>
    Float64Array.from({ length: n }, draw);
  const [draw, next] = [normal(1), uniform(1)];
  const [n, inputWidth, hidden] = [64, 4, 16];
  return {
    x: list(1_000_000, next),
    ode: { a: 0.7, start: 0.5, h: 0.005, steps: 1000 },
    mlp: {
      n,
      inputWidth,
      hidden,
      inputs: list(n * inputWidth, draw),
      targets: list(n, draw),
      w1: list(inputWidth * hidden, draw),
      b1: list(hidden, draw),
      w2: list(hidden, draw),
      b2: list(1, draw),
    },
  };
}

/** Times of all systems that are installed, in turns; and what is to be said of the others. */
export async function peerTimes(rounds: {
  readonly count: number;
  readonly seconds: number;
}): Promise<{ readonly times: PeerTime[]; readonly missing: string[] }> {
  const given = inputs();
  const { x, ode, mlp } = given;
  const own: Programs = {
    "log-sum-exp": () => gradients.logSumExp(x)[0]!,
    ode: () => gradients.solve(ode.a, ode.start, ode.h, ode.steps),
    mlp: () => gradients.loss(mlp, mlp.inputs, mlp.targets).w1[0]!,
  };
  const systems = new Map<string, Programs>([["nabla", own]]);
  const missing: string[] = [];
  const installed = existsSync(new URL("./peers/node_modules", import.meta.url));
  if (!installed) missing.push("peers are not installed: npm install --prefix bench/peers");
  for (const name of installed ? names : []) {
    try {
      const module = (await import(`./peers/${name}.mjs`)) as {
        programs(of: typeof given): Promise<Programs>;
      };
      systems.set(name, await module.programs(given));
    } catch (error) {
      missing.push(`${name} is left out: ${(error as Error).message.split("\n")[0]}`);
    }
  }
  const times: PeerTime[] = [];
  for (const problem of Object.keys(own)) {
    const wanted = await own[problem]!();
    const all = new Map<string, { readonly times: Times; value: number }>();
    const able = new Map<string, Programs>();
    for (const [system, programs] of systems) {
      try {
        await programs[problem]!();
        able.set(system, programs);
      } catch (error) {
        missing.push(`${system} fails at ${problem}: ${(error as Error).message.split("\n")[0]}`);
      }
    }
    for (let round = 0; round < rounds.count; round++) {
      for (const [system, programs] of able) {
        const known = all.get(system) ?? { times: new Times(), value: 0 };
        all.set(system, known);
        known.value = await timed(programs[problem]!, rounds.seconds, known.times);
      }
    }
    for (const [system, { times: taken, value }] of all) {
      const difference = Math.abs(value - wanted) / Math.abs(wanted);
      times.push({ problem, system, time: taken.summary()!, difference });
    }
  }
  return { times, missing };
}

async function timed(run: Programs[string], seconds: number, times: Times): Promise<number> {
  // once for what is compiled or allocated by the first run
  let value = await run();
  const end = performance.now() + seconds * 1000;
  do {
    const start = process.hrtime.bigint();
    const made = run();
    value = typeof made === "number" ? made : await made;
    times.add([Number(process.hrtime.bigint() - start)]);
  } while (performance.now() < end);
  return value;
}

export function showPeers(times: readonly PeerTime[]): string {
  const rows = times.map(({ problem, system, time, difference }) => {
    const own = times.find((t) => t.problem === problem && t.system === "nabla")!;
    const row = [problem, system, digits(time.min), digits(time.median)];
    return [...row, digits(time.min / own.time.min), difference.toExponential(1)];
  });
  const head = ["gradient", "system", "min, ms", "median, ms", "÷ nabla", "difference"];
  return tableOf(head, rows, 2);
}
