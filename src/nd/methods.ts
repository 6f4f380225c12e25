// Functions of one array and more as methods: `a.sum(0)` is `nd.sum(a, 0)`.
import { NdArray } from "./array.ts";
import { show } from "./fault.ts";
import * as nd from "./public.ts";

const names = [
  "abs",
  "add",
  "all",
  "any",
  "argmax",
  "argmin",
  "argsort",
  "astype",
  "broadcastTo",
  "ceil",
  "clip",
  "cos",
  "cumprod",
  "cumsum",
  "diagonal",
  "div",
  "divide",
  "dot",
  "equal",
  "exp",
  "expandDims",
  "flip",
  "floor",
  "greater",
  "greaterEqual",
  "less",
  "lessEqual",
  "log",
  "matmul",
  "max",
  "maximum",
  "mean",
  "min",
  "minimum",
  "mod",
  "moveaxis",
  "mul",
  "multiply",
  "neg",
  "negative",
  "notEqual",
  "pad",
  "pow",
  "power",
  "prod",
  "ravel",
  "reciprocal",
  "relu",
  "remainder",
  "repeat",
  "reshape",
  "roll",
  "round",
  "sigmoid",
  "sign",
  "sin",
  "slice",
  "softmax",
  "sort",
  "split",
  "sqrt",
  "square",
  "squeeze",
  "std",
  "sub",
  "subtract",
  "sum",
  "swapaxes",
  "take",
  "takeAlongAxis",
  "tan",
  "tanh",
  "tile",
  "trace",
  "transpose",
  "tril",
  "triu",
  "trunc",
  "var",
] as const;

type Method<F> = F extends (x: never, ...rest: infer R) => infer Y ? (...rest: R) => Y : never;

/** The functions that arrays have as methods, without their first operand. */
export type Methods = {
  readonly [K in keyof Pick<typeof nd, (typeof names)[number]>]: Method<(typeof nd)[K]>;
} & {
  /** With the axes in the opposite order. */
  readonly T: NdArray;
  /** With the last two axes swapped. */
  readonly mT: NdArray;
};

const methods = new Map<object, object>();

/** The function that a method is. */
export function methodOf(fn: object): object | undefined {
  return methods.get(fn);
}

/** Elements up to which an array is shown with them. */
const MOST_SHOWN = 100;

/** Gives arrays their methods. */
export function install(): void {
  const functions = { ...nd } as unknown as Record<string, (...args: unknown[]) => unknown>;
  for (const name of names) {
    const fn = functions[name]!;
    const method = function (this: NdArray, ...rest: unknown[]): unknown {
      return fn(this, ...rest);
    };
    methods.set(method, fn);
    Object.defineProperty(NdArray.prototype, name, {
      value: method,
      writable: true,
      configurable: true,
    });
  }
  // what `console.log` shows in Node
  Object.defineProperty(NdArray.prototype, Symbol.for("nodejs.util.inspect.custom"), {
    value(this: NdArray): string {
      return this.size <= MOST_SHOWN ? this.toString() : show(this);
    },
    configurable: true,
  });
  const views = { T: nd.transpose, mT: nd.matrixTranspose };
  for (const [name, view] of Object.entries(views)) {
    Object.defineProperty(NdArray.prototype, name, {
      get(this: NdArray): NdArray {
        return view(this);
      },
      configurable: true,
    });
  }
}
