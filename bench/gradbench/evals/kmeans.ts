import { repeated, type Evaluation } from "../evaluation.ts";
import { readMatrix, showRows, type Fields } from "../fields.ts";
import * as program from "../programs/kmeans.ts";

function read(input: Fields): [Float64Array, Float64Array, number] {
  const points = readMatrix(input["points"], "points");
  const centroids = readMatrix(input["centroids"], "centroids", undefined, points.width);
  return [centroids.elements, points.elements, points.width];
}

export const cost: Evaluation = repeated({ read, run: program.cost, show: (y) => y });
export const dir: Evaluation = repeated({
  read,
  run: program.dir,
  show: (direction, [, , d]) => showRows(direction, direction.length / d),
});
