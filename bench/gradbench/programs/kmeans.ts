import { grad, jit, jvp } from "nabla";

/** Sum, over all points, of the squared distance to the nearest centroid; both in `d` dimensions. */
export function clusterCost(centroids: Float64Array, points: Float64Array, d: number): number {
  const k = centroids.length / d;
  const n = points.length / d;
  let cost = 0;
  for (let i = 0; i < n; i++) {
    let closest = Infinity;
    for (let c = 0; c < k; c++) {
      let distance = 0;
      for (let j = 0; j < d; j++) {
        const difference = points[i * d + j] - centroids[c * d + j];
        distance += difference * difference;
      }
      closest = Math.min(closest, distance);
    }
    cost += closest;
  }
  return cost;
}

/**
 * Gradient of the cost divided by the diagonal of its Hessian. The Hessian has nothing beside its
 * diagonal, so that its product with a vector of ones is the diagonal.
 */
export function newtonDirection(
  centroids: Float64Array,
  points: Float64Array,
  d: number,
): Float64Array {
  const gradient = grad((c: Float64Array) => clusterCost(c, points, d));
  const ones = new Float64Array(centroids.length).fill(1);
  const { value, tangent } = jvp(gradient)([centroids], [ones]);
  return value.map((slope: number, i: number) => slope / tangent[i]);
}

export const cost: (centroids: Float64Array, points: Float64Array, d: number) => number =
  jit(clusterCost);
export const dir: (centroids: Float64Array, points: Float64Array, d: number) => Float64Array =
  jit(newtonDirection);
