// When two strings with numbers in them are equal: decided by their forms, as far as these tell.

/** A part of a string: literal, or a number or boolean as `String` writes it. */
export type Piece<H> = string | { readonly kind: "num" | "bool"; readonly value: H };

/** Two values that must be the same; the second may be known. */
export type Pair<H> =
  | { readonly one: H; readonly other: H; readonly kind: "num" | "bool" }
  | { readonly one: H; readonly is: number | boolean };

/**
 * The pairs of values that are the same if and only if the strings are equal; `never` if they cannot
 * be equal; undefined where one string may be read in several ways.
 *
 * A number that is written ends where no number could go on: no number as `String` writes it,
 * followed by a character other than a digit, `.` and `e`, is the beginning of another. So of two
 * numbers that begin at one place, each followed by such a character or by nothing, either both
 * end at one place or the strings differ.
 */
export function aligned<H>(
  a: readonly Piece<H>[],
  b: readonly Piece<H>[],
): readonly Pair<H>[] | "never" | undefined {
  const pairs: Pair<H>[] = [];
  let [left, right] = [a.filter((piece) => piece !== ""), b.filter((piece) => piece !== "")];
  for (;;) {
    const [p, q] = [left[0], right[0]];
    if (p === undefined || q === undefined) return p === q ? pairs : "never";
    if (typeof p === "string" && typeof q === "string") {
      const n = Math.min(p.length, q.length);
      if (p.slice(0, n) !== q.slice(0, n)) return "never";
      [left, right] = [without(left, p, n), without(right, q, n)];
    } else if (typeof p === "object" && typeof q === "object") {
      if (p.kind !== q.kind) return "never";
      if (p.kind === "num" && !(ends(left[1]) && ends(right[1]))) return undefined;
      pairs.push({ one: p.value, other: q.value, kind: p.kind });
      [left, right] = [left.slice(1), right.slice(1)];
    } else {
      const [hole, others] = typeof p === "object" ? [left, right] : [right, left];
      const found = read(hole[0] as Exclude<Piece<H>, string>, hole[1], others);
      if (found === undefined || found === "never") return found;
      pairs.push({ one: (hole[0] as Exclude<Piece<H>, string>).value, is: found.value });
      [left, right] = [hole.slice(1), without(others, others[0] as string, found.length)];
    }
  }
}

function without<H>(pieces: readonly Piece<H>[], first: string, n: number): Piece<H>[] {
  const rest = first.slice(n);
  return rest === "" ? pieces.slice(1) : [rest, ...pieces.slice(1)];
}

/** Whether no number goes on with what comes next. */
function ends(next: Piece<unknown> | undefined): boolean {
  return next === undefined || (typeof next === "string" && !/^[\d.e]/.test(next));
}

const aNumber = /^(?:-?(?:\d+(?:\.\d+)?(?:e[+-]\d+)?|Infinity)|NaN)/;
/** What is the beginning of numbers, and of nothing else that would follow one. */
const begun =
  /^-?(?:\d+(?:\.\d*)?(?:e[+-]?\d*)?|I(?:n(?:f(?:i(?:n(?:i(?:ty?)?)?)?)?)?)?)?$|^Na?N?$/;

/** What a hole must be to be the beginning of a literal string, with what follows that. */
function read(
  hole: Exclude<Piece<unknown>, string>,
  next: Piece<unknown> | undefined,
  [literal, ...rest]: readonly Piece<unknown>[],
): { readonly value: number | boolean; readonly length: number } | "never" | undefined {
  const text = literal as string;
  const more = rest.length > 0;
  if (hole.kind === "bool") {
    for (const value of [true, false]) {
      if (text.startsWith(String(value))) return { value, length: String(value).length };
      if (more && String(value).startsWith(text)) return undefined;
    }
    return "never";
  }
  if (!ends(next) || (more && begun.test(text))) return undefined;
  const number = aNumber.exec(text)?.[0] ?? "";
  const canonical = number !== "" && String(Number(number)) === number;
  if (!canonical || !ends(text.slice(number.length) || undefined)) return "never";
  return { value: Number(number), length: number.length };
}
