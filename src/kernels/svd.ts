// One sweep of rotations that make the rows of w orthogonal, longer ones first; v turns with it.
// Gives how many there were.
function sweep(w: Float64Array, v: Float64Array, rows: number, k: number): number {
  const tolerance = 2.3e-16 * Math.sqrt(rows);
  let turned = 0;
  for (let i = 0; i + 1 < k; i++) {
    for (let j = i + 1; j < k; j++) {
      const one = i * rows;
      const two = j * rows;
      let p = 0;
      let q = 0;
      let g = 0;
      for (let t = 0; t < rows; t++) {
        const x = w[one + t]!;
        const y = w[two + t]!;
        p += x * x;
        q += y * y;
        g += x * y;
      }
      const oblique = Math.abs(g) > tolerance * Math.sqrt(p) * Math.sqrt(q);
      if (!oblique && !(p < q)) continue;
      let c = 0;
      let s = 1;
      if (oblique) {
        turned++;
        const zeta = (q - p) / (2 * g);
        const size = 1 / (Math.abs(zeta) + Math.sqrt(1 + zeta * zeta));
        const tangent = zeta < 0 ? -size : size;
        c = 1 / Math.sqrt(1 + tangent * tangent);
        s = c * tangent;
        if (p < q) {
          // a quarter turn more, which puts the longer one first
          const before = c;
          c = s;
          s = -before;
        }
      }
      for (let t = 0; t < rows; t++) {
        const x = w[one + t]!;
        const y = w[two + t]!;
        w[one + t] = c * x - s * y;
        w[two + t] = s * x + c * y;
      }
      for (let t = 0; t < k; t++) {
        const x = v[i * k + t]!;
        const y = v[j * k + t]!;
        v[i * k + t] = c * x - s * y;
        v[j * k + t] = s * x + c * y;
      }
    }
  }
  return turned;
}

// makes row `at` of w a unit vector that is orthogonal to the rows before it
function completed(w: Float64Array, rows: number, at: number): void {
  // the axis that is farthest from those rows
  let best = 0;
  let least = Infinity;
  for (let t = 0; t < rows; t++) {
    let s = 0;
    for (let i = 0; i < at; i++) s += w[i * rows + t]! * w[i * rows + t]!;
    if (s < least) {
      least = s;
      best = t;
    }
  }
  const row = at * rows;
  for (let t = 0; t < rows; t++) w[row + t] = t === best ? 1 : 0;
  for (let again = 0; again < 2; again++) {
    for (let i = 0; i < at; i++) {
      let s = 0;
      for (let t = 0; t < rows; t++) s += w[i * rows + t]! * w[row + t]!;
      for (let t = 0; t < rows; t++) w[row + t] = w[row + t]! - s * w[i * rows + t]!;
    }
    let square = 0;
    for (let t = 0; t < rows; t++) square += w[row + t]! * w[row + t]!;
    const size = Math.sqrt(square);
    for (let t = 0; t < rows; t++) w[row + t] = w[row + t]! / size;
  }
}

function exchange(x: Float64Array, one: number, two: number, n: number): void {
  for (let t = 0; t < n; t++) {
    const y = x[one + t]!;
    x[one + t] = x[two + t]!;
    x[two + t] = y;
  }
}

// lengths of the rows of w, which become unit vectors, longest first, with those of v beside them
function normalised(
  w: Float64Array,
  v: Float64Array,
  lengths: Float64Array,
  rows: number,
  k: number,
): void {
  for (let i = 0; i < k; i++) {
    let square = 0;
    for (let t = 0; t < rows; t++) square += w[i * rows + t]! * w[i * rows + t]!;
    lengths[i] = Math.sqrt(square);
  }
  for (let i = 0; i < k; i++) {
    let most = i;
    for (let j = i + 1; j < k; j++) if (lengths[j]! > lengths[most]!) most = j;
    if (most !== i) {
      exchange(lengths, i, most, 1);
      exchange(w, i * rows, most * rows, rows);
      exchange(v, i * k, most * k, k);
    }
    const size = lengths[i]!;
    if (size < 1e-150) {
      lengths[i] = 0;
      completed(w, rows, i);
    } else {
      for (let t = 0; t < rows; t++) w[i * rows + t] = w[i * rows + t]! / size;
    }
  }
}

// 1 or -1: the sign of the first entry of a row that is, but for rounding, its largest
function signOf(x: Float64Array, at: number, n: number): number {
  let most = 0;
  for (let j = 0; j < n; j++) most = Math.max(most, Math.abs(x[at + j]!));
  for (let j = 0; j < n; j++) {
    if (Math.abs(x[at + j]!) >= most * (1 - 1e-12)) return x[at + j]! < 0 ? -1 : 1;
  }
  return 1;
}

/**
 * A = U·diag(s)·Vᵀ, thin, for `batch` m × n matrices. `out` has for each of them the m × k elements of
 * U, the k of s, descending, and the k × n of Vᵀ, where k is the less of m and n. The largest entry
 * of each column of U is positive. All is NaN where the matrix is not finite. By one-sided rotations (Hestenes 1958; Demmel and Veselić 1992),
 * which also find small values to their last digits where columns differ in scale.
 */
export function svd(a: Float64Array, out: Float64Array, batch: number, m: number, n: number): void {
  const tall = m >= n;
  const k = tall ? n : m;
  const rows = tall ? m : n;
  const w = new Float64Array(rows * k);
  const v = new Float64Array(k * k);
  const lengths = new Float64Array(k);
  for (let b = 0; b < batch; b++) {
    const from = b * m * n;
    const base = b * (m * k + k + k * n);
    let most = 0;
    for (let i = 0; i < m * n; i++) {
      const size = Math.abs(a[from + i]!);
      if (size > most || Number.isNaN(size)) most = size;
    }
    const ordinary = most === 0 || (most > 1e-100 && most < 1e100);
    const scale = ordinary ? 1 : most < Infinity ? most : NaN;
    for (let i = 0; i < k; i++) {
      for (let t = 0; t < rows; t++) {
        w[i * rows + t] = a[from + (tall ? t * n + i : i * n + t)]! / scale;
      }
      for (let t = 0; t < k; t++) v[i * k + t] = Number.isNaN(scale) ? NaN : t === i ? 1 : 0;
    }
    let left = 60;
    while (left > 0 && sweep(w, v, rows, k) > 0) left--;
    normalised(w, v, lengths, rows, k);
    const s = base + m * k;
    const vt = s + k;
    for (let j = 0; j < k; j++) {
      const sign = tall ? signOf(w, j * rows, rows) : signOf(v, j * k, k);
      out[s + j] = lengths[j]! * scale;
      for (let i = 0; i < m; i++) {
        out[base + i * k + j] = sign * (tall ? w[j * rows + i]! : v[j * k + i]!);
      }
      for (let i = 0; i < n; i++) {
        out[vt + j * n + i] = sign * (tall ? v[j * k + i]! : w[j * rows + i]!);
      }
    }
  }
}
