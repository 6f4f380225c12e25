// Learning rates that change: each is a function from the number of updates before this one.

export type Schedule = (step: number) => number;

/** The same rate always. */
export function constant(lr: number): Schedule {
  return () => lr;
}

/** lr · rate^(step / every); in whole stairs of `every` steps if `stairs`. */
export function exponential(
  lr: number,
  options: { readonly rate: number; readonly every?: number; readonly stairs?: boolean },
): Schedule {
  const { rate, every = 1, stairs = false } = options;
  return (step) => lr * rate ** (stairs ? Math.floor(step / every) : step / every);
}

/**
 * From `lr` to `end` in `steps` steps along half a cosine, and `end` from then on: Loshchilov and
 * Hutter, "SGDR: stochastic gradient descent with warm restarts" (ICLR 2017).
 */
export function cosine(
  lr: number,
  options: { readonly steps: number; readonly end?: number },
): Schedule {
  const { steps, end = 0 } = options;
  return (step) =>
    end + 0.5 * (lr - end) * (1 + Math.cos((Math.PI * Math.min(step, steps)) / steps));
}

/**
 * From `start` to what `then` begins with, evenly in `steps` steps, and then `then`: Goyal et al.,
 * "Accurate, large minibatch SGD: training ImageNet in 1 hour" (2017).
 */
export function warmup(
  then: Schedule | number,
  options: { readonly steps: number; readonly start?: number },
): Schedule {
  const { steps, start = 0 } = options;
  const after = (step: number): number => (typeof then === "number" ? then : then(step));
  return (step) =>
    step < steps ? start + ((after(0) - start) * step) / steps : after(step - steps);
}

/** `values[0]` before step `boundaries[0]`, `values[1]` before `boundaries[1]`, …, at last the last. */
export function piecewise(boundaries: readonly number[], values: readonly number[]): Schedule {
  return (step) => {
    let passed = 0;
    for (const boundary of boundaries) if (step >= boundary) passed++;
    return values[passed]!;
  };
}

/**
 * From lr/`divide` up to `lr` in the first `rise` of the steps, and down to that over `finalDivide` at
 * the last, along cosines: Smith and Topin, "Super-convergence: very fast training of neural networks
 * using large learning rates" (2018).
 */
export function oneCycle(
  lr: number,
  options: {
    readonly steps: number;
    readonly rise?: number;
    readonly divide?: number;
    readonly finalDivide?: number;
  },
): Schedule {
  const { steps, rise = 0.3, divide = 25, finalDivide = 1e4 } = options;
  const [start, end] = [lr / divide, lr / divide / finalDivide];
  const top = rise * steps;
  return (step) =>
    step < top
      ? between(start, lr, step / top)
      : between(lr, end, Math.min(1, (step - top) / (steps - top)));
}

/** From `a` to `b` along half a cosine, as `part` goes from 0 to 1. */
function between(a: number, b: number, part: number): number {
  return b + 0.5 * (a - b) * (1 + Math.cos(Math.PI * part));
}
