// The tables and polynomials of the elementary functions, all computed here from their definitions.
// What each is for is said where it is used.
import {
  BITS,
  LN10,
  LN2,
  ONE,
  PI,
  atan,
  cos,
  exp,
  fraction,
  fromDouble,
  log,
  over,
  polynomial,
  powerSeries,
  roundTo,
  sin,
  split,
  times,
  toDouble,
} from "./fixed-point.ts";

const lines: string[] = [];

function emit(name: string, doc: string, value: number | readonly number[]): void {
  const type = typeof value === "number" ? "number" : "readonly number[]";
  const text = typeof value === "number" ? String(value) : `[${value.join(", ")}]`;
  lines.push("", `/** ${doc} */`, `export const ${name}: ${type} = ${text};`);
}

function emitPair(name: string, doc: string, [high, low]: readonly [number, number]): void {
  lines.push(
    "",
    `/** ${doc}: the sum of the two. */`,
    `export const ${name}: readonly [high: number, low: number] = [${high}, ${low}];`,
  );
}

const pair = (x: bigint): [number, number] => split(x, 53);
const factorial = (n: bigint): bigint => (n < 2n ? 1n : n * factorial(n - 1n));
const alternating = (n: bigint): bigint => (n % 2n === 0n ? 1n : -1n);
const symmetric = (x: bigint): readonly [bigint, bigint] => [-x, x];

// --- Exponential ------------------------------------------------------------------------------

const view = new DataView(new ArrayBuffer(8));

function shiftBits(x: number, by: bigint): number {
  view.setFloat64(0, x);
  view.setBigInt64(0, view.getBigInt64(0) + by);
  return view.getFloat64(0);
}

function exponential(): void {
  const table: number[] = [];
  for (let i = 0n; i < 128n; i++) {
    const power = exp((LN2 * i) / 128n);
    const rounded = toDouble(power);
    table.push(toDouble(over(power, fromDouble(rounded)) - ONE), shiftBits(rounded, -(i << 45n)));
  }
  emit(
    "expTable",
    "For i in 0 … 127: t, then the double whose bits are those of s less i·2⁴⁵; s(1 + t) = 2^(i/128).",
    table,
  );
  emit("expScale", "128 / ln 2.", toDouble(over(128n * ONE, LN2)));
  emitPair("expStep", "ln 2 / 128, the first with 35 bits", split(LN2 / 128n, 35));
  const reach = symmetric((LN2 * 1001n) / 256_000n);
  for (const [name, degree] of [
    ["expPoly", 3],
    ["expm1Poly", 4],
  ] as const) {
    const rest = powerSeries((n) => ONE / factorial(n + 2n));
    emit(name, "(e^r - 1 - r) / r², for |r| ≤ ln 2 / 256.", polynomial(rest, reach, degree));
  }
  emit(
    "sinhPoly",
    "(sinh √u / √u - 1) / u, for u ≤ 1/16.",
    polynomial(
      powerSeries((n) => ONE / factorial(2n * n + 3n)),
      [0n, ONE / 16n],
      4,
    ),
  );
}

// --- Logarithm --------------------------------------------------------------------------------

function doubleOf(bits: bigint): bigint {
  view.setBigInt64(0, bits);
  return fromDouble(view.getFloat64(0));
}

/** The series of log(1 + x) from the term `first` on, divided by that power of x. */
function logSeries(first: bigint): (x: bigint) => bigint {
  return powerSeries((n) => (alternating(n + first + 1n) * ONE) / (n + first));
}

function logarithm(): void {
  const start = 0x3fe6100000000000n;
  const table: number[] = [];
  let reach = 0n;
  for (let i = 0n; i < 128n; i++) {
    const from = doubleOf(start + (i << 45n));
    const to = doubleOf(start + ((i + 1n) << 45n));
    const inverse = from < ONE && to > ONE ? ONE : roundTo(over(2n * ONE, from + to), 12);
    for (const end of [from, to]) {
      const r = times(end, inverse) - ONE;
      reach = r > reach ? r : -r > reach ? -r : reach;
    }
    const value = -log(inverse);
    const high = roundTo(value, 42);
    table.push(toDouble(inverse), toDouble(high), toDouble(value - high), 0);
  }
  emit(
    "logTable",
    "For each interval: 1/c in multiples of 2⁻¹², then log c, the first part in multiples of 2⁻⁴²; 0.",
    table,
  );
  const high = roundTo(LN2, 42);
  emitPair("ln2", "ln 2, the first a multiple of 2⁻⁴²", [toDouble(high), toDouble(LN2 - high)]);
  emit("logPoly", "(log(1 + r) - r) / r².", polynomial(logSeries(2n), symmetric(reach), 5));
  emit(
    "logTailPoly",
    "(log(1 + r) - r + r²/2) / r³.",
    polynomial(logSeries(3n), symmetric(reach), 5),
  );
  emitPair("log2e", "1 / ln 2", pair(over(ONE, LN2)));
  emitPair("log10e", "1 / ln 10", pair(over(ONE, LN10)));
}

