/** The logarithm of a sum, of logarithms. */
export function logSumExp(x: number[]): number {
  const most = Math.max(...x);
  let sum = 0;
  for (const xi of x) sum += Math.exp(xi - most);
  return most + Math.log(sum);
}
