// Whole-array programs, in turns with the same on jax-js and TensorFlow.js where these are installed.
/* oxlint-disable no-await-in-loop -- times are taken one after the other */
import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { Times, type Summary } from "../clock.ts";
import type { Rounds } from "../times.ts";
import { bound, type Bound } from "./bound.ts";
import { arrayInputs } from "./inputs.ts";
import {
  ownPrograms,
  tasksOf,
  type Goal,
  type Program,
  type Programs,
  type Result,
} from "./own.ts";
import { differenceOf } from "./references.ts";

export interface ArrayTime {
  readonly task: string;
  readonly system: string;
  /** The first call in a process that has compiled others, in milliseconds. */
  readonly first: number;
  readonly wall: Summary;
  /** Processor time of all threads: less disturbed by what else the machine does. */
  readonly processor: Summary;
  readonly flops?: number | undefined;
  /** Of nabla's time. */
  readonly goal?: Goal | undefined;
  /** From what is right, relative. */
  readonly difference: number;
  readonly tolerance: number;
}

export interface FirstStep {
  readonly of: string;
  /** Milliseconds of the first call, and of one that finds all compiled. */
  readonly first: number;
  readonly later: number;
  /** The same as processor time of all threads. */
  readonly firstProcessor: number;
  readonly laterProcessor: number;
}

export interface ArrayResults {
  readonly bound: Bound;
  readonly times: ArrayTime[];
  readonly steps: FirstStep[];
  readonly missing: string[];
}

const peers = new URL("../peers/", import.meta.url);

export async function arrayResults(rounds: Rounds): Promise<ArrayResults> {
  const inputs = arrayInputs();
  const systems = new Map<string, Programs>([["nabla", ownPrograms(inputs)]]);
  const missing: string[] = [];
  const installed = existsSync(new URL("node_modules", peers));
  if (!installed) missing.push("peers are not installed: npm install --prefix bench/peers");
  for (const name of installed ? ["jax-js", "tensorflow"] : []) {
    try {
      const url = new URL(`${name}-arrays.mjs`, peers).href;
      const module = (await import(url)) as { programs(of: typeof inputs): Promise<Programs> };
      systems.set(name, await module.programs(inputs));
    } catch (error) {
      missing.push(`${name} is left out: ${firstLine(error)}`);
    }
  }
  const times: ArrayTime[] = [];
  for (const task of tasksOf(inputs)) {
    process.stderr.write(`${task.name}\n`);
    const turns: Turn[] = [];
    for (const [system, programs] of systems) {
      const program = programs[task.name];
      if (program === undefined) continue;
      try {
        turns.push(await begun(system, typeof program === "function" ? { run: program } : program));
      } catch (error) {
        missing.push(`${system} fails at ${task.name}: ${firstLine(error)}`);
      }
    }
    for (let round = 0; round < rounds.count; round++) {
      for (const turn of turns) await take(turn, rounds.seconds);
    }
    if (!turns.some(({ system }) => system === "nabla")) continue;
    const wanted = task.wanted();
    const { name, flops, goal, tolerance } = task;
    for (const { system, first, wall, processor, result } of turns) {
      const difference = differenceOf(result, wanted);
      const summaries = { wall: wall.summary()!, processor: processor.summary()! };
      times.push({ task: name, system, first, ...summaries, flops, goal, difference, tolerance });
    }
  }
  return { bound: bound(), times, steps: firstSteps(rounds.count, missing), missing };
}

const firstLine = (error: unknown): string => (error as Error).message.split("\n")[0]!;

/** A program of one system, and its times so far. */
interface Turn {
  readonly system: string;
  readonly program: Program;
  readonly first: number;
  readonly result: Result;
  readonly wall: Times;
  readonly processor: Times;
  /** How many runs are long enough for the clock. */
  batch: number;
}

async function begun(system: string, program: Program): Promise<Turn> {
  const start = performance.now();
  const found = await program.run();
  const first = performance.now() - start;
  const result = program.inOrder?.(found) ?? found;
  const [wall, processor] = [new Times(), new Times()];
  return { system, program, first, result, wall, processor, batch: 1 };
}

/** Nanoseconds that are enough for the clock of the processor. */
const LONG = 200_000;

async function take(turn: Turn, seconds: number): Promise<void> {
  const { run } = turn.program;
  const end = performance.now() + seconds * 1000;
  do {
    const [start, used] = [process.hrtime.bigint(), process.cpuUsage()];
    for (let i = 0; i < turn.batch; i++) {
      const made = run();
      if (made instanceof Promise) await made;
    }
    const { user, system } = process.cpuUsage(used);
    const spent = Number(process.hrtime.bigint() - start);
    if (spent < LONG) turn.batch *= 2;
    else {
      turn.wall.add([spent / turn.batch]);
      turn.processor.add([((user + system) * 1000) / turn.batch]);
    }
  } while (performance.now() < end);
}

const root: string = fileURLToPath(new URL("../..", import.meta.url));

/** In a process of its own each time; the least of `times`. */
function firstSteps(times: number, missing: string[]): FirstStep[] {
  return ["gradient", "step"].flatMap((of): FirstStep[] => {
    process.stderr.write(`transformer, ${of}\n`);
    const args = ["--import", "nabla/register", "bench/arrays/first-step.ts", of];
    type Run = Omit<FirstStep, "of">;
    try {
      const runs = Array.from({ length: times }, () => {
        return JSON.parse(
          execFileSync(process.execPath, args, { cwd: root, encoding: "utf8", stdio: "pipe" }),
        ) as Run;
      });
      const least = (part: keyof Run): number => Math.min(...runs.map((run) => run[part]));
      return [
        {
          of,
          first: least("first"),
          later: least("later"),
          firstProcessor: least("firstProcessor"),
          laterProcessor: least("laterProcessor"),
        },
      ];
    } catch (error) {
      missing.push(`the transformer's ${of} fails: ${firstLine(error)}`);
      return [];
    }
  });
}
