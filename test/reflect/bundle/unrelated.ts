const secret: number = Math.random();
export function unrelated(first: number): number {
  return first + secret + first * secret + secret * secret * secret - first;
}
