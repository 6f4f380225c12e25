type Nothing = undefined;

export const fail = (n: number): Nothing => {
  // oxlint-disable-next-line unicorn/consistent-function-scoping
  const inner = (m: number): Nothing => {
    if (m === 0) throw new RangeError("zero");
    return undefined;
  };
  return inner(n);
};
