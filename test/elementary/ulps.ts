const view = new DataView(new ArrayBuffer(8));

export function bitsOf(x: number): bigint {
  view.setFloat64(0, x);
  return view.getBigInt64(0);
}

export function fromBits(bits: bigint): number {
  view.setBigUint64(0, BigInt.asUintN(64, bits));
  return view.getFloat64(0);
}

/** Integers in the order of the doubles they stand for. */
function ordered(x: number): bigint {
  const bits = bitsOf(x);
  return bits < 0n ? -(bits & ((1n << 63n) - 1n)) : bits;
}

/** Doubles from one to the other: 0 for the same, infinite where NaN or the sign of 0 differs. */
export function ulpsBetween(got: number, want: number): number {
  if (Object.is(got, want)) return 0;
  if (Number.isNaN(got) || Number.isNaN(want) || (got === 0 && want === 0)) return Infinity;
  const distance = ordered(got) - ordered(want);
  return Number(distance < 0n ? -distance : distance);
}
