// Rose: numbers of f64, compiled to WebAssembly; elementary functions are JavaScript's, with rules
// given here. It has sums over an index, and no other loop: steps and points are traced
// one by one.
import { add, compile, div, Dual, fn, mul, opaque, Real, sub, sum, Vec, vjp } from "rose";

const exp = opaque([Real], Real, Math.exp);
exp.jvp = fn([Dual], Dual, ({ re: x, du: dx }) => {
  const y = exp(x);
  return { re: y, du: mul(dx, y) };
});
const log = opaque([Real], Real, Math.log);
log.jvp = fn([Dual], Dual, ({ re: x, du: dx }) => ({ re: log(x), du: div(dx, x) }));
const cos = opaque([Real], Real, Math.cos);
const sin = opaque([Real], Real, Math.sin);
sin.jvp = fn([Dual], Dual, ({ re: x, du: dx }) => ({ re: sin(x), du: mul(dx, cos(x)) }));
const tanh = opaque([Real], Real, Math.tanh);
tanh.jvp = fn([Dual], Dual, ({ re: x, du: dx }) => {
  const y = tanh(x);
  return { re: y, du: mul(dx, sub(1, mul(y, y))) };
});

/** Compiled when first called. */
function lazily(make) {
  let compiled;
  return async (...args) => (await (compiled ??= compile(make())))(...args);
}

export function programs({ x, ode, mlp }) {
  const Xs = Vec(x.length, Real);
  const logSumExp = fn([Xs], Real, (v) => log(sum(x.length, (i) => exp(v[i]))));
  const slope = lazily(() => fn([Xs], Xs, (v) => vjp(logSumExp)(v).grad(1)));

  const solve = fn([Real], Real, (a) => {
    let y = ode.start;
    for (let t = 0; t < ode.steps; t++) y = add(y, mul(sin(mul(a, y)), ode.h));
    return y;
  });
  const slopeOfSolution = lazily(() => fn([Real], Real, (a) => vjp(solve)(a).grad(1)));

  const { n, inputWidth, hidden } = mlp;
  const Weights = Vec(inputWidth * hidden + 2 * hidden + 1, Real);
  const loss = fn([Weights], Real, (w) => {
    const [b1, w2, b2] = [0, 1, 2].map((part) => inputWidth * hidden + part * hidden);
    let total = 0;
    for (let i = 0; i < n; i++) {
      let out = w[b2];
      for (let j = 0; j < hidden; j++) {
        let z = w[b1 + j];
        for (let k = 0; k < inputWidth; k++) {
          z = add(z, mul(mlp.inputs[i * inputWidth + k], w[k * hidden + j]));
        }
        out = add(out, mul(tanh(z), w[w2 + j]));
      }
      const error = sub(out, mlp.targets[i]);
      total = add(total, mul(error, error));
    }
    return div(total, n);
  });
  const slopeOfLoss = lazily(() => fn([Weights], Weights, (w) => vjp(loss)(w).grad(1)));
  const values = Array.from(x);
  const weights = [...mlp.w1, ...mlp.b1, ...mlp.w2, ...mlp.b2];
  return {
    "log-sum-exp": async () => (await slope(values))[0],
    ode: () => slopeOfSolution(ode.a),
    mlp: async () => (await slopeOfLoss(weights))[0],
  };
}
