import { expect, test } from "vitest";
import { plain, type Point } from "./subject.ts";
import { kindOf, shrunk } from "./shrink.ts";

const point = Array.from({ length: 14 }, (_, i) => 0.37 * i);

const text = `function f(x, y, a, b) {
  const g = (p) => {/*tick*/ return p * Math.sin(y); };
  let v = 1;
  for (let i = 0; i < 3; i++) {/*tick*/
    if (v > x) {
      v += a[i] * 2 - g(b[i]);
    } else {
      v = Math.trunc(v) + (y > 2 ? g(v) : 3);
    }
  }
  return v + x;
}`;

function failure(check: (text: string, point: Point) => void): string {
  try {
    check(text, point);
  } catch (error) {
    const small = shrunk({ text, point, error: error as Error }, check);
    expect(kindOf(small.error)).toBe(kindOf(error as Error));
    return small.text.replace(/\s+/g, " ");
  }
  throw new Error("does not fail");
}

test("a program that fails is made small, with the same failure", () => {
  const check = (program: string, at: Point): void => {
    const [value] = plain(program)(at);
    if (program.includes("Math.trunc")) throw new Error(`value: ${String(value)}`);
  };
  expect(failure(check)).toBe("function f(x, y, a, b) { Math.trunc; return 0; }");
});

test("what fails in another way is not taken for the failure", () => {
  const check = (program: string, at: Point): void => {
    const [value] = plain(program)(at);
    if (!/a\[\w\] \* 2/.test(program)) throw new Error("another one");
    throw new Error(`value: ${String(value)}`);
  };
  expect(failure(check)).toBe(
    "function f(x, y, a, b) { for (let i = 0; i < 3; i++) a[i] * 2; return 0; }",
  );
});

test("few programs are tried", () => {
  let tried = 0;
  const check = (): void => {
    tried++;
    throw new Error("always");
  };
  const start = { text, point, error: new Error("always") };
  shrunk(start, check, { tries: 5, seconds: 60 });
  expect(tried).toBe(5);
});
