// What the protocol sends, checked on the way in: an input that an eval cannot take is told by name.

/** An object of the protocol's JSON. */
export type Fields = Readonly<Record<string, unknown>>;

export function readFields(value: unknown, name: string): Fields {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new Error(`${name} must be an object`);
  }
  return value as Fields;
}

export function readNumber(value: unknown, name: string): number {
  if (typeof value !== "number") throw new Error(`${name} must be a number`);
  return value;
}

export function readCount(value: unknown, name: string): number {
  if (!Number.isInteger(value) || (value as number) < 0) {
    throw new Error(`${name} must be a whole number`);
  }
  return value as number;
}

/** Any number of elements, or exactly `length` of them. */
export function readArray(value: unknown, name: string, length?: number): readonly unknown[] {
  if (!Array.isArray(value)) throw new Error(`${name} must be an array`);
  if (length !== undefined && value.length !== length) {
    throw new Error(`${name} must have ${length} elements, not ${value.length}`);
  }
  return value;
}

export function readVector(value: unknown, name: string, length?: number): Float64Array {
  const elements = readArray(value, name, length);
  return Float64Array.from(elements, (element, i) => readNumber(element, `${name}[${i}]`));
}

/** Whole numbers from −1 (none) or `least` up to, but not including, `end`. */
export function readIndices(value: unknown, name: string, end: number, least = 0): Int32Array {
  return Int32Array.from(readArray(value, name), (element, i) => {
    const fits = Number.isInteger(element) && (element as number) >= least;
    if (!fits || (element as number) >= end) {
      throw new Error(`${name}[${i}] must be a whole number from ${least} to ${end - 1}`);
    }
    return element as number;
  });
}

/** Rows of one width, one after the other. */
export interface Matrix {
  height: number;
  width: number;
  elements: Float64Array;
}

/** A matrix of any size, or of the given one. */
export function readMatrix(value: unknown, name: string, height?: number, width?: number): Matrix {
  const rows = readArray(value, name, height);
  const common = width ?? (rows.length > 0 ? readArray(rows[0], `${name}[0]`).length : 0);
  const elements = new Float64Array(rows.length * common);
  rows.forEach((row, i) => elements.set(readVector(row, `${name}[${i}]`, common), i * common));
  return { height: rows.length, width: common, elements };
}

/** The rows of a flat matrix, as JSON has them. */
export function showRows(elements: Float64Array, height: number): number[][] {
  const width = height > 0 ? elements.length / height : 0;
  return Array.from({ length: height }, (_, i) => [
    ...elements.subarray(i * width, (i + 1) * width),
  ]);
}
