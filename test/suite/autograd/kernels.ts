// Functions as sums of kernels, with an inner product: what is differentiated holds objects of a class.

type Kernel = (x: number, y: number) => number;

export class Sum {
  readonly kernel: Kernel;
  readonly terms: readonly { at: number; weight: number }[];

  constructor(kernel: Kernel, terms: readonly { at: number; weight: number }[]) {
    this.kernel = kernel;
    this.terms = terms;
  }

  at(x: number): number {
    return this.terms.reduce((sum, { at, weight }) => sum + weight * this.kernel(at, x), 0);
  }

  plus(other: Sum): Sum {
    return new Sum(this.kernel, [...this.terms, ...other.terms]);
  }

  times(factor: number): Sum {
    return new Sum(
      this.kernel,
      this.terms.map(({ at, weight }) => ({ at, weight: factor * weight })),
    );
  }

  inner(other: Sum): number {
    return this.terms.reduce((sum, { at, weight }) => sum + weight * other.at(at), 0);
  }
}

export const gaussian: Kernel = (x, y) => Math.exp(-((x - y) ** 2));
const one = (at: number): Sum => new Sum(gaussian, [{ at, weight: 1 }]);

/** The norm of the difference between a mean of kernels at `places` and another at `others`. */
export const discrepancy =
  (others: number[]) =>
  (places: number[]): number => {
    const mean = (xs: number[]): Sum =>
      xs
        .map(one)
        .reduce((f, g) => f.plus(g))
        .times(1 / xs.length);
    const rest = mean(places).plus(mean(others).times(-1));
    return rest.inner(rest);
  };
