import fc from "fast-check";
import { expect, test } from "vitest";
import { FlowGraph } from "../../src/transforms/min-cut.ts";

type Edge = readonly [from: number, to: number, capacity: number];

const cutOf = (edges: readonly Edge[], side: ReadonlySet<number>): number =>
  edges.reduce((sum, [a, b, c]) => (!side.has(a) && side.has(b) ? sum + c : sum), 0);

const nodes = 6;

// all sets with the sink, 1, and without the source, 0
function cheapest(edges: readonly Edge[]): { cost: number; size: number } {
  let best = { cost: Infinity, size: Infinity };
  for (let bits = 0; bits < 1 << nodes; bits++) {
    if ((bits & 1) !== 0 || (bits & 2) === 0) continue;
    const side = new Set(Array.from({ length: nodes }, (_, i) => i).filter((i) => bits & (1 << i)));
    const cost = cutOf(edges, side);
    if (cost < best.cost || (cost === best.cost && side.size < best.size)) {
      best = { cost, size: side.size };
    }
  }
  return best;
}

test("the cut is a cheapest one, with the fewest nodes on the side of the sink", () => {
  const node = fc.nat({ max: nodes - 1 });
  const edge = fc.tuple(node, node, fc.nat({ max: 9 }));
  fc.assert(
    fc.property(fc.array(edge, { maxLength: 20 }), (edges) => {
      const graph = new FlowGraph();
      for (let i = 0; i < nodes; i++) graph.node();
      for (const [a, b, c] of edges) graph.edge(a, b, c);
      const side = graph.sinkSide(0, 1);
      expect({ cost: cutOf(edges, side), size: side.size }).toEqual(cheapest(edges));
    }),
    { numRuns: 500 },
  );
});
