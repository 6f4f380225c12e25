// Random graphs of objects, and a function that links them anew at random.
import fc from "fast-check";

export interface G {
  v: number;
  w: number | undefined;
  links: G[];
  next: G | null;
  data: Float64Array;
}

export interface Played {
  readonly nodes: G[];
  readonly steps: Int32Array;
}

/** Does what `steps` say: three numbers each, an operation and two nodes. */
export function play(nodes: G[], steps: Int32Array): number {
  for (let i = 0; i + 2 < steps.length; i += 3) {
    const a = nodes[steps[i + 1]! % nodes.length]!;
    const b = nodes[steps[i + 2]! % nodes.length]!;
    switch (steps[i]! % 9) {
      case 0: {
        const { next } = a;
        a.next = b.next;
        b.next = next;
        break;
      }
      case 1:
        a.links.push(b);
        break;
      case 2:
        a.links.reverse();
        break;
      case 3:
        nodes.push({ v: a.v * b.v, w: a.w, links: b.links, next: a, data: b.data });
        break;
      case 4:
        nodes.sort((p, q) => p.v - q.v);
        break;
      case 5:
        a.w = b.w === undefined ? b.v * 0.5 : undefined;
        break;
      case 6: {
        const last = a.links.pop();
        if (last !== undefined) b.v += 0.25 * last.v * (last.w ?? 1);
        break;
      }
      case 7:
        a.data[0]! += b.v;
        a.data = b.data;
        break;
      default:
        if (a.next !== null) a.v += 0.5 * a.next.v * a.next.data[1]!;
    }
  }
  let s = 0;
  for (const [i, node] of nodes.entries()) {
    s += Math.sin(node.v) * (i + 1) + (node.w ?? 0.5) * node.data[0]! * node.data[1]!;
    for (const other of node.links) s += node.v * (other.w ?? other.v) * 0.1;
    let at: G | null = node;
    for (let k = 0; k < 4 && at !== null; k++) {
      s += at.v * k;
      at = at.next;
    }
  }
  return s;
}

/** The orders that `play` sorts nodes into. */
export function ordersIn(given: readonly G[], steps: Int32Array): string {
  const numbers = new Map<G, number>();
  const orders: number[] = [];
  class Watched extends Array<G> {
    override sort(compare: (a: G, b: G) => number): this {
      super.sort(compare);
      for (const node of this) {
        const number = numbers.get(node) ?? numbers.size;
        numbers.set(node, number);
        orders.push(number);
      }
      return this;
    }
  }
  const nodes = Watched.from(structuredClone(given)) as Watched;
  nodes.forEach((node, i) => numbers.set(node, i));
  play(nodes, steps);
  return orders.join();
}

/**
 * The largest of a few steps by which nodes can be moved both ways without being sorted into another
 * order, where `play` is not smooth; undefined if there is none.
 */
export function smoothStep(
  nodes: readonly G[],
  steps: Int32Array,
  moved: (step: number) => readonly (readonly G[])[],
): number | undefined {
  const order = ordersIn(nodes, steps);
  return [1e-5, 1e-6, 1e-7].find((h) =>
    [h, -h].every((step) => moved(step).every((one) => ordersIn(one, steps) === order)),
  );
}

export const graphs: fc.Arbitrary<Played> = fc
  .record({
    numbers: fc.array(fc.integer({ min: -20, max: 20 }), { minLength: 8, maxLength: 8 }),
    links: fc.array(fc.tuple(fc.nat(7), fc.nat(7)), { maxLength: 10 }),
    steps: fc.array(fc.nat(40), { minLength: 3, maxLength: 30 }),
    size: fc.integer({ min: 2, max: 5 }),
  })
  .map(({ numbers, links, steps, size }) => {
    // no two are equal, so that differences do not change the order
    const number = (i: number): number => numbers[i % numbers.length]! / 10 + i * 0.013;
    const nodes = Array.from({ length: size }, (_, i): G => ({
      v: number(i),
      w: i % 2 === 0 ? number(i + 7) : undefined,
      links: [],
      next: null,
      data: Float64Array.of(number(i + 20), number(i + 30)),
    }));
    nodes[0]!.links.push(nodes[1]!);
    nodes[0]!.next = nodes[1]!;
    // all are of the same kinds, so that one program fits: there is one `next` that is null
    for (const [i, j] of links) {
      const [a, b] = [nodes[i % size]!, nodes[j % size]!];
      if (i > j || a === nodes[size - 1]) a.links.push(b);
      else a.next = b;
      if (i === j) a.data = b.data;
    }
    return { nodes, steps: Int32Array.from(steps) };
  });
