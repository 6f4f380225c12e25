// How far a long loop is, for who waits for it.

/** Where progress is written; `process.stderr` is one. */
export interface ProgressStream {
  readonly isTTY?: boolean | undefined;
  readonly columns?: number | undefined;
  write(text: string): unknown;
}

export interface ProgressOptions {
  readonly label?: string;
  /** Number of items, where the iterable does not tell. */
  readonly total?: number;
  /** Default: standard error; in browsers nothing is shown. */
  readonly stream?: ProgressStream;
  /** Milliseconds that pass, from any start. Default: `performance.now`. */
  readonly now?: () => number;
}

/** The least time between two updates of a line, and between two lines where they stay. */
const [often, seldom] = [100, 10_000];

/**
 * The items of `items`, or the numbers below it, while a line on standard error says how many have
 * been gone through, how many in a second, and how long the rest will take. On a terminal the line
 * is renewed at most ten times a second; elsewhere, as in the log of a job, a line is written at
 * most every ten seconds. It is finished where the loop is left early, too.
 *
 * @example
 * ```ts
 * for (const epoch of progress(20, { label: "training" })) train(epoch);
 * ```
 */
export function* progress<T = number>(
  items: number | Iterable<T>,
  options: ProgressOptions = {},
): Generator<T, void> {
  const { label = "", now = () => performance.now() } = options;
  const total = options.total ?? sizeOf(items);
  const stream =
    options.stream ??
    (typeof process === "undefined" ? undefined : (process.stderr as ProgressStream | undefined));
  const each = stream?.isTTY === true ? often : seldom;
  const start = now();
  let shown = start;
  let [done, written] = [0, false];
  const show = (end: string): void => {
    const text = line(label, done, total, (now() - start) / 1000);
    if (stream?.isTTY === true)
      stream.write(`\r\x1b[2K${text.slice(0, (stream.columns ?? 80) - 1)}${end}`);
    else stream?.write(`${text}\n`);
    written = true;
  };
  try {
    for (const item of typeof items === "number" ? below(items) : items) {
      yield item as T;
      done++;
      const time = now();
      if (time - shown >= each) {
        shown = time;
        show("");
      }
    }
  } finally {
    if (written || stream?.isTTY === true || now() - start >= 1000) show("\n");
  }
}

function* below(count: number): Generator<number> {
  for (let i = 0; i < count; i++) yield i;
}

function sizeOf(items: unknown): number | undefined {
  if (typeof items === "number") return items;
  const { length, size } = items as { length?: unknown; size?: unknown };
  return typeof length === "number" ? length : typeof size === "number" ? size : undefined;
}

function line(label: string, done: number, total: number | undefined, seconds: number): string {
  const rate = done / seconds;
  const parts = [total === undefined ? String(done) : `${done}/${total}`];
  if (total !== undefined && total > 0) parts.push(`${Math.floor((100 * done) / total)} %`);
  if (done > 0 && seconds > 0)
    parts.push(rate >= 1 ? `${amount(rate)}/s` : `${amount(1 / rate)} s each`);
  const left = total !== undefined && done > 0 && done < total ? (total - done) / rate : undefined;
  parts.push(left === undefined ? `in ${duration(seconds)}` : `${duration(left)} left`);
  return `${label === "" ? "" : `${label}: `}${parts.join(", ")}`;
}

const amount = (x: number): string => (x >= 100 ? x.toFixed(0) : x.toPrecision(3));

function duration(seconds: number): string {
  if (seconds < 60) return `${seconds.toFixed(seconds < 10 ? 1 : 0)} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
