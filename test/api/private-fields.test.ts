// Private fields of objects that are made outside, by classes that the build step has prepared.
import { expect, test } from "vitest";
import { grad, jit, jvp, vjp } from "../../src/index.ts";
import { runModule } from "../docs/module.ts";

interface Layer {
  scale: number;
  run(x: number): number;
  step(x: number): Layer;
  call(): number;
  shown(): string;
}

interface Given {
  readonly make: () => Layer;
  readonly run: (layer: Layer, x: number) => number;
  readonly changed: (x: number) => number;
  readonly captured: Layer;
  readonly many: (layers: readonly Layer[], x: number) => number;
  readonly call: (layer: Layer) => number;
}

const code = `
  class Base {
    #x = 3;
    get x(): number { return this.#x; }
    bump(): void { this.#x += 1; }
  }
  class Layer extends Base {
    #w: Float64Array;
    #b = 0.5;
    #x = 10;
    #inner = { p: 2, list: [1, 2] };
    #map = new Map([["a", 1]]);
    #f = () => 1;
    scale = 2;
    constructor(w: number[]) { super(); this.#w = Float64Array.from(w); }
    get #bias(): number { return this.#b * this.#b; }
    run(x: number): number {
      let s = this.#bias + this.#map.get("a")!;
      for (const w of this.#w) s += w * x * x;
      return s * this.scale + this.#x * this.x + this.#inner.p * this.#inner.list.length;
    }
    step(x: number): this {
      this.#b -= x;
      this.#w[0] = x;
      this.#inner.p *= 2;
      this.#inner.list.push(x);
      this.#map.set("b", x);
      this.bump();
      this.#x -= 1;
      return this;
    }
    call(): number { return this.#f(); }
    shown(): string {
      const { p, list } = this.#inner;
      return JSON.stringify([this.#w, this.#b, this.#x, this.x, p, list, [...this.#map]]);
    }
  }
  const captured = new Layer([1, 2]);
  export default {
    make: () => new Layer([1, 2]),
    run: (layer: Layer, x: number) => layer.run(x),
    captured,
    changed: (x: number) => captured.step(x).run(x),
    many: (layers: Layer[], x: number) => {
      let s = 0;
      for (const layer of layers) s += layer.run(x);
      return s;
    },
    call: (layer: Layer) => layer.call(),
  };
`;

const given = async (): Promise<Given> => (await runModule({ code })) as Given;

test("they are read, and what is changed is found in the object", async () => {
  const { make, run, captured, changed, many } = await given();
  expect(jit(run)(make(), 3)).toBe(run(make(), 3));
  expect(jit(many)([make(), make()], 3)).toBe(many([make(), make()], 3));
  const compiled = jit(changed);
  const wanted = make();
  for (const x of [3, 4]) {
    expect(compiled(x)).toBe(wanted.step(x).run(x));
    expect(captured.shown()).toBe(wanted.shown());
  }
});

test("derivatives take them as they are; that by the object leaves them out", async () => {
  const { make, run, captured } = await given();
  expect(grad(run, { wrt: 1 })(make(), 3)).toBeCloseTo(2 * 3 * 2 * 3, 12);
  const slope = (make().run(3) - 20 * 1.5 - 4) / 2;
  expect(grad(run)(make(), 3)).toEqual({ scale: slope });
  const along = { scale: 1 } as Layer;
  expect(jvp(run)([make(), 3], [along, 1]).tangent).toBeCloseTo(slope + 36, 12);
  const pair = vjp((x: number) => captured.run(x))(3);
  captured.step(100);
  expect(pair.pullback(1)).toBeCloseTo(36, 12);
  expect(vjp(run)(make(), 3).pullback(1)).toEqual({ scale: slope });
});

test("functions in them are out of reach, and so are those of linked objects", async () => {
  const { make, call, many } = await given();
  expect(() => jit(call)(make())).toThrow("NB1008");
  expect(() => jit(many)(Array.from({ length: 20 }, make), 3)).toThrow("NB1008");
});
