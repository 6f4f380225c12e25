// Rosenbrock's valley, in two variables and in more.

export const rosenbrock = (x: number[]): number =>
  100 * (x[1]! - x[0]! ** 2) ** 2 + (1 - x[0]!) ** 2;

export function valley(x: number[]): number {
  let sum = 0;
  for (let i = 0; i + 1 < x.length; i++) sum += rosenbrock([x[i]!, x[i + 1]!]);
  return sum;
}
