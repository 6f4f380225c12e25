import { jacfwd, jit, jvp } from "nabla";

/** A mesh of vertices moved by a tree of bones. Matrices are 4 × 4, row by row. */
export interface HandModel {
  /** The parent of each bone, which comes before it; −1 for none. */
  parents: Int32Array;
  baseRelatives: Float64Array[];
  inverseBaseAbsolutes: Float64Array[];
  /** Four homogeneous coordinates of each vertex. */
  basePositions: Float64Array;
  /** bones × vertices: how much each bone moves each vertex. */
  weights: Float64Array;
  /** Three vertices of each triangle. */
  triangles: Int32Array;
  mirrored: boolean;
}

/** Measured points, three coordinates each, and the vertex or triangle each belongs to. */
export interface Measurement {
  correspondences: Int32Array;
  points: Float64Array;
}

const FINGERS = 5;

function multiply(a: Float64Array, b: Float64Array): Float64Array {
  const product = new Float64Array(16);
  for (let i = 0; i < 4; i++) {
    for (let j = 0; j < 4; j++) {
      let sum = 0;
      for (let k = 0; k < 4; k++) sum += a[4 * i + k] * b[4 * k + j];
      product[4 * i + j] = sum;
    }
  }
  return product;
}

/** Rz Ry Rx for the three angles of a bone. */
function rotationFromAngles(x: number, z: number, y: number): Float64Array {
  const rx = new Float64Array(16);
  rx[0] = 1;
  rx[5] = Math.cos(x);
  rx[9] = Math.sin(x);
  rx[6] = -rx[9];
  rx[10] = rx[5];
  rx[15] = 1;

  const ry = new Float64Array(16);
  ry[0] = Math.cos(y);
  ry[2] = Math.sin(y);
  ry[5] = 1;
  ry[8] = -ry[2];
  ry[10] = ry[0];
  ry[15] = 1;

  const rz = new Float64Array(16);
  rz[0] = Math.cos(z);
  rz[4] = Math.sin(z);
  rz[1] = -rz[4];
  rz[5] = rz[0];
  rz[10] = 1;
  rz[15] = 1;

  return multiply(multiply(rz, ry), rx);
}

/** 3 × 3 rotation around the vector (`rx`, `ry`, `rz`) by its length. */
function rotationFromAxis(rx: number, ry: number, rz: number): Float64Array {
  const rotation = new Float64Array(9);
  const norm = Math.sqrt(rx * rx + ry * ry + rz * rz);
  if (norm < 0.0001) {
    rotation[0] = 1;
    rotation[4] = 1;
    rotation[8] = 1;
    return rotation;
  }
  const x = rx / norm;
  const y = ry / norm;
  const z = rz / norm;
  const s = Math.sin(norm);
  const c = Math.cos(norm);
  rotation[0] = x * x + (1 - x * x) * c;
  rotation[1] = x * y * (1 - c) - z * s;
  rotation[2] = x * z * (1 - c) + y * s;
  rotation[3] = x * y * (1 - c) + z * s;
  rotation[4] = y * y + (1 - y * y) * c;
  rotation[5] = y * z * (1 - c) - x * s;
  rotation[6] = x * z * (1 - c) - y * s;
  rotation[7] = z * y * (1 - c) + x * s;
  rotation[8] = z * z + (1 - z * z) * c;
  return rotation;
}

/**
 * The x, z and y angles of every bone. Of each finger the first joint bends in two directions, the
 * next two in one; the tips, the wrist and the forearm do not bend.
 */
function boneAngles(theta: Float64Array, bones: number): Float64Array {
  const angles = new Float64Array(3 * bones);
  let next = 6;
  let bone = 2;
  for (let finger = 0; finger < FINGERS; finger++) {
    for (let joint = 0; joint < 3; joint++) {
      angles[3 * bone] = theta[next++];
      if (joint === 0) angles[3 * bone + 1] = theta[next++];
      bone++;
    }
    bone++;
  }
  return angles;
}

/** The transform of each bone from the base pose to the pose `theta`. */
function boneTransforms(theta: Float64Array, model: HandModel): Float64Array[] {
  const { parents, baseRelatives, inverseBaseAbsolutes } = model;
  const angles = boneAngles(theta, parents.length);
  const absolutes: Float64Array[] = [];
  const transforms: Float64Array[] = [];
  for (let i = 0; i < parents.length; i++) {
    const turn = rotationFromAngles(angles[3 * i], angles[3 * i + 1], angles[3 * i + 2]);
    const relative = multiply(baseRelatives[i], turn);
    absolutes.push(parents[i] < 0 ? relative : multiply(absolutes[parents[i]], relative));
    transforms.push(multiply(absolutes[i], inverseBaseAbsolutes[i]));
  }
  return transforms;
}

