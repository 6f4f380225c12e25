// re[at + k] + i·im[at + k] = e^(2πi·k/n) for k < n: each by itself, of an angle of π/4 at most
function roots(re: Float64Array, im: Float64Array, at: number, n: number): void {
  for (let k = 0; k < n; k++) {
    // 8k = octant·n + rest; odd octants are counted from their other end
    const octant = Math.floor((8 * k) / n);
    const rest = 8 * k - octant * n;
    const odd = octant % 2 === 1;
    const angle = ((odd ? n - rest : rest) * (Math.PI / 4)) / n;
    const c = Math.cos(angle);
    const s = Math.sin(angle);
    const quarter = Math.floor(octant / 2);
    const x = odd ? s : c;
    const y = odd ? c : s;
    re[at + k] = quarter === 0 ? x : quarter === 1 ? -y : quarter === 2 ? -x : y;
    im[at + k] = quarter === 0 ? y : quarter === 1 ? x : quarter === 2 ? -y : -x;
  }
}

// the factor of n that is taken out first
function factorOf(n: number): number {
  if (n % 4 === 0) return 4;
  if (n % 2 === 0) return 2;
  for (let p = 3; p * p <= n; p += 2) if (n % p === 0) return p;
  return n;
}

// whether n has a prime factor that is too long
function isHard(n: number): boolean {
  let rest = n;
  while (rest > 1) {
    const p = factorOf(rest);
    if (p > 31) return true;
    rest = Math.round(rest / p);
  }
  return false;
}

// One stage of Stockham's algorithm: transforms of length l become transforms of length l·r. `turn` is
// 1 or -1, the sign of the exponent; element j of a transform, of which there are m, is at j·m + k.
function stage(
  xr: Float64Array,
  xi: Float64Array,
  yr: Float64Array,
  yi: Float64Array,
  wr: Float64Array,
  wi: Float64Array,
  n: number,
  l: number,
  r: number,
  turn: number,
  tr: Float64Array,
  ti: Float64Array,
): void {
  const m = Math.round(n / (l * r));
  const part = l * m;
  for (let j = 0; j < l; j++) {
    const from = j * m * r;
    const to = j * m;
    // what the elements are multiplied with first: w^(j·q) of length l·r
    const c1 = wr[j * m]!;
    const s1 = turn * wi[j * m]!;
    if (r === 2) {
      for (let k = 0; k < m; k++) {
        const ar = xr[from + k]!;
        const ai = xi[from + k]!;
        const ur = xr[from + m + k]!;
        const ui = xi[from + m + k]!;
        const br = ur * c1 - ui * s1;
        const bi = ur * s1 + ui * c1;
        yr[to + k] = ar + br;
        yi[to + k] = ai + bi;
        yr[to + part + k] = ar - br;
        yi[to + part + k] = ai - bi;
      }
    } else if (r === 4) {
      const c2 = wr[2 * j * m]!;
      const s2 = turn * wi[2 * j * m]!;
      const c3 = wr[3 * j * m]!;
      const s3 = turn * wi[3 * j * m]!;
      for (let k = 0; k < m; k++) {
        const ar = xr[from + k]!;
        const ai = xi[from + k]!;
        const ur = xr[from + m + k]!;
        const ui = xi[from + m + k]!;
        const vr = xr[from + 2 * m + k]!;
        const vi = xi[from + 2 * m + k]!;
        const zr = xr[from + 3 * m + k]!;
        const zi = xi[from + 3 * m + k]!;
        const br = ur * c1 - ui * s1;
        const bi = ur * s1 + ui * c1;
        const cr = vr * c2 - vi * s2;
        const ci = vr * s2 + vi * c2;
        const dr = zr * c3 - zi * s3;
        const di = zr * s3 + zi * c3;
        const pr = ar + cr;
        const pi = ai + ci;
        const qr = ar - cr;
        const qi = ai - ci;
        const sr = br + dr;
        const si = bi + di;
        // ±i·(b - d)
        const er = -turn * (bi - di);
        const ei = turn * (br - dr);
        yr[to + k] = pr + sr;
        yi[to + k] = pi + si;
        yr[to + part + k] = qr + er;
        yi[to + part + k] = qi + ei;
        yr[to + 2 * part + k] = pr - sr;
        yi[to + 2 * part + k] = pi - si;
        yr[to + 3 * part + k] = qr - er;
        yi[to + 3 * part + k] = qi - ei;
      }
    } else {
      for (let k = 0; k < m; k++) {
        for (let q = 0; q < r; q++) {
          const c = wr[j * q * m]!;
          const s = turn * wi[j * q * m]!;
          const ur = xr[from + q * m + k]!;
          const ui = xi[from + q * m + k]!;
          tr[q] = ur * c - ui * s;
          ti[q] = ur * s + ui * c;
        }
        for (let p = 0; p < r; p++) {
          let sr = 0;
          let si = 0;
          for (let q = 0; q < r; q++) {
            const at = ((p * q) % r) * l * m;
            const c = wr[at]!;
            const s = turn * wi[at]!;
            sr += tr[q]! * c - ti[q]! * s;
            si += tr[q]! * s + ti[q]! * c;
          }
          yr[to + p * part + k] = sr;
          yi[to + p * part + k] = si;
        }
      }
    }
  }
}