// --- Circular functions -----------------------------------------------------------------------

/** sin and cos of i/128 of a turn, exact at the quarters. */
function onCircle(i: bigint): [sine: bigint, cosine: bigint] {
  const quarter = i / 32n;
  const rest = (2n * PI * (i % 32n)) / 128n;
  const [s, c] = i % 32n === 0n ? [0n, ONE] : [sin(rest), cos(rest)];
  const turned: [bigint, bigint][] = [
    [s, c],
    [c, -s],
    [-s, -c],
    [-c, s],
  ];
  return turned[Number(quarter)]!;
}

function circular(): void {
  const table: number[] = [];
  for (let i = 0n; i < 128n; i++) {
    const [sine, cosine] = onCircle(i);
    const near = roundTo(cosine, 0);
    table.push(...pair(sine), toDouble(near), toDouble(cosine - near));
  }
  emit(
    "circleTable",
    "For i/128 of a turn: the sine in two parts, then the integer nearest to the cosine and the rest of it.",
    table,
  );
  emit("circleScale", "64 / π.", toDouble(over(64n * ONE, PI)));
  const [first, rest] = cut(PI / 64n, 33);
  const [second, last] = cut(rest, 33);
  emit("circleStep", "π / 64 as the sum of three: 33 bits, 33 bits, and a double.", [
    toDouble(first),
    toDouble(second),
    toDouble(last),
  ]);
  const square = ((PI * PI) >> BITS) / 16_000n;
  emit(
    "sinPoly",
    "(sin √u / √u - 1) / u, for u ≤ (π/128)².",
    polynomial(
      powerSeries((n) => (alternating(n + 1n) * ONE) / factorial(2n * n + 3n)),
      [0n, square],
      2,
    ),
  );
  emit(
    "cosPoly",
    "(cos √u - 1) / u, for u ≤ (π/128)².",
    polynomial(
      powerSeries((n) => (alternating(n + 1n) * ONE) / factorial(2n * n + 2n)),
      [0n, square],
      2,
    ),
  );
  emitPair("twoPi", "2π", pair(2n * PI));
  emitPair("pi", "π", pair(PI));
  emitPair("halfPi", "π / 2", pair(PI / 2n));
}

function cut(x: bigint, bits: number): [bigint, bigint] {
  const [high] = split(x, bits);
  return [fromDouble(high), x - fromDouble(high)];
}

/** 1 / 2π to 1216 bits, behind 96 zeros: π by Machin's formula in whole numbers. */
function turns(): void {
  const bits = 1300n;
  const inverseTangent = (n: bigint): bigint => {
    let sum = 0n;
    let power = (1n << bits) / n;
    for (let k = 1n; power !== 0n; k += 2n) {
      sum += (alternating((k - 1n) / 2n) * power) / k;
      power /= n * n;
    }
    return sum;
  };
  const pi = 16n * inverseTangent(5n) - 4n * inverseTangent(239n);
  const stream = (1n << (bits + 1216n)) / (2n * pi);
  const words = [0, 0, 0];
  for (let i = 37n; i >= 0n; i--) words.push(Number((stream >> (32n * i)) & 0xffffffffn));
  emit("turnWords", "1 / 2π in words of 32 bits, the first of which has the weight 2⁶⁴.", words);
}

// --- Angles and roots -------------------------------------------------------------------------

function angles(): void {
  const table: number[] = [];
  for (let i = 0n; i < 128n; i++) table.push(...pair(atan(fraction(i, 64n))));
  emit("atanTable", "For i in 0 … 127: atan(i/64) in two parts.", table);
  const reach = ((ONE / 128n) * 1001n) / 1000n;
  emit(
    "atanPoly",
    "(atan √u / √u - 1) / u, for u ≤ 2⁻¹⁴.",
    polynomial(
      powerSeries((n) => (alternating(n + 1n) * ONE) / (2n * n + 3n)),
      [0n, times(reach, reach)],
      2,
    ),
  );
}

function cubeRoot(): void {
  const poly = polynomial((z) => exp(-log(z) / 3n), [ONE, 2n * ONE], 4);
  emit("cbrtPoly", "z^(-1/3), for z in [1, 2].", poly);
  emit(
    "cbrtScales",
    "2^(-j/3), for j = 0, 1, 2.",
    [0n, 1n, 2n].map((j) => toDouble(exp((-LN2 * j) / 3n))),
  );
}

/** Contents of src/lower/elementary/tables.generated.ts, not formatted. */
export function tables(): string {
  lines.splice(
    0,
    Infinity,
    "// Generated by scripts/gen-elementary-tables.ts. Do not edit.",
    "// Doubles are written with the digits that give exactly them.",
  );
  exponential();
  logarithm();
  circular();
  turns();
  angles();
  cubeRoot();
  return `${lines.join("\n")}\n`;
}
