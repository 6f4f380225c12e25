// Square roots as fixed points of Newton's step, differentiated by what they satisfy.
import { custom, fixedPoint, vjp } from "nabla";

const step = (a: number, x: number): number => 0.5 * (x + a / x);

function iterate(f: (x: number) => number, start: number): number {
  let x = start;
  let before = Infinity;
  while (Math.abs(x - before) > 1e-13 * Math.abs(x)) {
    before = x;
    x = f(x);
  }
  return x;
}

export const sqrt = (a: number): number => fixedPoint((x) => step(a, x), 1);

export const sqrtByLoop = (a: number): number => iterate((x) => step(a, x), 1);

/** With a rule that iterates, too: u = ct + (∂step/∂x)ᵀ u, and then (∂step/∂a)ᵀ u. */
export const sqrtByHand: (a: number) => number = custom(
  (a: number) => iterate((x) => step(a, x), 1),
  {
    vjp: (a) => {
      const x = sqrtByHand(a);
      const { pullback } = vjp(step, { wrt: [0, 1] })(a, x);
      return {
        value: x,
        pullback: (ct) => {
          const u = iterate((v) => ct + pullback(v)[1], ct);
          return [pullback(u)[0]];
        },
      };
    },
  },
);
