// Householder's reduction: w becomes Qᵀ·w·Q with the diagonal d and e beside it, and z the rows of Qᵀ
function tridiagonal(
  w: Float64Array,
  z: Float64Array,
  d: Float64Array,
  e: Float64Array,
  n: number,
): void {
  const p = new Float64Array(n);
  const v = new Float64Array(n);
  const steps = Math.max(n - 2, 0);
  for (let k = 0; k < steps; k++) {
    // the reflection I - v·vᵀ; v, which is 0 up to element k, is kept in row k
    const row = k * n;
    let square = 0;
    for (let i = 0; i < n; i++) {
      v[i] = i > k ? w[row + i]! : 0;
      square += v[i]! * v[i]!;
    }
    const size = Math.sqrt(square);
    const head = v[k + 1]!;
    e[k] = head > 0 ? -size : size;
    if (size !== 0) {
      const scale = Math.sqrt(1 + Math.abs(head) / size);
      for (let i = 0; i < n; i++) v[i] = v[i]! / size / scale;
      v[k + 1] = (head > 0 ? 1 : -1) * scale;
      const rest = n - k - 1;
      let along = 0;
      for (let t = 0; t < rest; t++) {
        const i = k + 1 + t;
        let s = 0;
        for (let j = 0; j < rest; j++) s += w[i * n + k + 1 + j]! * v[k + 1 + j]!;
        p[i] = s;
        along += s * v[i]!;
      }
      for (let i = 0; i < n; i++) p[i] = i > k ? p[i]! - 0.5 * along * v[i]! : 0;
      for (let t = 0; t < rest; t++) {
        const i = k + 1 + t;
        const vi = v[i]!;
        const pi = p[i]!;
        for (let j = 0; j < rest; j++) {
          const at = i * n + k + 1 + j;
          w[at] = w[at]! - vi * p[k + 1 + j]! - pi * v[k + 1 + j]!;
        }
      }
    }
    for (let i = 0; i < n; i++) if (i > k) w[row + i] = v[i]!;
  }
  for (let i = 0; i < n; i++) d[i] = w[i * n + i]!;
  if (n > 1) e[n - 2] = w[(n - 2) * n + n - 1]!;
  for (let i = 0; i < n; i++) {
    const row = i * n;
    for (let j = 0; j < n; j++) z[row + j] = j === i ? 1 : 0;
    const count = Math.max(Math.min(i, steps), 0);
    for (let back = 0; back < count; back++) {
      const k = count - 1 - back;
      const from = k * n;
      const rest = n - k - 1;
      let s = 0;
      for (let j = 0; j < rest; j++) s += w[from + k + 1 + j]! * z[row + k + 1 + j]!;
      for (let j = 0; j < rest; j++) {
        z[row + k + 1 + j] = z[row + k + 1 + j]! - s * w[from + k + 1 + j]!;
      }
    }
  }
}

// one implicit step with a shift on rows lo … hi: d, e and z turn with it
function step(
  d: Float64Array,
  e: Float64Array,
  z: Float64Array,
  n: number,
  lo: number,
  hi: number,
): void {
  const half = (d[hi - 1]! - d[hi]!) / 2;
  const beside = e[hi - 1]!;
  const root = Math.hypot(half, beside);
  const shift = d[hi]! - (beside / (half < 0 ? half - root : half + root)) * beside;
  let x = d[lo]! - shift;
  let bulge = e[lo]!;
  for (let k = lo; k < hi; k++) {
    const r = Math.hypot(x, bulge);
    const c = r === 0 ? 1 : x / r;
    const s = r === 0 ? 0 : bulge / r;
    if (k > lo) e[k - 1] = r;
    const p = d[k]!;
    const q = d[k + 1]!;
    const t = e[k]!;
    const h = s * (q - p) + 2 * c * t;
    d[k] = p + s * h;
    d[k + 1] = q - s * h;
    e[k] = c * h - t;
    x = e[k]!;
    if (k + 1 < hi) {
      bulge = s * e[k + 1]!;
      e[k + 1] = c * e[k + 1]!;
    }
    const one = k * n;
    const two = one + n;
    for (let j = 0; j < n; j++) {
      const u = z[one + j]!;
      const v = z[two + j]!;
      z[one + j] = c * u + s * v;
      z[two + j] = c * v - s * u;
    }
  }
}

