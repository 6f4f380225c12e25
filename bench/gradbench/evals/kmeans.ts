import { repeated, type Module } from "../evaluation.ts";
import { readMatrix, showRows, type Fields } from "../fields.ts";
import * as program from "../programs/kmeans.ts";

export function read(input: Fields): [Float64Array, Float64Array, number] {
  const points = readMatrix(input["points"], "points");
  const centroids = readMatrix(input["centroids"], "centroids", undefined, points.width);
  return [centroids.elements, points.elements, points.width];
}

export const functions: Module = {
  cost: repeated({ read, run: program.cost, show: (y) => y }),
  dir: repeated({
    read,
    run: program.dir,
    show: (direction, [, , d]) => showRows(direction, direction.length / d),
  }),
};
