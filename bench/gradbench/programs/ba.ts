import { grad, jacobian as jacobianOf, jit } from "nabla";

type Vector3 = [number, number, number];

/** Cameras of 11 numbers, points of 3, and observations of points by cameras. */
export interface Scene {
  /** Rotation vector, centre, focal length, principal point and radial distortion of each camera. */
  cameras: Float64Array;
  points: Float64Array;
  /** One for each observation. */
  weights: Float64Array;
  /** Camera and point of each observation. */
  pairs: Int32Array;
  /** Where each observation saw the point: two coordinates. */
  features: Float64Array;
}

/** Rows of a sparse matrix: row i has the elements from `rows[i]` up to `rows[i + 1]`. */
export interface SparseMatrix {
  rows: Int32Array;
  cols: Int32Array;
  vals: Float64Array;
}

const CAMERA = 11;
const POINT = 3;
/** Unknowns of one observation: camera, point, weight. */
const UNKNOWNS = CAMERA + POINT + 1;

function dot(a: Vector3, b: Vector3): number {
  return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}

function cross(a: Vector3, b: Vector3): Vector3 {
  return [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]];
}

/** The point turned by the angle |rotation| around `rotation` (Rodrigues). */
function rotate(rotation: Vector3, point: Vector3): Vector3 {
  const square = dot(rotation, rotation);
  if (square === 0) {
    const turn = cross(rotation, point);
    return [point[0] + turn[0], point[1] + turn[1], point[2] + turn[2]];
  }
  const theta = Math.sqrt(square);
  const cosine = Math.cos(theta);
  const sine = Math.sin(theta);
  const inverse = 1 / theta;
  const axis: Vector3 = [rotation[0] * inverse, rotation[1] * inverse, rotation[2] * inverse];
  const turn = cross(axis, point);
  const along = dot(axis, point) * (1 - cosine);
  return [
    point[0] * cosine + turn[0] * sine + axis[0] * along,
    point[1] * cosine + turn[1] * sine + axis[1] * along,
    point[2] * cosine + turn[2] * sine + axis[2] * along,
  ];
}

/** Weighted difference of the projected point and the feature at (`u`, `v`). */
function reprojectionError(z: Float64Array, u: number, v: number): Float64Array {
  const rotation: Vector3 = [z[0], z[1], z[2]];
  const [x, y, depth] = rotate(rotation, [z[11] - z[3], z[12] - z[4], z[13] - z[5]]);
  const focal = z[6];
  const weight = z[14];
  const px = x / depth;
  const py = y / depth;
  const square = px * px + py * py;
  const distortion = 1 + z[9] * square + z[10] * square * square;
  const error = new Float64Array(2);
  error[0] = weight * (px * distortion * focal + z[7] - u);
  error[1] = weight * (py * distortion * focal + z[8] - v);
  return error;
}

function weightError(weight: number): number {
  return 1 - weight * weight;
}

/** The unknowns on which observation `i` depends. */
function gather({ cameras, points, weights, pairs }: Scene, i: number, z: Float64Array): void {
  const camera = CAMERA * pairs[2 * i];
  const point = POINT * pairs[2 * i + 1];
  for (let j = 0; j < CAMERA; j++) z[j] = cameras[camera + j];
  for (let j = 0; j < POINT; j++) z[CAMERA + j] = points[point + j];
  z[CAMERA + POINT] = weights[i];
}

/** Reprojection errors of all observations, two for each, and errors of their weights. */
export function bundleErrors(scene: Scene): {
  reprojection: Float64Array;
  weight: Float64Array;
} {
  const { weights, features } = scene;
  const count = weights.length;
  const reprojection = new Float64Array(2 * count);
  const weight = new Float64Array(count);
  const z = new Float64Array(UNKNOWNS);
  for (let i = 0; i < count; i++) {
    gather(scene, i, z);
    const error = reprojectionError(z, features[2 * i], features[2 * i + 1]);
    reprojection[2 * i] = error[0];
    reprojection[2 * i + 1] = error[1];
  }
  for (let i = 0; i < count; i++) weight[i] = weightError(weights[i]);
  return { reprojection, weight };
}

/**
 * Jacobian of all errors. Columns are cameras, points, weights; a reprojection error depends on one
 * of each, a weight error on its weight.
 */
export function bundleJacobian(scene: Scene): SparseMatrix {
  const { cameras, points, weights, pairs, features } = scene;
  const count = weights.length;
  const firstPoint = cameras.length;
  const firstWeight = firstPoint + points.length;
  const elements = (2 * UNKNOWNS + 1) * count;
  const rows = new Int32Array(3 * count + 1);
  const cols = new Int32Array(elements);
  const vals = new Float64Array(elements);
  const z = new Float64Array(UNKNOWNS);
  const derivative = jacobianOf(reprojectionError);
  let at = 0;
  for (let i = 0; i < count; i++) {
    gather(scene, i, z);
    const block = derivative(z, features[2 * i], features[2 * i + 1]);
    const camera = CAMERA * pairs[2 * i];
    const point = firstPoint + POINT * pairs[2 * i + 1];
    for (let r = 0; r < 2; r++) {
      rows[2 * i + r] = at;
      const row = block[r];
      for (let j = 0; j < UNKNOWNS; j++) vals[at + j] = row[j];
      for (let j = 0; j < CAMERA; j++) cols[at + j] = camera + j;
      for (let j = 0; j < POINT; j++) cols[at + CAMERA + j] = point + j;
      cols[at + CAMERA + POINT] = firstWeight + i;
      at += UNKNOWNS;
    }
  }
  for (let i = 0; i < count; i++) {
    rows[2 * count + i] = at;
    cols[at] = firstWeight + i;
    vals[at] = grad(weightError)(weights[i]);
    at++;
  }
  rows[3 * count] = at;
  return { rows, cols, vals };
}

export const objective: typeof bundleErrors = jit(bundleErrors, { results: "borrowed" });
export const jacobian: typeof bundleJacobian = jit(bundleJacobian, { results: "borrowed" });