// The transform of (xr, xi), which becomes (yr, yi): both are written over. w holds the roots of n.
function transform(
  xr: Float64Array,
  xi: Float64Array,
  yr: Float64Array,
  yi: Float64Array,
  wr: Float64Array,
  wi: Float64Array,
  n: number,
  turn: number,
  tr: Float64Array,
  ti: Float64Array,
): void {
  let l = 1;
  let there = true;
  while (l < n) {
    const r = factorOf(Math.round(n / l));
    if (there) stage(xr, xi, yr, yi, wr, wi, n, l, r, turn, tr, ti);
    else stage(yr, yi, xr, xi, wr, wi, n, l, r, turn, tr, ti);
    there = !there;
    l *= r;
  }
  if (there) {
    for (let i = 0; i < n; i++) {
      yr[i] = xr[i]!;
      yi[i] = xi[i]!;
    }
  }
}

/**
 * Fourier transforms of `batch` rows of n complex numbers: all real parts, then all imaginary parts;
 * Σⱼ xⱼ e^(∓2πi·jk/n), the sign + if `inverse` is 1; not normalised. Of any length, n log n: mixed
 * radix in Stockham's order, without permutations (Cochran and others 1967); lengths with long prime
 * factors as a convolution (Bluestein 1970). All roots of unity are computed by themselves.
 */
export function fft(
  x: Float64Array,
  out: Float64Array,
  batch: number,
  n: number,
  inverse: number,
): void {
  if (n === 0) return;
  const turn = inverse === 1 ? 1 : -1;
  const hard = isHard(n);
  let size = n;
  if (hard) {
    size = 1;
    while (size < 2 * n - 1) size *= 2;
  }
  const wr = new Float64Array(size);
  const wi = new Float64Array(size);
  const xr = new Float64Array(size);
  const xi = new Float64Array(size);
  const yr = new Float64Array(size);
  const yi = new Float64Array(size);
  const tr = new Float64Array(32);
  const ti = new Float64Array(32);
  roots(wr, wi, 0, size);
  const chirps = hard ? 2 * n : 0;
  const kernel = hard ? size : 0;
  const cr = new Float64Array(chirps);
  const ci = new Float64Array(chirps);
  const kr = new Float64Array(kernel);
  const ki = new Float64Array(kernel);
  if (hard) roots(cr, ci, 0, 2 * n);
  // of a convolution: first the transform of what all are convolved with, then for each row its own
  // and back; written so that there is one place that transforms
  const passes = hard ? 1 + 2 * batch : batch;
  for (let pass = 0; pass < passes; pass++) {
    const b = hard ? Math.floor((pass - 1) / 2) : pass;
    const re = b * n;
    const im = (batch + b) * n;
    const isKernel = hard && pass === 0;
    const isBack = hard && pass > 0 && pass % 2 === 0;
    if (isKernel) {
      // e^(-turn·πi·j²/n) for |j| < n, around the circle
      for (let j = 0; j < n; j++) {
        const at = (j * j) % (2 * n);
        xr[j] = cr[at]!;
        xi[j] = -turn * ci[at]!;
        if (j > 0) {
          xr[size - j] = xr[j]!;
          xi[size - j] = xi[j]!;
        }
      }
    } else if (isBack) {
      for (let j = 0; j < size; j++) {
        xr[j] = yr[j]! * kr[j]! - yi[j]! * ki[j]!;
        xi[j] = yr[j]! * ki[j]! + yi[j]! * kr[j]!;
      }
    } else if (hard) {
      // jk = (j² + k² - (k - j)²) / 2
      for (let j = 0; j < size; j++) {
        const at = j < n ? (j * j) % (2 * n) : 0;
        const c = cr[at]!;
        const s = turn * ci[at]!;
        const u = j < n ? x[re + j]! : 0;
        const v = j < n ? x[im + j]! : 0;
        xr[j] = u * c - v * s;
        xi[j] = u * s + v * c;
      }
    } else {
      for (let j = 0; j < n; j++) {
        xr[j] = x[re + j]!;
        xi[j] = x[im + j]!;
      }
    }
    transform(xr, xi, yr, yi, wr, wi, size, hard ? (isBack ? 1 : -1) : turn, tr, ti);
    if (isKernel) {
      for (let j = 0; j < size; j++) {
        kr[j] = yr[j]!;
        ki[j] = yi[j]!;
      }
    } else if (isBack) {
      for (let k = 0; k < n; k++) {
        const at = (k * k) % (2 * n);
        const c = cr[at]! / size;
        const s = (turn * ci[at]!) / size;
        out[re + k] = yr[k]! * c - yi[k]! * s;
        out[im + k] = yr[k]! * s + yi[k]! * c;
      }
    } else if (!hard) {
      for (let j = 0; j < n; j++) {
        out[re + j] = yr[j]!;
        out[im + j] = yi[j]!;
      }
    }
  }
}
