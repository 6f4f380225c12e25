import { repeated, type Module } from "../evaluation.ts";
import {
  readArray,
  readFields,
  readIndices,
  readMatrix,
  readVector,
  type Fields,
} from "../fields.ts";
import * as program from "../programs/ht.ts";

type Args = [Float64Array, Float64Array, program.HandModel, program.Measurement];

function readTransforms(value: unknown, name: string, bones: number): Float64Array[] {
  const matrices = readArray(value, name, bones);
  return matrices.map((matrix, i) => readMatrix(matrix, `${name}[${i}]`, 4, 4).elements);
}

/** Columns become rows. */
function transposed(elements: Float64Array, height: number, width: number): Float64Array {
  const result = new Float64Array(elements.length);
  for (let i = 0; i < height; i++) {
    for (let j = 0; j < width; j++) result[j * height + i] = elements[i * width + j];
  }
  return result;
}

function readModel(model: Fields): program.HandModel {
  const bones = readArray(model["parents"], "parents").length;
  const positions = readMatrix(model["base_positions"], "base_positions", undefined, 4);
  const vertices = positions.height;
  const weights = readMatrix(model["weights"], "weights", vertices, bones).elements;
  const triangles = readMatrix(model["triangles"], "triangles", undefined, 3);
  return {
    parents: readIndices(model["parents"], "parents", bones, -1),
    baseRelatives: readTransforms(model["base_relatives"], "base_relatives", bones),
    inverseBaseAbsolutes: readTransforms(
      model["inverse_base_absolutes"],
      "inverse_base_absolutes",
      bones,
    ),
    basePositions: positions.elements,
    weights: transposed(weights, vertices, bones),
    triangles: readIndices(Array.from(triangles.elements), "triangles", vertices),
    mirrored: model["is_mirrored"] === true,
  };
}

export function read(input: Fields): Args {
  const data = readFields(input["data"], "data");
  const model = readModel(readFields(data["model"], "model"));
  const us = readMatrix(input["us"], "us", undefined, 2);
  const ends = us.height > 0 ? model.triangles.length / 3 : model.basePositions.length / 4;
  const correspondences = readIndices(data["correspondences"], "correspondences", ends);
  const points = readMatrix(data["points"], "points", correspondences.length, 3).elements;
  if (us.height > 0) readArray(input["us"], "us", correspondences.length);
  return [readVector(input["theta"], "theta", 26), us.elements, model, { correspondences, points }];
}

export const functions: Module = {
  objective: repeated({
    read,
    run: (...[theta, us, model, measured]: Args) =>
      us.length > 0
        ? program.triangleObjective(theta, us, model, measured)
        : program.vertexObjective(theta, model, measured),
    show: (errors) => Array.from(errors),
  }),
  jacobian: repeated({
    read,
    run: (...[theta, us, model, measured]: Args) =>
      us.length > 0
        ? program.triangleJacobian(theta, us, model, measured)
        : program.vertexJacobian(theta, model, measured),
    show: (rows) => rows.map((row) => Array.from(row)),
  }),
};