/** Three coordinates of each vertex of the hand in the pose `theta`. */
function vertexPositions(theta: Float64Array, model: HandModel): Float64Array {
  const { basePositions, weights, mirrored } = model;
  const vertices = basePositions.length / 4;
  const transforms = boneTransforms(theta, model);
  const positions = new Float64Array(3 * vertices);
  for (let bone = 0; bone < transforms.length; bone++) {
    const transform = transforms[bone];
    for (let v = 0; v < vertices; v++) {
      const weight = weights[bone * vertices + v];
      for (let i = 0; i < 3; i++) {
        let moved = 0;
        for (let k = 0; k < 4; k++) moved += transform[4 * i + k] * basePositions[4 * v + k];
        positions[3 * v + i] += moved * weight;
      }
    }
  }
  if (mirrored) for (let v = 0; v < vertices; v++) positions[3 * v] = -positions[3 * v];

  const rotation = rotationFromAxis(theta[0], theta[1], theta[2]);
  const placed = new Float64Array(3 * vertices);
  for (let v = 0; v < vertices; v++) {
    for (let i = 0; i < 3; i++) {
      let sum = 0;
      for (let k = 0; k < 3; k++) sum += rotation[3 * i + k] * positions[3 * v + k];
      placed[3 * v + i] = sum + theta[3 + i];
    }
  }
  return placed;
}

/** Differences of the measured points and their vertices. */
export function vertexErrors(
  theta: Float64Array,
  model: HandModel,
  { correspondences, points }: Measurement,
): Float64Array {
  const positions = vertexPositions(theta, model);
  const errors = new Float64Array(points.length);
  for (let i = 0; i < correspondences.length; i++) {
    const vertex = correspondences[i];
    for (let j = 0; j < 3; j++) errors[3 * i + j] = points[3 * i + j] - positions[3 * vertex + j];
  }
  return errors;
}

/** Differences of the measured points and the points of triangles that `us` gives, by two each. */
export function triangleErrors(
  theta: Float64Array,
  us: Float64Array,
  model: HandModel,
  { correspondences, points }: Measurement,
): Float64Array {
  const positions = vertexPositions(theta, model);
  const errors = new Float64Array(points.length);
  for (let i = 0; i < correspondences.length; i++) {
    const first = 3 * model.triangles[3 * correspondences[i]];
    const second = 3 * model.triangles[3 * correspondences[i] + 1];
    const third = 3 * model.triangles[3 * correspondences[i] + 2];
    const u = us[2 * i];
    const v = us[2 * i + 1];
    for (let j = 0; j < 3; j++) {
      const onHand =
        u * positions[first + j] + v * positions[second + j] + (1 - u - v) * positions[third + j];
      errors[3 * i + j] = points[3 * i + j] - onHand;
    }
  }
  return errors;
}

/**
 * The derivatives of all errors by the one of `us` of that side (0 or 1) which belongs to each: no
 * error depends on the `us` of another point, so one direction serves them all.
 */
function alongUs(
  side: number,
  theta: Float64Array,
  us: Float64Array,
  model: HandModel,
  measured: Measurement,
): Float64Array {
  const direction = new Float64Array(us.length);
  for (let i = side; i < us.length; i += 2) direction[i] = 1;
  const errors = (u: Float64Array): Float64Array => triangleErrors(theta, u, model, measured);
  return jvp(errors)([us], [direction]).tangent;
}

export const vertexObjective: typeof vertexErrors = jit(vertexErrors);
export const triangleObjective: typeof triangleErrors = jit(triangleErrors);

/** Derivatives by theta: a row of 26 for each error. */
export const vertexJacobian: (
  theta: Float64Array,
  model: HandModel,
  measured: Measurement,
) => Float64Array[] = jacfwd(vertexErrors);

const byTheta: (
  theta: Float64Array,
  us: Float64Array,
  model: HandModel,
  measured: Measurement,
) => Float64Array[] = jacfwd(triangleErrors);
const byUs: typeof alongUs = jit(alongUs);

/** Derivatives by the two `us` of each point, then by theta: a row of 28 for each error. */
export function triangleJacobian(
  theta: Float64Array,
  us: Float64Array,
  model: HandModel,
  measured: Measurement,
): Float64Array[] {
  const first = byUs(0, theta, us, model, measured);
  const second = byUs(1, theta, us, model, measured);
  return byTheta(theta, us, model, measured).map((row, i) => {
    const wide = new Float64Array(2 + row.length);
    wide[0] = first[i];
    wide[1] = second[i];
    wide.set(row, 2);
    return wide;
  });
}
