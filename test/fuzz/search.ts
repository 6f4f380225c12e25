// Looks for a program that a check fails for, and makes it small.
import fc from "fast-check";
import { NablaError } from "../../src/diagnostics/error.ts";
import type { Style } from "./choices.ts";
import { compiledText, programFrom } from "./program.ts";
import { shrunk } from "./shrink.ts";
import { rows, Unusable, type Point } from "./subject.ts";
import { watched } from "./watch.ts";

export interface Search {
  readonly seed: number;
  /** Most programs, or most time, to spend. */
  readonly runs?: number;
  readonly seconds?: number;
  readonly style?: Style | undefined;
  /** The program that a list of choices stands for; one of `style` by default. */
  readonly program?: ((list: readonly number[]) => string) | undefined;
}

/** How many programs ran, and which were refused, by code and reason. */
export interface Report {
  ran: number;
  readonly refused: Map<string, number>;
}

const lists = fc.array(fc.nat(719), { minLength: 5, maxLength: 250, size: "max" });
const points = fc
  .array(fc.integer({ min: -128, max: 128 }), { minLength: 2 + 2 * rows, maxLength: 2 + 2 * rows })
  .map((list): Point => list.map((n) => n / 64 + 0.013));

type Sample = [list: number[], point: Point];
const samples = fc.tuple(lists, points);

/** Throws for the first program that `check` throws for, made small; refusals are counted. */
export function search(
  check: (text: string, point: Point) => void,
  { seed, runs, seconds, style, program = (list): string => programFrom(list, style) }: Search,
): Report {
  const report: Report = { ran: 0, refused: new Map() };
  const end = Date.now() + 1000 * (seconds ?? Infinity);
  for (let n = 0, batch: Sample[] = []; n < (runs ?? Infinity) && Date.now() < end; n++) {
    if (batch.length === 0) batch = fc.sample(samples, { seed: seed + n, numRuns: 50 });
    const [list, point] = batch.pop()!;
    const text = program(list);
    try {
      watched(text, point, () => check(text, point));
      report.ran++;
    } catch (error) {
      const reason = refusal(error);
      if (reason === undefined) throw explained({ text, point, error: error as Error }, check);
      report.refused.set(reason, (report.refused.get(reason) ?? 0) + 1);
    }
  }
  return report;
}

function explained(...[failure, check]: Parameters<typeof shrunk>): Error {
  const { text, point, error } = shrunk(failure, check);
  const short = compiledText(text).replace(/\n(?:\s*\n)+/g, "\n");
  return new Error(`${error.message}\n${short}\nat ${JSON.stringify(point)}`, { cause: error });
}

/** Why a program is not compiled, or is of no use; undefined for what must not happen. */
function refusal(error: unknown): string | undefined {
  if (error instanceof Unusable) return error.message;
  if (!(error instanceof NablaError)) return undefined;
  const { message } = error.detail;
  return `${error.code}: ${String(message).replace(/`[^`]*`/g, "`…`")}`;
}

/** The report as lines: the share of refused programs, then why. */
export function show(name: string, { ran, refused }: Report): string {
  const total = [...refused.values()].reduce((s, n) => s + n, ran);
  const share = total === 0 ? 0 : (100 * (total - ran)) / total;
  const reasons = [...refused].toSorted((a, b) => b[1] - a[1]).map(([why, n]) => `  ${n} ${why}`);
  return [`${name}: ${total} programs, ${share.toFixed(1)} % refused`, ...reasons].join("\n");
}
