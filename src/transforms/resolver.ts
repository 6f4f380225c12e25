import type { Structure } from "../analysis/structure.ts";
import type { Instr, Value } from "../ir/func.ts";
import type { MemType } from "../ir/types.ts";
import {
  allocate,
  bounds,
  constant,
  ifOp,
  literal,
  literalOf,
  load,
  mul,
  view,
} from "../ops/index.ts";
import { ForwardSweep } from "./forward.ts";
import type { LinearProgram } from "./linear-program.ts";
import type { Plan } from "./plan.ts";
import type { Remaker } from "./remake.ts";
import type { Restored, Saves } from "./saves.ts";
import type { Resolves, Scope } from "./scope.ts";
import { tripProduct } from "./trips.ts";

export interface ResolverInput {
  readonly lin: LinearProgram;
  readonly structure: Structure;
  readonly saves: Saves;
  readonly plan: Plan;
  readonly remaker: Remaker;
  readonly restored: readonly Restored[];
  /** The value of the outermost region, in sight or on the tape. */
  readonly outermost: (v: Value, scope: Scope) => Value;
}

/**
 * Values as the plan says: made again by their instruction, or read from where they are kept. Each
 * is made once, in the builder of the region that it belongs to, when it is first asked for.
 */
export class Resolver implements Resolves {
  readonly #in: ResolverInput;

  constructor(input: ResolverInput) {
    this.#in = input;
  }

  resolve(scope: Scope, v: Value): Value {
    const region = this.#in.saves.regionOf(v);
    let at: Scope | undefined = scope;
    while (at !== undefined && at.region !== region) {
      const instead = at.instead?.get(v);
      if (instead !== undefined) return instead;
      at = at.around;
    }
    if (at === undefined) throw new Error("internal: a value that is not around here");
    const known = at.known.get(v);
    if (known !== undefined) return known;
    // not entered into what is known: its instruction may have to be run again for what else it does
    if (at.goesOn?.value === v) return at.goesOn.make();
    const made = this.#make(at, v);
    at.known.set(v, made);
    return made;
  }

  enter(scope: Scope): void {
    for (const instr of this.#in.plan.ordered(scope.region)) {
      const restored = this.#in.restored.find((r) => r.by === instr);
      if (restored !== undefined) {
        scope.instead?.set(restored.memory, this.#start(scope, restored));
        continue;
      }
      if (instr.results.every((r) => !scope.known.has(r))) this.#again(scope, instr);
    }
  }

  // What a scratch memory is when an iteration is run again.
  #start(scope: Scope, { anew, memory, snapshot }: Restored): Value {
    if (anew === undefined) return this.resolve(scope, snapshot);
    return allocate(scope.b, memory.type as MemType, this.resolve(scope, anew));
  }

  #make(scope: Scope, v: Value): Value {
    const by = this.#in.saves.definition(v);
    if (by !== undefined && this.#in.plan.remakes(by, scope.region)) {
      this.#again(scope, by);
      const made = scope.known.get(v);
      if (made === undefined) throw new Error(`internal: ${by.op.name} was not made again`);
      return made;
    }
    if (scope.around === undefined) return this.#in.outermost(v, scope);
    const { key, owner, loops } = this.#in.saves.slot(v, scope.region);
    const kept = this.resolve(scope.around, key);
    if (owner.op === ifOp) return kept;
    const { b, iteration } = scope;
    if (iteration === undefined) throw new Error("internal: which iteration?");
    if (loops.length <= 1) return load(b, kept, iteration);
    const n = tripProduct(b, loops.slice(1), (bound) => this.#bound(scope, bound));
    return view(b, kept, mul(b, iteration, n), n);
  }

  // A bound of a loop further in; a constant may be defined in there.
  #bound(scope: Scope, v: Value): Value {
    const by = this.#in.saves.definition(v);
    if (by?.op === constant) return literal(scope.b, literalOf(by.attrs), v.type);
    return this.resolve(scope, v);
  }

  // Enters the results into what is known.
  #again(scope: Scope, instr: Instr): void {
    const { known, b } = scope;
    if (instr.op === bounds) {
      // the forward sweep has been here: the check passed
      known.set(instr.results[0] as Value, this.resolve(scope, instr.args[0] as Value));
      return;
    }
    const { span } = b;
    if (instr.regions.length > 0) this.#nested(scope, instr);
    else {
      const args = instr.args.map((a) => this.resolve(scope, a));
      b.append({ ...instr, args, results: instr.results.map((r) => define(scope, r)) });
    }
    b.span = span;
  }

  #nested(scope: Scope, instr: Instr): void {
    const { lin, structure, saves, remaker } = this.#in;
    const inside = new Map<Value, Value>();
    const outside = new Set([...instr.results, ...saves.slotsOf(instr).map((s) => s.key)]);
    const sweep = new ForwardSweep(lin, structure, saves, {
      use: (v) => inside.get(v) ?? this.resolve(scope, v),
      has: (v) => inside.has(v),
      define: (v) => {
        const made: Value = { type: v.type, hint: v.hint };
        inside.set(v, made);
        if (outside.has(v) || saves.ownerOfKey(v) === instr) scope.known.set(v, made);
        return made;
      },
      writes: (write) => remaker.keepsWrite(write, scope.region),
    });
    sweep.instr(scope.b, instr);
  }
}

function define(scope: Scope, v: Value): Value {
  const made: Value = { type: v.type, hint: v.hint };
  scope.known.set(v, made);
  return made;
}
