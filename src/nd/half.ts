/**
 * Numbers of half precision, IEEE 754 binary16, as words of 16 bits. JavaScript engines have a typed
 * array of them only since 2025, so that arrays of f16 hold the words.
 */

/** The number that a word means. */
export function fromHalf(word: number): number {
  const sign = word & 0x8000 ? -1 : 1;
  const exponent = (word >> 10) & 31;
  const fraction = word & 1023;
  if (exponent === 31) return fraction === 0 ? sign * Infinity : NaN;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  return sign * (1024 + fraction) * 2 ** (exponent - 25);
}

/** A format of 16 bits: a sign, an exponent and so many bits of a fraction. */
interface Format {
  readonly fraction: number;
  readonly bias: number;
}

const f16: Format = { fraction: 10, bias: 15 };
const bf16: Format = { fraction: 7, bias: 127 };
const bits = new DataView(new ArrayBuffer(8));

/** The word nearest to a number, of two the even one; an infinity beyond the largest. */
function nearest(x: number, { fraction, bias }: Format): number {
  const infinity = (2 * bias + 1) << fraction;
  if (Number.isNaN(x)) return infinity | (1 << (fraction - 1));
  bits.setFloat64(0, x);
  const head = bits.getUint16(0);
  // words count steps from 0 on: as many for each power of 2, the first of which is twice as long
  const power = Math.max(((head >> 4) & 2047) - 1023 + bias - 1, 0);
  const steps = Math.abs(x) * 2 ** (fraction + bias - 1 - power);
  // the sum has no room for a fraction: it is rounded to an integer, the even one of two
  const word = power * 2 ** fraction + (steps + 2 ** 52 - 2 ** 52);
  return (head & 0x8000) | Math.min(word, infinity);
}

/** The word of f16 nearest to a number, of two the even one; from 65520 on an infinity. */
export function toHalf(x: number): number {
  return nearest(x, f16);
}

/** As `toHalf`, of bfloat16, which has the exponents of f32. */
export function toBfloat(x: number): number {
  return nearest(x, bf16);
}

/** The words nearest to numbers. */
export function toHalves(numbers: ArrayLike<number>): Uint16Array {
  return Uint16Array.from(numbers, toHalf);
}

/** The numbers that words mean, none of which is rounded. */
export function fromHalves(words: Uint16Array): Float32Array {
  const numbers = new Float32Array(words.length);
  const bits32 = new Int32Array(numbers.buffer);
  for (let i = 0; i < words.length; i++) {
    const word = words[i]!;
    const exponent = word & 0x7c00;
    if (exponent === 0) {
      numbers[i] = fromHalf(word);
      continue;
    }
    // the same fraction with more bits after it, and an exponent that is 112 larger or the largest
    const larger = exponent === 0x7c00 ? 0x7f800000 | ((word & 1023) << 13) : 0;
    const rebased = larger === 0 ? ((word & 0x7fff) << 13) + (112 << 23) : larger;
    bits32[i] = ((word & 0x8000) << 16) | rebased;
  }
  return numbers;
}
