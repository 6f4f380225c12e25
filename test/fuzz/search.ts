// Looks for a program that a check fails for, and shrinks it.
import fc from "fast-check";
import { NablaError } from "../../src/diagnostics/error.ts";
import { checkPair } from "./metamorphic.ts";
import { compiledText, programFrom } from "./program.ts";
import type { Style } from "./choices.ts";
import { rows, Unusable, type Point } from "./subject.ts";

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

/** Throws for the smallest program found for which `check` throws; refusals are counted. */
export function search(check: (text: string, point: Point) => void, options: Search): Report {
  const { program = (list): string => programFrom(list, options.style) } = options;
  return find((list, point) => check(program(list), point), options);
}

/** The same for two ways to write a program, see `checkPair`. */
export function searchPairs(pair: string, options: Search): Report {
  return find((list, point) => checkPair(pair, list, point), options);
}

function find(
  check: (list: readonly number[], point: Point) => void,
  { seed, runs, seconds, style, program = (list): string => programFrom(list, style) }: Search,
): Report {
  const report: Report = { ran: 0, refused: new Map() };
  const property = fc.property(lists, points, (list, point) => {
    try {
      check(list, point);
      report.ran++;
    } catch (error) {
      const reason = refusal(error);
      if (reason === undefined) {
        const text = compiledText(program(list));
        throw new Error(`${text}\nat ${JSON.stringify(point)}`, { cause: error });
      }
      report.refused.set(reason, (report.refused.get(reason) ?? 0) + 1);
    }
  });
  fc.assert(property, {
    seed,
    numRuns: runs ?? 1_000_000,
    ...(seconds !== undefined && {
      interruptAfterTimeLimit: 1000 * seconds,
      markInterruptAsFailure: false,
    }),
  });
  return report;
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
