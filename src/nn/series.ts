// Cells along series. Compiled code compiles the source of these, so that their loops stay loops.
import { computedDtype, type NdArray } from "../nd/array.ts";
import * as nd from "../nd/index.ts";
import { traced } from "../nd/traced.ts";
import { gruCell, lstmCell, type LstmState, type RecurrentParams } from "./recurrent.ts";

/** The state before the first input: zeros, for `x` of `[time, …, in]`. */
const start: (params: RecurrentParams, x: NdArray) => NdArray = /* @__PURE__ */ traced(
  ({ state }, x) => nd.zeros([...x.shape.slice(1, -1), state.w.shape[0]!], computedDtype(state.w)),
);

/** `gruCell` for inputs `[time, …, in]` in order: all states, `[time, …, width]`, and the last. */
export function gru(
  params: RecurrentParams,
  x: NdArray,
  h?: NdArray,
): { outputs: NdArray; state: NdArray } {
  let state = h ?? start(params, x);
  const outputs: NdArray[] = [];
  for (let t = 0; t < x.shape[0]!; t++) {
    state = gruCell(params, state, nd.slice(x, t));
    outputs.push(state);
  }
  return { outputs: nd.stack(outputs), state };
}

/** `lstmCell` for inputs `[time, …, in]` in order: all `h`, `[time, …, width]`, and the last state. */
export function lstm(
  params: RecurrentParams,
  x: NdArray,
  given?: LstmState,
): { outputs: NdArray; state: LstmState } {
  let state = given ?? { h: start(params, x), c: start(params, x) };
  const outputs: NdArray[] = [];
  for (let t = 0; t < x.shape[0]!; t++) {
    state = lstmCell(params, state, nd.slice(x, t));
    outputs.push(state.h);
  }
  return { outputs: nd.stack(outputs), state };
}
