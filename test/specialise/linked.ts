// The numbers of linked objects, for comparing derivatives by them with differences.
type Holder = Record<string | number, unknown>;

/** Where a number is. */
export interface Place {
  readonly holder: object;
  readonly key: string | number;
}

const isObject = (x: unknown): x is object => typeof x === "object" && x !== null;

/** All that can be reached, each once, in an order that depends on links only. */
function holdersIn(root: unknown): object[] {
  const seen = new Set<object>(isObject(root) ? [root] : []);
  for (const holder of seen) for (const x of Object.values(holder)) if (isObject(x)) seen.add(x);
  return [...seen];
}

/** The places of all numbers that can be reached. */
export function placesIn(root: unknown): Place[] {
  return holdersIn(root).flatMap((holder) =>
    Object.entries(holder)
      .filter(([, value]) => typeof value === "number")
      .map(([key]) => ({ holder, key })),
  );
}

/** The numbers of a derivative, at the places of the value it belongs to: both are walked in step. */
export function numbersOf(root: unknown, derivative: unknown): number[] {
  const twins = new Map<object, unknown>([[root as object, derivative]]);
  return holdersIn(root).flatMap((holder) =>
    Object.entries(holder).flatMap(([name, value]): number[] => {
      const twin = (twins.get(holder) as Holder | undefined)?.[name];
      if (isObject(value)) twins.set(value, twin);
      if (typeof value !== "number") return [];
      if (typeof twin !== "number") throw new Error(`no derivative at ${name}`);
      return [twin];
    }),
  );
}

export const getAt = ({ holder, key }: Place): number => (holder as Holder)[key] as number;
export function setAt({ holder, key }: Place, x: number): void {
  (holder as Holder)[key] = x;
}

/** A copy in which numbers have moved by multiples of `step`, which are taken again and again. */
export function movedBy<T>(x: T, direction: readonly number[], step: number): T {
  const copy = structuredClone(x);
  for (const [i, place] of placesIn(copy).entries()) {
    setAt(place, getAt(place) + step * direction[i % direction.length]!);
  }
  return copy;
}

/** Copies of `x` in each of which one number has moved by `step`. */
export function neighbours<T>(x: T, step: number): T[] {
  return placesIn(x).map((_, i, { length }) =>
    movedBy(
      x,
      Array.from({ length }, (__, j) => Number(i === j)),
      step,
    ),
  );
}

/** The gradient of a function of linked objects by central differences; it may change its argument. */
export function differences<T>(f: (x: T) => number, x: T, h = 1e-5): number[] {
  const below = neighbours(x, -h);
  return neighbours(x, h).map((above, i) => (f(above) - f(below[i]!)) / (2 * h));
}

/** A derivative with other numbers in the places of those of `root`, which it belongs to. */
export function withNumbers<T>(root: unknown, derivative: T, numbers: readonly number[]): T {
  const copy = structuredClone(derivative);
  const twins = new Map<object, unknown>([[root as object, copy]]);
  let next = 0;
  for (const holder of holdersIn(root)) {
    const twin = twins.get(holder) as Holder | undefined;
    for (const [name, value] of Object.entries(holder)) {
      if (isObject(value)) twins.set(value, twin?.[name]);
      else if (typeof value === "number") twin![name] = numbers[next++ % numbers.length];
    }
  }
  return copy;
}
