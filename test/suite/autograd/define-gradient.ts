// A derivative of one's own: of the logarithm of a sum of exponentials.
import { custom } from "nabla";

export const logSumExp = custom(
  (x: number[]) => {
    const most = Math.max(...x);
    return most + Math.log(x.reduce((sum, xi) => sum + Math.exp(xi - most), 0));
  },
  {
    vjp: (x) => {
      const most = Math.max(...x);
      const value = most + Math.log(x.reduce((sum, xi) => sum + Math.exp(xi - most), 0));
      return {
        value,
        pullback: (ct: number): [number[]] => [x.map((xi) => ct * Math.exp(xi - value))],
      };
    },
  },
);

export const example = (y: number[]): number => logSumExp(y.map((yi) => yi ** 2));
