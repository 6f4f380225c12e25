// Keys of maps and sets, as the prelude runs with them outside of compiled code.

const double = new DataView(new ArrayBuffer(8));

/** 32 bits of a key: equal for keys that are the same. Compiled code computes the same. */
export function hashKey(key: unknown): number {
  switch (typeof key) {
    case "number":
      // NaN has many patterns of bits, and there are two zeros
      if (Number.isNaN(key)) return mixed(4);
      double.setFloat64(0, key + 0);
      return mixed(double.getInt32(4) ^ Math.imul(double.getInt32(0), spread));
    case "string": {
      let hash = offset;
      for (let i = 0; i < key.length; i++) hash = Math.imul(hash ^ key.charCodeAt(i), prime);
      return mixed(hash);
    }
    default:
      return mixed(key === true ? 1 : key === false ? 0 : key === null ? 2 : 3);
  }
}

/** Every bit of the result depends on many of `x`. */
function mixed(x: number): number {
  const once = Math.imul(x ^ (x >>> 16), spread);
  return once ^ (once >>> 15);
}

/** Odd numbers without a pattern: the golden ratio, and those of the hash FNV-1a. */
export const spread: number = 0x9e3779b1 | 0;
const prime = 0x01000193;
const offset = 0x811c9dc5 | 0;

/** Whether two keys are one, as `Map` sees it: NaN is itself, and there is one zero. */
export function sameKey(a: unknown, b: unknown): boolean {
  return a === b || (Number.isNaN(a) && Number.isNaN(b));
}
