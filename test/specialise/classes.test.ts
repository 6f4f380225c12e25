import { expect, test } from "vitest";
import { grad, jit } from "../../src/index.ts";
import { run, same } from "./run.ts";

class Vector {
  readonly x: number;
  readonly y: number;
  static made = 0;
  constructor(x: number, y: number) {
    this.x = x;
    this.y = y;
  }
  plus(other: Vector): Vector {
    return new Vector(this.x + other.x, this.y + other.y);
  }
  get norm(): number {
    return Math.hypot(this.x, this.y);
  }
  static unit(angle: number): Vector {
    return new Vector(Math.cos(angle), Math.sin(angle));
  }
}

class Shape {
  scale = 2;
  name: string;
  constructor(name: string) {
    this.name = name;
  }
  area(): number {
    return 0;
  }
  scaled(): number {
    return this.area() * this.scale;
  }
}

class Circle extends Shape {
  radius: number;
  constructor(radius: number) {
    super("circle");
    this.radius = radius;
  }
  override area(): number {
    return 3 * this.radius ** 2 + super.area();
  }
}

class Tile extends Circle {
  override scaled(): number {
    return super.scaled() + 1;
  }
}

class Counter {
  #count = 0;
  #step: number;
  constructor(step: number) {
    this.#step = step;
  }
  #next(): number {
    return this.#count + this.#step;
  }
  tick(): this {
    this.#count = this.#next();
    return this;
  }
  get value(): number {
    return this.#count;
  }
}

test("instances made inside", () => {
  same((x: number) => new Vector(x, 2).plus(Vector.unit(x)).norm, 0.5);
  const v = run((x: number) => new Vector(x, 1), 3);
  expect(v).toBeInstanceOf(Vector);
  expect(v).toEqual(new Vector(3, 1));
  expect(
    run(
      grad((p: Vector) => p.plus(p).norm),
      new Vector(3, 4),
    ),
  ).toEqual({ x: 1.2, y: 1.6 });
});

test("inheritance, fields and super", () => {
  same((r: number) => {
    const c = new Circle(r);
    c.scale += 1;
    return [c.scaled(), new Tile(r).scaled(), c instanceof Shape, c.name];
  }, 2);
  expect(
    run(
      grad((r: number) => new Tile(r).scaled()),
      2,
    ),
  ).toBe(24);
});

test("private members", () => {
  same((x: number) => {
    const c = new Counter(x);
    for (let i = 0; i < 4; i++) c.tick().tick();
    return c.value;
  }, 1.5);
  expect(jit((c: Counter) => c.tick().value)(new Counter(1))).toBe(new Counter(1).tick().value);
});

test("classes inside", () => {
  same((x: number) => {
    class Acc {
      sum = x;
      add(y: number): this {
        this.sum += y;
        return this;
      }
      get twice(): number {
        return this.sum * 2;
      }
    }
    class More extends Acc {
      override add(y: number): this {
        return super.add(y * 10);
      }
    }
    return new Acc().add(1).twice + new More().add(1).twice;
  }, 2);
});

let total = 0;
const addTotal = (x: number): void => {
  total += x;
};
const readTotal = (): number => total;

test("one variable of two functions", () => {
  total = 1;
  expect(
    run((x: number) => {
      addTotal(x);
      addTotal(x);
      return readTotal();
    }, 5),
  ).toBe(11);
});
