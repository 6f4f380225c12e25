import type { Instr, Region, Value } from "../ir/func.ts";
import { isInside, type Structure } from "../analysis/structure.ts";
import { elemFor, i32, memOfRefs, type MemType, type Type } from "../ir/types.ts";
import { constant, forOp, gt, ifOp, loopOp, lt } from "../ops/index.ts";

/**
 * A value inside of a branch or loop that the forward sweep hands out for the reverse sweep: from a
 * branch as one more result, from a loop as a memory with one element for each iteration.
 */
export interface Slot {
  readonly value: Value;
  /** The region that defines the value, and the instruction that this region belongs to. */
  readonly region: Region;
  readonly owner: Instr;
  /** What is handed out: a value of the region around `owner`. */
  readonly key: Value;
  /**
   * Counted loops whose numbers of iterations multiply to the length of `key`, outermost first. If
   * there are several, `value` is a memory, and lies in `key` as a part of it, not as an element.
   */
  readonly loops: readonly Instr[];
}

/** A scratch memory as the reverse sweep of the loop body `region` has it. */
export interface Restored {
  readonly region: Region;
  /** The reference that the forward sweep uses. */
  readonly memory: Value;
  /** A copy of what it holds when an iteration begins. */
  readonly snapshot: Value;
  /** How many elements, if what it holds then is of no use. */
  readonly anew: Value | undefined;
  /** Stands for the memory during the reverse sweep of one iteration. */
  readonly local: Value;
  /** Stands for what makes `local` of `snapshot`; it is never emitted. */
  readonly by: Instr;
}

/** All that the forward sweep of one function hands out of its regions. Grows as it is asked for. */
export class Saves {
  readonly #structure: Structure;
  readonly #slots = new Map<Value, Slot>();
  readonly #byOwner = new Map<Instr, Slot[]>();
  readonly #counts = new Map<Instr, Value>();
  readonly #keys = new Map<Value, Instr>();
  readonly #restored = new Map<Value, Restored>();
  readonly #snapshots = new Map<Value, Restored>();

  constructor(structure: Structure) {
    this.#structure = structure;
  }

