/** The response that parameters `b` predict at `x`, or at `x` and `x2` where there are two predictors. */
export type Model = (b: Float64Array, x: number, x2: number) => number;

type Curve = (b: Float64Array, x: number) => number;

const saturation: Curve = ([b1, b2], x) => b1 * (1 - Math.exp(-b2 * x));

const decayOverLine: Curve = ([b1, b2, b3], x) => Math.exp(-b1 * x) / (b2 + b3 * x);

const threeExponentials: Curve = ([b1, b2, b3, b4, b5, b6], x) =>
  b1 * Math.exp(-b2 * x) + b3 * Math.exp(-b4 * x) + b5 * Math.exp(-b6 * x);

const twoPeaks: Curve = ([b1, b2, b3, b4, b5, b6, b7, b8], x) =>
  b1 * Math.exp(-b2 * x) +
  b3 * Math.exp(-((x - b4) ** 2) / b5 ** 2) +
  b6 * Math.exp(-((x - b7) ** 2) / b8 ** 2);

const cubicOverCubic: Curve = ([b1, b2, b3, b4, b5, b6, b7], x) =>
  (b1 + b2 * x + b3 * x ** 2 + b4 * x ** 3) / (1 + b5 * x + b6 * x ** 2 + b7 * x ** 3);

/** The models, by the names of their problems. */
export const models: Readonly<Record<string, Model>> = {
  Bennett5: ([b1, b2, b3], x) => b1 * (b2 + x) ** (-1 / b3),
  BoxBOD: saturation,
  Chwirut1: decayOverLine,
  Chwirut2: decayOverLine,
  DanWood: ([b1, b2], x) => b1 * x ** b2,
  Eckerle4: ([b1, b2, b3], x) => (b1 / b2) * Math.exp(-0.5 * ((x - b3) / b2) ** 2),
  ENSO: ([b1, b2, b3, b4, b5, b6, b7, b8, b9], x) => {
    const turn = 2 * Math.PI * x;
    return (
      b1 +
      b2 * Math.cos(turn / 12) +
      b3 * Math.sin(turn / 12) +
      b5 * Math.cos(turn / b4) +
      b6 * Math.sin(turn / b4) +
      b8 * Math.cos(turn / b7) +
      b9 * Math.sin(turn / b7)
    );
  },
  Gauss1: twoPeaks,
  Gauss2: twoPeaks,
  Gauss3: twoPeaks,
  Hahn1: cubicOverCubic,
  Kirby2: ([b1, b2, b3, b4, b5], x) => (b1 + b2 * x + b3 * x ** 2) / (1 + b4 * x + b5 * x ** 2),
  Lanczos1: threeExponentials,
  Lanczos2: threeExponentials,
  Lanczos3: threeExponentials,
  MGH09: ([b1, b2, b3, b4], x) => (b1 * (x ** 2 + x * b2)) / (x ** 2 + x * b3 + b4),
  MGH10: ([b1, b2, b3], x) => b1 * Math.exp(b2 / (x + b3)),
  MGH17: ([b1, b2, b3, b4, b5], x) => b1 + b2 * Math.exp(-x * b4) + b3 * Math.exp(-x * b5),
  Misra1a: saturation,
  Misra1b: ([b1, b2], x) => b1 * (1 - (1 + (b2 * x) / 2) ** -2),
  Misra1c: ([b1, b2], x) => b1 * (1 - (1 + 2 * b2 * x) ** -0.5),
  Misra1d: ([b1, b2], x) => (b1 * b2 * x) / (1 + b2 * x),
  Nelson: ([b1, b2, b3], x, x2) => b1 - b2 * x * Math.exp(-b3 * x2),
  Rat42: ([b1, b2, b3], x) => b1 / (1 + Math.exp(b2 - b3 * x)),
  Rat43: ([b1, b2, b3, b4], x) => b1 / (1 + Math.exp(b2 - b3 * x)) ** (1 / b4),
  Roszman1: ([b1, b2, b3, b4], x) => b1 - b2 * x - Math.atan(b3 / (x - b4)) / Math.PI,
  Thurber: cubicOverCubic,
};
