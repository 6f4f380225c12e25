/** A regression problem of NIST's Statistical Reference Datasets. */
export interface Dataset {
  name: string;
  /** "Lower", "Average" or "Higher". */
  difficulty: string;
  /** The two starting points. */
  starts: [Float64Array, Float64Array];
  /** The parameters of least squares, to 11 digits. */
  certified: Float64Array;
  certifiedSumOfSquares: number;
  /** The response that the model predicts: its logarithm where the model is one of log[y]. */
  y: Float64Array;
  /** The predictor. */
  x: Float64Array;
  /** The second predictor; zeros where there is none. */
  x2: Float64Array;
}

/** Lines, counted from 1, of a part that the head of the file announces. */
function announced(text: string, part: string): string[] {
  const range = new RegExp(`${part}\\s*\\(lines\\s*(\\d+)\\s*to\\s*(\\d+)\\)`, "i").exec(text);
  if (!range) throw new Error(`the file does not announce its ${part}`);
  return text.split(/\r?\n/).slice(Number(range[1]) - 1, Number(range[2]));
}

function found(text: string, pattern: RegExp, what: string): string {
  const match = pattern.exec(text);
  if (!match) throw new Error(`the file has no ${what}`);
  return match[1]!;
}

function numbers(line: string, count: number): number[] {
  const values = line.trim().split(/\s+/).map(Number);
  if (values.length !== count || values.some(Number.isNaN)) {
    throw new Error(`expected ${count} numbers in "${line.trim()}"`);
  }
  return values;
}

function column(table: number[][], i: number): Float64Array {
  return Float64Array.from(table, (row) => row[i] ?? 0);
}

/** Reads a problem in the format of NIST's files. */
export function readDataset(text: string): Dataset {
  const parameters = announced(text, "Starting Values").map((line) =>
    numbers(line.replace(/^\s*b\d+\s*=/, ""), 4),
  );
  const predictors = Number(found(text, /(\d+)\s+Predictor/, "number of predictors"));
  const rows = announced(text, "Data").map((line) => numbers(line, 1 + predictors));
  const observations = Number(found(text, /(\d+)\s+Observations/, "number of observations"));
  if (rows.length !== observations) {
    throw new Error(`the file has ${rows.length} observations, not ${observations}`);
  }
  const y = column(rows, 0);
  return {
    name: found(text, /Dataset Name:\s*(\S+)/, "name"),
    difficulty: found(text, /(\w+)\s+Level of Difficulty/, "level of difficulty"),
    starts: [column(parameters, 0), column(parameters, 1)],
    certified: column(parameters, 2),
    certifiedSumOfSquares: Number(
      found(text, /Residual Sum of Squares:\s*(\S+)/, "sum of squares"),
    ),
    y: /^\s*log\[y\]\s*=/m.test(text) ? y.map(Math.log) : y,
    x: column(rows, 1),
    x2: column(rows, 2),
  };
}
