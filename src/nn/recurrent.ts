import type { NdArray } from "../nd/array.ts";
import * as nd from "../nd/index.ts";
import { split } from "../random/keys.ts";
import { dense, type DenseParams } from "./dense.ts";
import { orthogonal } from "./initialisers.ts";
import { layer, type InitOptions, type Layer } from "./layer.ts";

export interface RecurrentParams {
  /** From the input to all gates, and from the state; `[in, gates·width]`, `[width, gates·width]`. */
  readonly input: DenseParams;
  readonly state: DenseParams;
}

const init =
  (gates: number, open?: number) =>
  (
    key: NdArray,
    inputs: number,
    width: number,
    { dtype = "f64" }: InitOptions = {},
  ): RecurrentParams => {
    const [a, ...each] = split(key, 1 + gates);
    const square = each.map((k) => orthogonal(k, [width, width], dtype));
    const bias = each.map((_, gate) => nd.full(width, Number(gate === open), dtype));
    return {
      input: dense.init(a!, inputs, gates * width, { dtype }),
      state: { w: nd.concatenate(square, 1), b: nd.concatenate(bias) },
    };
  };

type Init = ReturnType<typeof init>;

/** The parts of `x` for each gate, along the last axis. */
function gatesOf(x: NdArray, count: number): NdArray[] {
  return nd.split(x, count, -1);
}

/**
 * One step of a gated recurrent unit, with the reset gate applied after the product: Cho et al.,
 * "Learning phrase representations using RNN encoder-decoder" (2014).
 *
 * Gates are in the order reset, keep, fresh.
 *
 * @param h - the state, `[…, width]`
 * @param x - the input, `[…, in]`
 * @returns the next state
 */
export const gruCell: Layer<(params: RecurrentParams, h: NdArray, x: NdArray) => NdArray, Init> =
  /* @__PURE__ */ layer(({ input, state }: RecurrentParams, h: NdArray, x: NdArray): NdArray => {
    const [xr, xz, xn] = gatesOf(dense(input, x), 3) as [NdArray, NdArray, NdArray];
    const [hr, hz, hn] = gatesOf(dense(state, h), 3) as [NdArray, NdArray, NdArray];
    const reset = nd.sigmoid(nd.add(xr, hr));
    const keep = nd.sigmoid(nd.add(xz, hz));
    const fresh = nd.tanh(nd.add(xn, nd.multiply(reset, hn)));
    return nd.add(fresh, nd.multiply(keep, nd.subtract(h, fresh)));
  }, /* @__PURE__ */ init(3));

export interface LstmState {
  /** What is shown, and what is remembered; both `[…, width]`. */
  readonly h: NdArray;
  readonly c: NdArray;
}

/**
 * One step of long short-term memory: Hochreiter and Schmidhuber (1997), with the forget gate of Gers,
 * Schmidhuber and Cummins (2000), open at the start: `init` gives it a bias of 1, as Jozefowicz, Zaremba
 * and Sutskever advise, "An empirical exploration of recurrent network architectures" (ICML 2015).
 * Gates are in the order input, forget, fresh, output.
 */
export const lstmCell: Layer<
  (params: RecurrentParams, state: LstmState, x: NdArray) => LstmState,
  Init
> = /* @__PURE__ */ layer(
  (params: RecurrentParams, { h, c }: LstmState, x: NdArray): LstmState => {
    const gates = nd.add(dense(params.input, x), dense(params.state, h));
    const [i, f, g, o] = gatesOf(gates, 4) as [NdArray, NdArray, NdArray, NdArray];
    const kept = nd.multiply(nd.sigmoid(f), c);
    const next = nd.add(kept, nd.multiply(nd.sigmoid(i), nd.tanh(g)));
    return { h: nd.multiply(nd.sigmoid(o), nd.tanh(next)), c: next };
  },
  /* @__PURE__ */ init(4, 1),
);
