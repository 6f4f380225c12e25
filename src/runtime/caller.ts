import type { Entry } from "../ir/compiled.ts";
import type { Layout } from "../values/layout.ts";
import type { Result } from "../values/result.ts";
import { ArraysOut, type Given } from "./arrays-out.ts";
import { planFill, type FillAll } from "./fill.ts";
import type { Families, Family } from "../values/heap.ts";
import { typedKind } from "../values/typed.ts";
import { leavesOf } from "../values/leaves.ts";
import { HeapIn } from "./heap-in.ts";
import { copyOut, newTyped, viewTyped } from "./values-out.ts";
import { HeapOut } from "./heap-out.ts";
import { MirrorsOut } from "./mirrors-out.ts";
import { Frame } from "./frame.ts";
import type { Call, Instance } from "./instance.ts";
import { planPlaces, type Place, type PlacesOf } from "./places.ts";
import { readResult, Results, type Out } from "./results.ts";

export interface CallerOptions {
  /** Whether the call may change the memory of a leaf. Default: no leaf. */
  readonly changes?: (leaf: number) => boolean;
  /** What lies on the heap. */
  readonly families?: ReadonlyMap<number, Family>;
  /** Objects of the layout, by their references, whose records are among the results. */
  /** The families of what the layout refers to by other numbers. */
  readonly graph?: readonly number[];
  readonly moved?: readonly { readonly id: number; readonly result: number }[];
  /**
   * Whether new typed arrays in results are views of the memory, which become empty when it is used
   * again. Not where arguments may come to hold them too. Default: false, they are copies.
   */
  readonly lends?: boolean;
}

/**
 * Calls one entry with values of one layout. Its parameters are the leaves of the layout.
 *
 *     run(roots)           memory from the roots, then the call
 *     result               reads what it left, as often as wanted, until the next `run`
 *     writeBack            changes what the call changed
 */
export class Caller {
  readonly instance: Instance;
  readonly layout: Layout;
  readonly entry: Entry;
  readonly frame: Frame;
  private readonly call: Call;
  private readonly fill: FillAll;
  private readonly values: Results;
  private readonly changed: PlacesOf | undefined;
  private readonly allPlaces: PlacesOf;
  private places: Place[] | undefined;
  private out: Out | undefined;
  private readonly families: Families;
  private readonly graph: HeapIn;
  private readonly changesGraph: boolean;
  private readonly moved: NonNullable<CallerOptions["moved"]>;
  private readonly lends: boolean;
  /** Whether all arguments of the last call have come into memory. */
  private isFilled = false;
  /** Where memory begins that is not made of arguments. */
  private end = 0;

  constructor(
    instance: Instance,
    name: string,
    layout: Layout,
    { changes, families = new Map(), moved = [], graph = [], lends = false }: CallerOptions = {},
  ) {
    this.graph = new HeapIn((family) => families.get(family)!, graph);
    this.families = (family) => families.get(family)!;
    this.moved = moved;
    const { entry, call } = instance.entry(name);
    this.instance = instance;
    this.layout = layout;
    this.entry = entry;
    this.call = call;
    this.fill = planFill(layout, this.graph);
    this.frame = new Frame(instance.heap, layout);
    this.values = new Results(this.frame, entry);
    this.allPlaces = planPlaces(layout, () => true);
    const some = changes !== undefined && this.frame.types.some((_, leaf) => changes(leaf));
    this.changesGraph = leavesOf(layout).some(
      ({ kind }, leaf) => kind === "heap" && changes?.(leaf) === true,
    );
    this.lends = lends && instance.heap.detaches && !this.changesGraph;
    this.changed = some ? planPlaces(layout, changes) : undefined;
    const given = this.frame.flat.length;
    const taken = entry.params.reduce((n, type) => n + (type.kind === "mem" ? 2 : 1), 0);
    if (given !== taken) {
      throw new Error(`internal: @${name} takes ${taken} components, but ${given} are passed`);
    }
  }

  /**
   * @throws NablaError NB4xxx where the compiled code stops; what the program throws; what the
   *   engine throws where there is no stack left
   */
  run(roots: readonly unknown[]): void {
    const { frame } = this;
    frame.heap.reset();
    frame.release();
    this.places = undefined;
    this.out = undefined;
    this.graph.reset();
    this.isFilled = false;
    this.fill(roots, frame);
    this.isFilled = true;
    this.end = frame.heap.end;
    this.values.value =
      this.entry.takes === "block"
        ? this.call(frame.block(this.entry.params))
        : invoke(this.call, frame.flat);
  }

  /** Scalar result number `result`. */
  number(result: number): number {
    return this.values.number(result);
  }

  /** The value that the results make up. */
  result(result: Result): unknown {
    switch (result.kind) {
      case "number":
        return this.values.number(result.result);
      case "boolean":
        return this.values.number(result.result) !== 0;
      case "static":
        return result.value;
      default:
        return readResult(result, this.values, this.frame, (this.out ??= this.newOut()));
    }
  }

  private newOut(): Out {
    const { heap } = this.frame;
    const { views } = heap;
    if (this.lends) heap.lend();
    const arrays = new ArraysOut(views, this.arguments(), this.lends ? viewTyped : newTyped);
    let made: HeapOut | undefined;
    const mirrors = [false, true].map((remembered) => {
      let one: MirrorsOut | undefined;
      return () => (one ??= new MirrorsOut(views, this.families, arrays, remembered));
    });
    return {
      arrays,
      mirrors: (remembered) => mirrors[Number(remembered)]!(),
      heap: () => (made ??= new HeapOut(views, this.families, arrays, this.given())),
    };
  }

  private arguments(): Given {
    return { places: () => (this.places ??= this.allPlaces(this.frame)), end: this.end };
  }

  /** The objects that records were made of, by their addresses. */
  private given(): Map<number, object> {
    const given = new Map<number, object>();
    for (const { id, result } of this.moved) {
      given.set(this.values.reference(result), this.frame.references[id] as object);
    }
    for (const { value, address } of this.graph.kept) given.set(address, value);
    return given;
  }

  /** Puts what the call changed in memory into the arrays that the memory was made of. */
  writeBack(): void {
    if (!this.isFilled) return;
    if (this.changesGraph) {
      const heap = (this.out ??= this.newOut()).heap();
      for (const { value, family, address } of this.graph.kept) heap.update(family, address, value);
      for (const array of this.graph.typed) {
        copyOut(this.frame.heap.views, typedKind(array)!, this.frame.rows.get(array)!, array);
      }
    }
    if (this.changed === undefined) return;
    const arrays = new ArraysOut(this.frame.heap.views, this.arguments());
    for (const { elem, address, length, array } of this.changed(this.frame)) {
      arrays.read(elem, [address, length], array);
    }
  }
}

// a call with its arguments spelled out is several times as fast as one with a list
function invoke(call: Call, x: readonly number[]): number | bigint | undefined {
  switch (x.length) {
    case 0:
      return call();
    case 1:
      return call(x[0]!);
    case 2:
      return call(x[0]!, x[1]!);
    case 3:
      return call(x[0]!, x[1]!, x[2]!);
    case 4:
      return call(x[0]!, x[1]!, x[2]!, x[3]!);
    case 5:
      return call(x[0]!, x[1]!, x[2]!, x[3]!, x[4]!);
    case 6:
      return call(x[0]!, x[1]!, x[2]!, x[3]!, x[4]!, x[5]!);
    default:
      return call(...x);
  }
}
