/**
 * A directed graph with capacities, and its cheapest cut between two nodes (Dinic 1970). Nodes are
 * numbers from 0. Fast on the shallow graphs of straight-line code.
 */
export class FlowGraph {
  readonly #to: number[] = [];
  readonly #room: number[] = [];
  readonly #edges: number[][] = [];
  #level: Int32Array = new Int32Array(0);
  #next: Int32Array = new Int32Array(0);

  node(): number {
    return this.#edges.push([]) - 1;
  }

  edge(from: number, to: number, capacity: number): void {
    (this.#edges[from] as number[]).push(this.#to.length);
    (this.#edges[to] as number[]).push(this.#to.length + 1);
    this.#to.push(to, from);
    this.#room.push(capacity, 0);
  }

  /**
   * Nodes on the side of `sink` of a cheapest cut, which is the one with the fewest nodes there:
   * those that could still send something to it.
   */
  sinkSide(source: number, sink: number): Set<number> {
    while (this.#layers(source, sink)) {
      this.#next = new Int32Array(this.#edges.length);
      while (this.#augment(source, sink) > 0);
    }
    const side = new Set([sink]);
    for (const node of side) {
      for (const e of this.#edges[node] as number[]) {
        const from = this.#to[e] as number;
        if ((this.#room[e ^ 1] as number) > 0) side.add(from);
      }
    }
    return side;
  }

  #layers(source: number, sink: number): boolean {
    this.#level = new Int32Array(this.#edges.length).fill(-1);
    this.#level[source] = 0;
    const queue = [source];
    for (const node of queue) {
      for (const e of this.#edges[node] as number[]) {
        const to = this.#to[e] as number;
        if ((this.#room[e] as number) <= 0 || this.#level[to] !== -1) continue;
        this.#level[to] = (this.#level[node] as number) + 1;
        queue.push(to);
      }
    }
    return this.#level[sink] !== -1;
  }

  // One path from `source` to `sink` along the layers. Without recursion: chains may be long.
  #augment(source: number, sink: number): number {
    const path: number[] = [];
    let node = source;
    while (node !== sink) {
      const edges = this.#edges[node] as number[];
      const e = this.#advance(node, edges);
      if (e !== undefined) {
        path.push(e);
        node = this.#to[e] as number;
        continue;
      }
      const back = path.pop();
      if (back === undefined) return 0;
      node = this.#to[back ^ 1] as number;
      this.#next[node] = (this.#next[node] as number) + 1;
    }
    let amount = Infinity;
    for (const e of path) amount = Math.min(amount, this.#room[e] as number);
    for (const e of path) {
      this.#room[e] = (this.#room[e] as number) - amount;
      this.#room[e ^ 1] = (this.#room[e ^ 1] as number) + amount;
    }
    return amount;
  }

  #advance(node: number, edges: readonly number[]): number | undefined {
    const level = this.#level[node] as number;
    for (let i = this.#next[node] as number; i < edges.length; i++) {
      this.#next[node] = i;
      const e = edges[i] as number;
      const open = (this.#room[e] as number) > 0;
      if (open && this.#level[this.#to[e] as number] === level + 1) return e;
    }
    this.#next[node] = edges.length;
    return undefined;
  }
}
