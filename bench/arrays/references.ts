// Results that the ones of the programs are compared with, computed in another way.

/** The first rows of the product of two square matrices, either of which may be transposed. */
export function rowsOfProduct(
  a: Float64Array,
  b: Float64Array,
  of: { readonly n: number; readonly rows: number; readonly ta: boolean; readonly tb: boolean },
): Float64Array {
  const { n, rows, ta, tb } = of;
  const c = new Float64Array(rows * n);
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < n; j++) {
      let sum = 0;
      for (let k = 0; k < n; k++)
        sum += a[ta ? k * n + i : i * n + k]! * b[tb ? j * n + k : k * n + j]!;
      c[i * n + j] = sum;
    }
  }
  return c;
}

/** exp(x_i) / Σ exp(x_j), the sum compensated: A. Neumaier, ZAMM 54 (1974), 39–51. */
export function gradientOfLogsumexp(x: Float64Array): Float64Array {
  let max = -Infinity;
  for (const v of x) max = Math.max(max, v);
  let [sum, lost] = [0, 0];
  const terms = x.map((v) => Math.exp(v - max));
  for (const term of terms) {
    const next = sum + term;
    lost += sum >= term ? sum - next + term : term - next + sum;
    sum = next;
  }
  return terms.map((term) => term / (sum + lost));
}

/** Largest of the relative differences of arrays, each by the largest element of what is right. */
export function differenceOf(
  found: readonly ArrayLike<number>[],
  wanted: readonly ArrayLike<number>[],
): number {
  if (found.length !== wanted.length) return Infinity;
  let worst = 0;
  for (const [i, right] of wanted.entries()) {
    const one = found[i]!;
    let [scale, apart] = [0, 0];
    for (let j = 0; j < right.length; j++) {
      scale = Math.max(scale, Math.abs(right[j]!));
      const d = Math.abs(one[j]! - right[j]!);
      // NaN is as far as can be
      apart = d <= apart ? apart : Number.isNaN(d) ? Infinity : d;
    }
    worst = Math.max(worst, scale === 0 ? apart : apart / scale);
  }
  return worst;
}
