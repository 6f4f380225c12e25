// Strings put together of numbers: when two are equal, and their hash, without writing the numbers.
import { expect, test } from "vitest";
import { hashText, isHashable, prime } from "../../src/prelude/keys.ts";
import { aligned, type Piece } from "../../src/specialise/text-alignment.ts";

let seed = 1;
const random = (n: number): number => {
  seed = (Math.imul(seed, 1664525) + 1013904223) | 0;
  return ((seed >>> 8) % n) | 0;
};

const values = [
  0,
  -0,
  1,
  2,
  12,
  -1,
  -12,
  0.5,
  1.5,
  -2.25,
  1e21,
  1e-7,
  -1e-7,
  5e-324,
  NaN,
  Infinity,
  -Infinity,
];
const literals = [
  "",
  "",
  ",",
  ":",
  "-",
  ".",
  "e",
  "1",
  "a",
  "0",
  "e-",
  "+",
  "1e",
  "N",
  "Na",
  "NaN",
  "tr",
  "I",
  "-7",
  "1,2",
  "x1",
  "_",
];

function randomPieces(): Piece<number | boolean>[] {
  return Array.from({ length: 1 + random(4) }, (): Piece<number | boolean> => {
    if (random(2) === 0) return literals[random(literals.length)]!;
    if (random(4) === 0) return { kind: "bool", value: random(2) === 0 };
    return { kind: "num", value: values[random(values.length)]! };
  });
}

const joined = (pieces: readonly Piece<number | boolean>[]): Piece<number | boolean>[] => {
  const all: Piece<number | boolean>[] = [];
  for (const piece of pieces) {
    const last = all.at(-1);
    if (typeof piece === "string" && typeof last === "string") all[all.length - 1] = last + piece;
    else all.push(piece);
  }
  return all;
};

const written = (pieces: readonly Piece<unknown>[]): string =>
  pieces.map((piece) => String(typeof piece === "string" ? piece : piece.value)).join("");

/** Whether the pairs that an alignment leaves are each written alike. */
const alike = (pairs: Exclude<ReturnType<typeof aligned>, "never" | undefined>): boolean =>
  pairs.every((pair) => String(pair.one) === String("is" in pair ? pair.is : pair.other));

test("an alignment that is found says what comparing the strings says", () => {
  let [equal, decided] = [0, 0];
  for (let run = 0; run < 60000; run++) {
    const a = joined(randomPieces());
    // other values in the same form, the string itself, or anything
    const kind = random(3);
    const b =
      kind === 0
        ? joined(randomPieces())
        : kind === 1
          ? [written(a)]
          : a.map((piece) =>
              typeof piece === "string" || random(2) === 0
                ? piece
                : piece.kind === "bool"
                  ? { ...piece, value: random(2) === 0 }
                  : { ...piece, value: values[random(values.length)]! },
            );
    const pairs = aligned(a, b);
    if (pairs === undefined) continue;
    decided++;
    const is = written(a) === written(b);
    if (is) equal++;
    if ((pairs !== "never" && alike(pairs)) !== is) {
      expect.fail(`${JSON.stringify(written(a))} and ${JSON.stringify(written(b))}: ${String(is)}`);
    }
  }
  expect(decided).toBeGreaterThan(30000);
  expect(equal).toBeGreaterThan(5000);
});

test("what keys are usually made of is decided", () => {
  const form = (...pieces: (string | number)[]): Piece<number>[] =>
    pieces.map((piece) => (typeof piece === "string" ? piece : { kind: "num", value: piece }));
  expect(aligned(form(1, ",", 2), form(3, ",", 4))).toHaveLength(2);
  expect(aligned(form(1, "-", 2), form(3, "-", 4))).toHaveLength(2);
  expect(aligned(form("n", 1), form("m", 2))).toBe("never");
  expect(aligned(form(1, ",", 2), form(1, ",", 2, ",", 3))).toBe("never");
  expect(aligned(form(1, ",", 2), ["10,20"])).toHaveLength(2);
  expect(aligned(form(1, ",", 2), ["010,20"])).toBe("never");
  expect(aligned(form(1, ",", 2), ["root"])).toBe("never");
  expect(aligned(form(1, 2), form(3, 4))).toBeUndefined();
});

/** The hash of a string by its pieces, as compiled code computes it. */
function hashPieces(pieces: readonly Piece<number | boolean>[]): number {
  return pieces.reduce<number>((hash, piece) => {
    const finite = typeof piece === "object" && Number.isFinite(piece.value);
    if (finite && piece.kind === "num") {
      // the hash of a string that is this number alone
      const { factor, term } = hashText(String(Math.abs(piece.value as number)));
      expect(factor).toBe(prime);
      return (Math.imul(hash, factor) + term) | 0;
    }
    const { factor, term } = hashText(written([piece]));
    return (Math.imul(hash, factor) + term) | 0;
  }, 7);
}

test("strings that are equal have one hash, however they are put together", () => {
  let hashed = 0;
  for (let run = 0; run < 60000; run++) {
    const pieces = joined(randomPieces());
    const forms = [""];
    for (const piece of pieces) {
      if (typeof piece === "string") forms[forms.length - 1] += piece;
      else forms.push("");
    }
    if (!isHashable(forms)) continue;
    hashed++;
    const { factor, term } = hashText(written(pieces));
    const whole = (Math.imul(7, factor) + term) | 0;
    if (hashPieces(pieces) !== whole) expect.fail(JSON.stringify(pieces));
  }
  expect(hashed).toBeGreaterThan(10000);
});
