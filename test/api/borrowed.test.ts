import { describe, expect, test } from "vitest";
import { grad, jacobian, jit, jvp, vjp, type NablaError } from "../../src/index.ts";

const x = Float64Array.from({ length: 100 }, (_, i) => i);
const doubled = (v: Float64Array): Float64Array => v.map((y) => 2 * y);
const borrowed = { results: "borrowed" } as const;

const codeOf = (run: () => unknown): string | undefined => {
  try {
    run();
  } catch (error) {
    return (error as NablaError).code;
  }
  return undefined;
};

describe("results that are borrowed", () => {
  test("are what copies are", () => {
    expect(jit(doubled, borrowed)(x)).toEqual(doubled(x));
    expect(grad((v: Float64Array) => v[3]! * v[4]!, borrowed)(x)[3]).toBe(4);
    const { tangent } = jvp(doubled, borrowed)([x], [x]) as { tangent: Float64Array };
    expect([...tangent]).toEqual([...doubled(x)]);
    const rows = jacobian((v: Float64Array) => [v[0]! * v[1]!, v[1]!, v[2]!], borrowed)(x);
    expect(rows.map((row) => [...row].slice(0, 3))).toEqual([
      [1, 0, 0],
      [0, 1, 0],
      [0, 0, 1],
    ]);
  });

  test("are of every kind", () => {
    const f = jit(
      (n: number) => ({
        f32: new Float32Array(n).fill(1.5),
        i32: new Int32Array(n).fill(-7),
        u8: new Uint8Array(n).fill(200),
        i16: new Int16Array(n).fill(-3),
        none: new Float64Array(0),
      }),
      borrowed,
    );
    const { f32, i32, u8, i16, none } = f(3);
    expect(f32).toEqual(Float32Array.of(1.5, 1.5, 1.5));
    expect(i32).toEqual(Int32Array.of(-7, -7, -7));
    expect(u8).toEqual(Uint8Array.of(200, 200, 200));
    expect(i16).toEqual(Int16Array.of(-3, -3, -3));
    expect(none.length).toBe(0);
  });

  test("are there until the next call of any compiled function, then empty", () => {
    const f = jit(doubled, borrowed);
    const first = f(x);
    const copy = first.slice();
    expect(first.length).toBe(100);
    expect(jit((y: number) => y + 1)(1)).toBe(2);
    expect(first.length).toBe(0);
    expect(copy).toEqual(doubled(x));
    const second = f(x);
    expect(second).toEqual(doubled(x));
  });

  test("stay when nothing is called, also as parts and beside arguments that come back", () => {
    const f = jit(
      (v: Float64Array) => ({ v, part: v.subarray(1, 3), twice: [doubled(v)] }),
      borrowed,
    );
    const given = x.slice();
    const { v, part, twice } = f(given);
    expect(v).toBe(given);
    expect(part.buffer).toBe(given.buffer);
    f(given);
    expect([...part]).toEqual([1, 2]);
    expect(twice[0]!.length).toBe(0);
  });

  test("are empty after a call that ends with an error, and after growth of the memory", () => {
    const f = jit(doubled, borrowed);
    const fails = jit((v: Float64Array, i: number) => v[i]!);
    const first = f(x);
    expect(codeOf(() => fails(x, 1000))).toBe("NB4001");
    expect(first.length).toBe(0);
    const second = f(x);
    const many = jit((n: number) => new Float64Array(n).fill(1), borrowed)(4_000_000);
    expect(second.length).toBe(0);
    expect([many.length, many[3_999_999]]).toEqual([4_000_000, 1]);
  });

  test("cannot be arguments", () => {
    const f = jit(doubled, borrowed);
    const lent = f(x);
    const [a, b] = [lent.subarray(0, 10), lent.subarray(5, 20)];
    expect(codeOf(() => f(lent))).toBe("NB5011");
    // nor later, when they are empty, nor in rows or as two parts of one buffer
    expect(codeOf(() => f(lent))).toBe("NB5011");
    const both = jit((v: Float64Array, w: Float64Array) => v.length + w.length);
    expect(codeOf(() => both(a, b))).toBe("NB5011");
    const rows = jit((v: Float64Array[]) => v.length);
    expect(codeOf(() => rows([lent]))).toBe("NB5011");
    expect(f(x)).toEqual(doubled(x));
    expect(both(x, new Float64Array(0))).toBe(100);
  });

  test("are copies where the function keeps new arrays elsewhere", () => {
    let last = x;
    const f = jit((v: Float64Array) => {
      last = v.map((y) => y + last[0]!);
      return last;
    }, borrowed);
    const first = f(x);
    expect(f(x)).toBe(last);
    expect([first.length, last.length, last[1]]).toEqual([100, 100, 1]);
    const kept: Float64Array[] = [];
    const push = jit((v: Float64Array) => {
      const made = doubled(v);
      kept.push(made);
      return made;
    }, borrowed);
    const pushed = push(x);
    push(x);
    expect(pushed).toBe(kept[0]);
    expect([pushed.length, kept.length]).toEqual([100, 2]);
    const into = { list: [x] };
    const g = jit((v: { list: Float64Array[] }) => {
      v.list[0] = v.list[0]!.map((y) => 3 * y);
      return v.list[0];
    }, borrowed);
    g(into);
    expect(g(into)[1]).toBe(9);
    expect(into.list[0]![1]).toBe(9);
  });

  test("of vjp: the value lasts beside its pullback", () => {
    const { value, pullback } = vjp(doubled, borrowed)(x);
    const cotangent = pullback(x);
    expect(value).toEqual(doubled(x));
    expect([...(Array.isArray(cotangent) ? cotangent[0] : cotangent)][3]).toBe(6);
  });

  test("are asked for by the outermost operator", () => {
    const inner = jit(doubled, borrowed);
    const outer = jit(inner);
    const first = outer(x);
    outer(x);
    expect(first.length).toBe(100);
    expect(codeOf(() => jit(doubled, { results: "lent" as never })(x))).toBe("NB5010");
  });
});

describe("results that are copies", () => {
  test.each([0, 1, 31, 32, 33, 5000])("%i elements have a buffer of their own", (n) => {
    const f = jit((v: Float64Array) => [doubled(v), doubled(v)]);
    const given = Float64Array.from({ length: n }, Math.sin);
    const [a, b] = f(given) as [Float64Array, Float64Array];
    expect(a).toEqual(doubled(given));
    expect([a.byteOffset, a.buffer.byteLength]).toEqual([0, 8 * n]);
    expect(a.buffer).not.toBe(b.buffer);
    expect(structuredClone(a, { transfer: [a.buffer as ArrayBuffer] })).toEqual(b);
  });

  test("hold bytes that are clamped as they are", () => {
    const f = jit((v: Uint8ClampedArray) => v.map((y) => y + 100));
    const given = Uint8ClampedArray.from({ length: 40 }, (_, i) => 10 * i);
    expect(f(given)).toEqual(given.map((y) => y + 100));
  });
});
