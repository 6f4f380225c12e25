// Keys of maps and sets, as the prelude runs with them outside of compiled code.

const double = new DataView(new ArrayBuffer(8));

/** 32 bits of a key: equal for keys that are the same. Compiled code computes the same. */
export function hashKey(key: unknown): number {
  switch (typeof key) {
    case "number":
      // NaN has many patterns of bits, and there are two zeros
      return mixed(Number.isNaN(key) ? 4 : hashBits(key + 0));
    case "string": {
      const { factor, term } = hashText(key);
      return mixed((Math.imul(offset, factor) + term) | 0);
    }
    default:
      return mixed(key === true ? 1 : key === false ? 0 : key === null ? 2 : 3);
  }
}

function hashBits(x: number): number {
  double.setFloat64(0, x);
  return double.getInt32(4) ^ Math.imul(double.getInt32(0), spread);
}

/** What a string makes of the hash of what is before it: `hash * factor + term`, in 32 bits. */
export interface TextHash {
  readonly factor: number;
  readonly term: number;
}

/**
 * The hash of a string, or of a part of one. Finite numbers in it count as one character each, whose
 * code is their bits, where they are written as `String` writes them; minus signs do not count. So
 * the hash of a string that is put together of numbers is computed without writing them, if they can
 * be told from what is around them: see `isHashable`.
 */
export function hashText(text: string): TextHash {
  let [factor, term] = [1, 0];
  for (let at = 0; at < text.length; at++) {
    if (text[at] === "-") continue;
    const number = numberAt(text, at);
    const code = number === "" ? text.charCodeAt(at) : hashBits(Number(number));
    factor = Math.imul(factor, prime);
    term = (Math.imul(term, prime) + code) | 0;
    if (number !== "") at += number.length - 1;
  }
  return { factor, term };
}

const aNumber = /\d+(?:\.\d+)?(?:e[+-]\d+)?(?![\d.e])/y;

/** The number that is written at a place of a string, or "". */
function numberAt(text: string, at: number): string {
  aNumber.lastIndex = at;
  const found = aNumber.exec(text)?.[0] ?? "";
  return String(Number(found)) === found ? found : "";
}

/** Whether the numbers between literal parts of a string are those that `hashText` finds in it. */
export function isHashable(literals: readonly string[]): boolean {
  return literals.every((literal, i) => {
    const [first, last] = [i === 0, i === literals.length - 1];
    if (literal === "") return first || last;
    return (first || !/^[\d.e]/.test(literal)) && (last || !/[\d.]$|\de[+-]?$/.test(literal));
  });
}

/** Every bit of the result depends on many of `x`. */
function mixed(x: number): number {
  const once = Math.imul(x ^ (x >>> 16), spread);
  return once ^ (once >>> 15);
}

/** Odd numbers without a pattern: the golden ratio, and those of the hash FNV-1a. */
export const spread: number = 0x9e3779b1 | 0;
export const prime = 0x01000193;
export const offset: number = 0x811c9dc5 | 0;

/** Whether two keys are one, as `Map` sees it: NaN is itself, and there is one zero. */
export function sameKey(a: unknown, b: unknown): boolean {
  return a === b || (Number.isNaN(a) && Number.isNaN(b));
}
