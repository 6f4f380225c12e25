// Smoke in a fluid on a grid that goes on at the other side (Stam 1999).

export type Grid = number[][];
export interface Flow {
  vx: Grid;
  vy: Grid;
}

const wrap = (i: number, n: number): number => ((i % n) + n) % n;

/** The part of a flow that neither gathers nor spreads, by some steps towards the pressure. */
export function project({ vx, vy }: Flow, sweeps: number): Flow {
  const [rows, columns] = [vx.length, vx[0]!.length];
  const around = (g: Grid, i: number, j: number): number => g[wrap(i, rows)]![wrap(j, columns)]!;
  const each = (f: (i: number, j: number) => number): Grid =>
    vx.map((row, i) => row.map((_, j) => f(i, j)));
  const divergence = each(
    (i, j) =>
      -0.5 *
      (around(vx, i + 1, j) - around(vx, i - 1, j) + around(vy, i, j + 1) - around(vy, i, j - 1)),
  );
  let pressure = each(() => 0);
  for (let k = 0; k < sweeps; k++) {
    const p = pressure;
    pressure = each(
      (i, j) =>
        (divergence[i]![j]! +
          around(p, i + 1, j) +
          around(p, i - 1, j) +
          around(p, i, j + 1) +
          around(p, i, j - 1)) /
        4,
    );
  }
  return {
    vx: each(
      (i, j) => vx[i]![j]! - 0.5 * (around(pressure, i + 1, j) - around(pressure, i - 1, j)),
    ),
    vy: each(
      (i, j) => vy[i]![j]! - 0.5 * (around(pressure, i, j + 1) - around(pressure, i, j - 1)),
    ),
  };
}

/** What the flow brings to each cell: looked for where it has come from, between cells. */
export function advect(field: Grid, { vx, vy }: Flow): Grid {
  const [rows, columns] = [field.length, field[0]!.length];
  return field.map((row, i) =>
    row.map((_, j) => {
      const [x, y] = [i - vx[i]![j]!, j - vy[i]![j]!];
      const [left, top] = [Math.floor(x), Math.floor(y)];
      const [rw, bw] = [x - left, y - top];
      const [l, t] = [wrap(left, rows), wrap(top, columns)];
      const [r, b] = [wrap(left + 1, rows), wrap(top + 1, columns)];
      return (
        (1 - rw) * ((1 - bw) * field[l]![t]! + bw * field[l]![b]!) +
        rw * ((1 - bw) * field[r]![t]! + bw * field[r]![b]!)
      );
    }),
  );
}

export function simulate(start: Flow, smoke: Grid, steps: number): Grid {
  let flow = start;
  for (let t = 0; t < steps; t++) {
    flow = project({ vx: advect(flow.vx, flow), vy: advect(flow.vy, flow) }, 4);
    smoke = advect(smoke, flow);
  }
  return smoke;
}

/** How far the smoke ends from a picture. */
export const distance =
  (smoke: Grid, wanted: Grid, steps: number) =>
  (flow: Flow): number => {
    const end = simulate(flow, smoke, steps);
    let sum = 0;
    for (let i = 0; i < end.length; i++) {
      for (let j = 0; j < end[i]!.length; j++) sum += (end[i]![j]! - wanted[i]![j]!) ** 2;
    }
    return sum;
  };