  /** The slot of `v`, which is defined inside of some branch or loop. */
  slot(v: Value, region: Region): Slot {
    const known = this.#slots.get(v);
    if (known !== undefined) return known;
    const owner = this.#structure.ownerOf(region);
    if (owner === undefined) throw new Error("internal: a slot for a value that is in sight");
    const inner = this.#sizesOf(v) ?? [];
    const outside = inner.length > 0 && inner.every((l) => this.#boundsAreOutside(l, region));
    const flat = outside && (owner.op === forOp || isGuard(this.#structure, owner, inner[0]));
    const type = owner.op === ifOp || flat ? v.type : memoryOfType(v.type);
    const loops = [...(owner.op === forOp ? [owner] : []), ...(flat ? inner : [])];
    const made: Slot = { value: v, region, owner, key: { type, hint: v.hint }, loops };
    this.#slots.set(v, made);
    this.#keys.set(made.key, owner);
    this.slotsOf(owner).push(made);
    return made;
  }

  // Of what counted loops have collected: what its length is the product of.
  #sizesOf(key: Value): readonly Instr[] | undefined {
    const owner = this.#keys.get(key);
    return owner && this.slotsOf(owner).find((s) => s.key === key)?.loops;
  }

  // Whether how often `loop` runs is known before the loop that `region` is the body of.
  #boundsAreOutside(loop: Instr, region: Region): boolean {
    return loop.args.slice(0, 2).every((v) => {
      const at = this.#structure.definitionOf(v);
      if (at === undefined) return false;
      return at.instr?.op === constant || !isInside(this.#structure, at.region, region);
    });
  }

  /** Enters the values that stand for what a scratch memory held when an iteration began. */
  adopt(restored: Restored): void {
    this.#restored.set(restored.local, restored);
    this.#snapshots.set(restored.snapshot, restored);
  }

  /** The memory whose contents `v` is a copy of, if it is one. */
  snapshotOf(v: Value): Restored | undefined {
    return this.#snapshots.get(v);
  }

  /** How often the `loop` instruction `owner` ran its region: a value of the region around it. */
  count(owner: Instr): Value {
    if (owner.op !== loopOp) throw new Error("internal: only a `loop` keeps its count");
    let key = this.#counts.get(owner);
    if (key === undefined) {
      key = { type: i32 };
      this.#counts.set(owner, key);
      this.#keys.set(key, owner);
    }
    return key;
  }

  wantsCount(owner: Instr, wanted: ReadonlySet<Value> | undefined): boolean {
    const key = this.#counts.get(owner);
    return key !== undefined && (wanted === undefined || wanted.has(key));
  }

  slotsOf(owner: Instr): Slot[] {
    let list = this.#byOwner.get(owner);
    if (list === undefined) this.#byOwner.set(owner, (list = []));
    return list;
  }

  /** The slots of `owner` whose keys are among `wanted`; all of them if that is undefined. */
  wantedOf(owner: Instr, wanted: ReadonlySet<Value> | undefined): Slot[] {
    const slots = this.slotsOf(owner);
    return wanted === undefined ? slots : slots.filter((s) => wanted.has(s.key));
  }

  /** The value of the function that ends in what `slot` hands out, through the slots of inner loops. */
  origin({ value }: Slot): Value {
    const owner = this.#keys.get(value);
    const inner = owner && this.slotsOf(owner).find((s) => s.key === value);
    return inner === undefined ? value : this.origin(inner);
  }

  /** The loop that `key` collects values of, if it does. */
  loopOfKey(key: Value): Instr | undefined {
    const owner = this.#keys.get(key);
    if (owner === undefined || owner.op !== ifOp) return owner;
    const slot = this.slotsOf(owner).find((s) => s.key === key);
    return slot && this.loopOfKey(slot.value);
  }

  /** The instruction that `key` is handed out of; undefined if `key` is no such value. */
  ownerOfKey(key: Value): Instr | undefined {
    return this.#keys.get(key);
  }

  /** The instruction that makes `v`, a value of the function or a key; undefined for parameters. */
  definition(v: Value): Instr | undefined {
    const restored = this.#restored.get(v);
    if (restored !== undefined) return restored.by;
    return this.#keys.get(v) ?? this.#structure.definitionOf(v)?.instr;
  }

  /** The region that `v`, a value of the function or a key, belongs to. */
  regionOf(v: Value): Region {
    const restored = this.#restored.get(v) ?? this.#snapshots.get(v);
    if (restored !== undefined) return restored.region;
    const owner = this.#keys.get(v);
    const region =
      owner === undefined
        ? this.#structure.definitionOf(v)?.region
        : this.#structure.placeOf(owner).region;
    if (region === undefined) throw new Error("internal: a value from nowhere");
    return region;
  }

  all(): Iterable<Slot> {
    return this.#slots.values();
  }
}

// Whether `branch` is taken just if `loop`, which is in it, runs at all: room for what the loop
// keeps is then none where it does not.
function isGuard(structure: Structure, branch: Instr, loop: Instr | undefined): boolean {
  if (branch.op !== ifOp || loop === undefined) return false;
  if (structure.placeOf(loop).region !== branch.regions[0]) return false;
  const test = structure.definitionOf(branch.args[0] as Value)?.instr;
  const runs = (loop.attrs["step"] as number) > 0 ? lt : gt;
  return test?.op === runs && test.args[0] === loop.args[0] && test.args[1] === loop.args[1];
}

/** Memory that keeps one value of `type` for each iteration. */
export function memoryOfType(type: Type): MemType {
  const elem = elemFor(type);
  return elem.kind === "store" ? { kind: "mem", elem } : memOfRefs(elem);
}
