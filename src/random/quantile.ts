// The inverse of the normal distribution function: Wichura, "Algorithm AS 241: the percentage points
// of the normal distribution" (Applied Statistics 37, 1988), exact to about 16 digits.
import type { NdArray } from "../nd/array.ts";
import * as nd from "../nd/index.ts";

// near the middle, in 0.180625 - q²
const middle = [
  [
    3.3871328727963665, 133.14166789178438, 1971.5909503065513, 13731.69376550946,
    45921.95393154987, 67265.7709270087, 33430.57558358813, 2509.0809287301227,
  ],
  [
    1, 42.31333070160091, 687.1870074920579, 5394.196021424751, 21213.794301586597,
    39307.89580009271, 28729.085735721943, 5226.495278852854,
  ],
] as const;

// in the tails, in √(-ln p) - 1.6
const tail = [
  [
    1.4234371107496835, 4.630337846156546, 5.769497221460691, 3.6478483247632045,
    1.2704582524523684, 0.2417807251774506, 0.022723844989269184, 0.0007745450142783414,
  ],
  [
    1, 2.053191626637759, 1.6763848301838038, 0.6897673349851, 0.14810397642748008,
    0.015198666563616457, 0.0005475938084995345, 1.0507500716444169e-9,
  ],
] as const;

// and far out, in √(-ln p) - 5
const far = [
  [
    6.657904643501103, 5.463784911164114, 1.7848265399172913, 0.29656057182850487,
    0.026532189526576124, 0.0012426609473880784, 0.000027115555687434876, 2.0103343992922881e-7,
  ],
  [
    1, 0.599832206555888, 0.1369298809227358, 0.014875361290850615, 0.0007868691311456133,
    0.000018463183175100548, 1.421511758316446e-7, 2.0442631033899397e-15,
  ],
] as const;

type Ratio = readonly [top: readonly number[], bottom: readonly number[]];

function ratio([top, bottom]: Ratio, x: NdArray): NdArray {
  const at = (coefficients: readonly number[]): NdArray => {
    const [last, ...others] = coefficients.toReversed();
    return others.reduce<NdArray>(
      (sum, c) => nd.add(nd.multiply(sum, x), c),
      nd.fullLike(x, last!),
    );
  };
  return nd.divide(at(top), at(bottom));
}

/** The x below which a normal number is with probability `p`, which is between 0 and 1. */
export function normalQuantile(p: NdArray): NdArray {
  const q = nd.subtract(p, 0.5);
  const inner = nd.lessEqual(nd.abs(q), 0.425);
  const near = nd.multiply(q, ratio(middle, nd.subtract(0.180625, nd.multiply(q, q))));
  // of the nearer end, and in the middle of anything that is not 0
  const least = nd.where(inner, 0.25, nd.minimum(p, nd.subtract(1, p)));
  const r = nd.sqrt(nd.negative(nd.log(least)));
  const out = nd.where(
    nd.lessEqual(r, 5),
    ratio(tail, nd.subtract(r, 1.6)),
    ratio(far, nd.subtract(r, 5)),
  );
  return nd.where(inner, near, nd.multiply(nd.sign(q), out));
}
