/**
 * The order of `n` keys in each of the runs of an array [outer, n, inner] along its middle axis:
 * `out` has, where keys are, the places along it of the smallest key, the next one and so on; of the
 * largest first with `descending`. Equal keys stay as they are, NaN are last. Merge sort, from the
 * bottom up, of runs that are sorted by insertion.
 */
export function argSort(
  keys: Float64Array,
  out: Float64Array,
  outer: number,
  n: number,
  inner: number,
  descending: number,
): void {
  const run = 8;
  const values = new Float64Array(n);
  let from = new Int32Array(n);
  let to = new Int32Array(n);
  for (let o = 0; o < outer; o++) {
    for (let r = 0; r < inner; r++) {
      const base = o * n * inner + r;
      // NaN go to the end, in order: what is sorted are numbers
      let count = 0;
      for (let i = 0; i < n; i++) {
        const x = keys[base + i * inner]!;
        if (x === x) {
          values[i] = descending > 0 ? -x : x;
          from[count] = i;
          count++;
        }
      }
      let last = count;
      for (let i = 0; i < n; i++) {
        const x = keys[base + i * inner]!;
        if (x !== x) {
          out[base + last * inner] = i;
          last++;
        }
      }
      for (let start = 0; start < count; start += run) {
        const end = Math.min(start + run, count);
        for (let i = start + 1; i < end; i++) {
          const k = from[i]!;
          const x = values[k]!;
          let j = i - 1;
          while (j >= start && values[from[j]!]! > x) {
            from[j + 1] = from[j]!;
            j--;
          }
          from[j + 1] = k;
        }
      }
      for (let width = run; width < count; width *= 2) {
        for (let start = 0; start < count; start += 2 * width) {
          const middle = Math.min(start + width, count);
          const end = Math.min(start + 2 * width, count);
          let p = start;
          let q = middle;
          for (let i = start; i < end; i++) {
            let left = p < middle;
            if (left && q < end) left = values[from[p]!]! <= values[from[q]!]!;
            to[i] = left ? from[p]! : from[q]!;
            if (left) p++;
            else q++;
          }
        }
        const swap = from;
        from = to;
        to = swap;
      }
      for (let i = 0; i < count; i++) out[base + i * inner] = from[i]!;
    }
  }
}