// whether e[k] can be left out beside d[k] and d[k + 1]
function isSmall(d: Float64Array, e: Float64Array, k: number): boolean {
  return Math.abs(e[k]!) <= 1.2e-16 * (Math.abs(d[k]!) + Math.abs(d[k + 1]!));
}

// eigenvalues d and rows of eigenvectors z of a tridiagonal matrix; whether they have been found
function diagonalised(d: Float64Array, e: Float64Array, z: Float64Array, n: number): boolean {
  let hi = n - 1;
  for (let left = 60 * n; left > 0 && hi > 0; left--) {
    if (isSmall(d, e, hi - 1)) {
      e[hi - 1] = 0;
      hi--;
      continue;
    }
    let lo = hi - 1;
    while (lo > 0 && !isSmall(d, e, lo - 1)) lo--;
    if (lo > 0) e[lo - 1] = 0;
    step(d, e, z, n, lo, hi);
  }
  return hi <= 0;
}

function ascending(d: Float64Array, z: Float64Array, n: number): void {
  for (let i = 0; i < n; i++) {
    let least = i;
    for (let j = i + 1; j < n; j++) if (d[j]! < d[least]!) least = j;
    if (least === i) continue;
    const x = d[i]!;
    d[i] = d[least]!;
    d[least] = x;
    for (let j = 0; j < n; j++) {
      const y = z[i * n + j]!;
      z[i * n + j] = z[least * n + j]!;
      z[least * n + j] = y;
    }
  }
}

// 1 or -1: the sign of the first entry of a row that is, but for rounding, its largest
function signOf(z: Float64Array, at: number, n: number): number {
  let most = 0;
  for (let j = 0; j < n; j++) most = Math.max(most, Math.abs(z[at + j]!));
  for (let j = 0; j < n; j++) {
    if (Math.abs(z[at + j]!) >= most * (1 - 1e-12)) return z[at + j]! < 0 ? -1 : 1;
  }
  return 1;
}

/**
 * Eigenvalues and vectors of `batch` symmetric n × n matrices, of which the lower triangles are read.
 * `out` has n + 1 rows for each: the vectors as columns, then the values, ascending; NaN where the
 * matrix is not finite. In each vector the largest entry is positive. By reduction to a tridiagonal
 * matrix and implicit QR steps with Wilkinson's shift (Golub and Van Loan, Matrix Computations, 8.3):
 * errors are of the order of the rounding of the largest value.
 */
export function eigh(a: Float64Array, out: Float64Array, batch: number, n: number): void {
  const w = new Float64Array(n * n);
  const z = new Float64Array(n * n);
  const d = new Float64Array(n);
  const e = new Float64Array(n);
  for (let b = 0; b < batch; b++) {
    const from = b * n * n;
    const base = b * n * (n + 1);
    let most = 0;
    for (let i = 0; i < n; i++) {
      for (let j = 0; j <= i; j++) {
        const size = Math.abs(a[from + i * n + j]!);
        if (size > most || Number.isNaN(size)) most = size;
      }
    }
    const scale = most > 1e-100 && most < 1e100 ? 1 : most > 0 ? most : 1;
    for (let i = 0; i < n; i++) {
      for (let j = 0; j <= i; j++) {
        const x = a[from + i * n + j]! / scale;
        w[i * n + j] = x;
        w[j * n + i] = x;
      }
    }
    let found = most < Infinity;
    if (found) {
      tridiagonal(w, z, d, e, n);
      found = diagonalised(d, e, z, n);
      ascending(d, z, n);
    }
    for (let j = 0; j < n; j++) {
      const sign = found ? signOf(z, j * n, n) : 1;
      for (let i = 0; i < n; i++) out[base + i * n + j] = found ? sign * z[j * n + i]! : NaN;
      out[base + n * n + j] = found ? d[j]! * scale : NaN;
    }
  }
}
