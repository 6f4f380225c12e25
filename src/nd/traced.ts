/** Functions on arrays beside those of `functions.ts`: layers, distributions and the like. */
const all = new WeakSet<object>();

/**
 * Makes compiled code call `fn` while it is compiled, on arrays that stand for values of the program,
 * rather than compile its source; gives it back.
 */
export function traced<F extends (...args: never[]) => unknown>(fn: F): F {
  all.add(fn);
  return fn;
}

export function isTraced(fn: object): boolean {
  return all.has(fn);
}
