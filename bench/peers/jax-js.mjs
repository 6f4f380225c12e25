// jax-js: arrays of f32 on its WebAssembly backend. It has no loop whose body is compiled once, so
// the steps of the ordinary differential equation are differentiated one by one.
import { defaultDevice, grad, init, jit, nn, numpy as np } from "@jax-js/jax";

export async function programs({ x, ode, mlp }) {
  await init("wasm");
  defaultDevice("wasm");
  const slope = jit(grad((v) => nn.logsumexp(v)));
  const values = np.array(new Float32Array(x));
  const solve = (a) => {
    let y = np.array(ode.start);
    for (let t = 0; t < ode.steps; t++) {
      y = y.ref.add(np.sin(a.ref.mul(y)).mul(ode.h));
    }
    a.dispose();
    return y;
  };
  const slopeOfSolution = grad(solve);
  const matrix = (flat, rows) => np.array(new Float32Array(flat)).reshape([rows, -1]);
  const [inputs, targets] = [matrix(mlp.inputs, mlp.n), matrix(mlp.targets, mlp.n)];
  const loss = ([w1, b1, w2, b2], xs, ys) => {
    const hidden = np.tanh(np.dot(xs, w1).add(b1));
    const error = np.dot(hidden, w2).add(b2).sub(ys);
    return np.mean(np.square(error));
  };
  const slopeOfLoss = jit(grad(loss));
  const weights = [
    matrix(mlp.w1, mlp.inputWidth),
    np.array(new Float32Array(mlp.b1)),
    matrix(mlp.w2, mlp.hidden),
    np.array(new Float32Array(mlp.b2)),
  ];
  return {
    "log-sum-exp": async () => (await slope(values.ref).data())[0],
    ode: async () => (await slopeOfSolution(np.array(ode.a)).data())[0],
    mlp: async () => {
      const slopes = slopeOfLoss(
        weights.map((w) => w.ref),
        inputs.ref,
        targets.ref,
      );
      const [first] = await slopes[0].data();
      for (const rest of slopes.slice(1)) rest.dispose();
      return first;
    },
  };
}
