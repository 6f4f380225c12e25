// Programs that go through strings: in the loops that are unrolled, and in those that are not.
import { describe, expect, test } from "vitest";
import { jit } from "../../src/index.ts";
import { agrees } from "./agrees.ts";

describe("calculators", () => {
  test("closures that read a text", () => {
    agrees(
      (x = 0, y = 0) => {
        const text = "x*(y+2)-3*x/(1+y)";
        let at = 0;
        const peek = (): string | undefined => text[at];
        const sum = (): number => {
          let value = product();
          while (peek() === "+" || peek() === "-") {
            const sign = text[at++];
            const right = product();
            value = sign === "+" ? value + right : value - right;
          }
          return value;
        };
        const product = (): number => {
          let value = atom();
          while (peek() === "*" || peek() === "/") {
            if (text[at++] === "*") value *= atom();
            else value /= atom();
          }
          return value;
        };
        const atom = (): number => {
          const c = text[at++]!;
          if (c === "(") {
            const value = sum();
            at++;
            return value;
          }
          return c === "x" ? x : c === "y" ? y : Number(c);
        };
        return sum();
      },
      1.3,
      0.7,
    );
  });

  test("words in a list, from a place that only a run knows", () => {
    agrees(
      (x = 0, y = 0) => {
        const words: string[] = [];
        for (const word of "1 + x * ( y + 2.5 ) - 3 * x".split(" ")) words.push(word);
        let at = Math.floor(y) * 2;
        const atom = (): number => {
          const word = words[at++]!;
          if (word === "(") {
            const value = sum();
            at++;
            return value;
          }
          return word === "x" ? x : word === "y" ? y : parseFloat(word);
        };
        const product = (): number => {
          let value = atom();
          while (at < words.length && words[at] === "*") {
            at++;
            value *= atom();
          }
          return value;
        };
        const sum = (): number => {
          let value = product();
          while (at < words.length && (words[at] === "+" || words[at] === "-")) {
            const sign = words[at++];
            value += sign === "+" ? product() : -product();
          }
          return value;
        };
        return sum();
      },
      1.3,
      1.5,
    );
  });

  test("operators by precedence, on two stacks", () => {
    agrees(
      (x = 0, y = 0) => {
        const binds: Record<string, number> = { "+": 1, "-": 1, "*": 2, "/": 2 };
        const out: string[] = [];
        const waiting: string[] = [];
        for (const c of "x+y*(x-2)/y") {
          if (c in binds) {
            while (waiting.length > 0 && (binds[waiting.at(-1)!] ?? 0) >= binds[c]!) {
              out.push(waiting.pop()!);
            }
            waiting.push(c);
          } else if (c === "(") waiting.push(c);
          else if (c === ")") {
            while (waiting.at(-1) !== "(") out.push(waiting.pop()!);
            waiting.pop();
          } else out.push(c);
        }
        while (waiting.length > 0) out.push(waiting.pop()!);
        const values: number[] = [];
        for (const word of out) {
          if (word in binds) {
            const [right, left] = [values.pop()!, values.pop()!];
            if (word === "+") values.push(left + right);
            else if (word === "-") values.push(left - right);
            else values.push(word === "*" ? left * right : left / right);
          } else values.push(word === "x" ? x : word === "y" ? y : +word);
        }
        return values[0]!;
      },
      1.3,
      0.7,
    );
  });
});

describe("letters at places that only a run knows", () => {
  test("all ways to one", () => {
    agrees(
      (x = 0, n = 0) => {
        const text = "abc";
        let sum = 0;
        for (let i = -4; i < Math.floor(n); i++) {
          const letter = text[i];
          sum += letter === undefined ? 1 : x * (letter.charCodeAt(0) - 96);
          sum += text.charAt(i) === "" ? 10 : 0.1;
          const code = text.charCodeAt(i + 0.5);
          sum += Number.isNaN(code) ? 100 : code * x;
          sum += (text.at(i) ?? "z") < "b" ? x * x : 0.25;
          sum += text[i / 2] === "b" ? 1000 : 0;
        }
        return sum;
      },
      1.3,
      5.5,
    );
  });

  test("letters that are compared", () => {
    agrees(
      (x = 0, n = 0) => {
        const text = "az3b9.";
        let sum = 0;
        for (let i = 0; i < Math.floor(n); i++) {
          const c = text[i]!;
          if (c >= "0" && c <= "9") sum += Number(c) * x;
          else if (c >= "a" && c <= "z") sum = sum * x + 1;
          else sum += 0.25;
        }
        return sum;
      },
      1.3,
      8.5,
    );
  });

  test("letters choose fields and numbers", () => {
    agrees(
      (x = 0, n = 0) => {
        const values: Record<string, number> = { I: 1, V: 5, X: 10, L: 50, C: x };
        const text = "XLIVCCXIV2";
        let sum = 0;
        for (let i = 0; i < Math.floor(n); i++) {
          const value = values[text[i]!] ?? Number(text[i]) * x;
          sum += value < (values[text[i + 1]!] ?? 0) ? -value * x : value * x;
        }
        return sum;
      },
      1.3,
      10.5,
    );
  });

  test("the best alignment of two texts", () => {
    agrees(
      (gap = 0, match = 0, length = 0) => {
        const [a, b] = ["GATTACAGATTACAGATTACA", "GCATGCU"];
        let row = Array.from({ length: b.length + 1 }, (_, j) => -gap * j);
        for (let i = 1; i <= Math.floor(length); i++) {
          const next = [-gap * i];
          for (let j = 1; j <= b.length; j++) {
            const change = a[i - 1] === b[j - 1] ? match : -1;
            next.push(Math.max(row[j - 1]! + change, row[j]! - gap, next[j - 1]! - gap));
          }
          row = next;
        }
        return row[b.length]!;
      },
      0.73,
      1.1,
      21.5,
    );
  });

  test("a part of a text is not known", () => {
    const f = (x: number, n: number): number => (x > 1 ? Number("1234".slice(n)) : x);
    expect(() => jit(f)(2, 1)).toThrow("what `.slice()` is given must be known");
  });

  test("numbers in another base", () => {
    const f = (x: number): number => x * parseInt("101", 2) + parseInt("ff", 16);
    expect(jit(f)(2)).toBe(265);
  });
});
