import type { Builder } from "../../../src/ir/builder.ts";
import type { Func, Value } from "../../../src/ir/func.ts";
import { tangentType } from "../../../src/ir/tangent.ts";
import { f64, i32, loadedType, sameType, type MemType, type Type } from "../../../src/ir/types.ts";
import * as o from "../../../src/ops/index.ts";
import { literal, scalarStep } from "./scalars.ts";
import { Scope } from "./scope.ts";
import type { Tape } from "./tape.ts";
import { node, numbers, typePool, type RandomOptions } from "./types.ts";

/** Fills regions with random instructions that cannot go wrong, unless they may. */
export class RegionMaker {
  readonly #tape: Tape;
  readonly #options: RandomOptions;
  readonly #callees: readonly Func[];
  readonly #types: readonly Type[];
  #depth = 0;

  constructor(tape: Tape, options: RandomOptions, callees: readonly Func[]) {
    this.#tape = tape;
    this.#options = options;
    this.#callees = callees;
    this.#types = typePool(options);
  }

  /** Up to `most` steps. */
  steps(b: Builder, scope: Scope, most: number): void {
    const count = this.#tape.below(most) + 1;
    for (let i = 0; i < count && !this.#tape.done; i++) this.#step(b, scope);
  }

  #step(b: Builder, scope: Scope): void {
    const tape = this.#tape;
    const kinds: (() => void)[] = [() => this.#scalar(b, scope), () => this.#scalar(b, scope)];
    if (this.#options.memory !== false) {
      kinds.push(
        () => this.#loadOrStore(b, scope),
        () => this.#loadOrStore(b, scope),
        () => this.#makeMemory(b, scope),
        () => this.#wholeMemory(b, scope),
      );
      if (this.#options.records !== false) kinds.push(() => this.#record(b, scope));
    }
    if (this.#depth < 3) {
      kinds.push(
        () => this.#for(b, scope),
        () => this.#if(b, scope),
        () => this.#loop(b, scope),
      );
    }
    if (this.#callees.length > 0) kinds.push(() => this.#call(b, scope));
    if (this.#options.traps === true) kinds.push(() => this.#trap(b, scope));
    tape.pick(kinds)();
  }

  #scalar(b: Builder, scope: Scope): void {
    scalarStep(b, this.#tape, scope, {
      smooth: this.#options.smooth === true,
      special: this.#options.special === true,
      allTypes: this.#options.allTypes ?? this.#options.smooth !== true,
    });
  }

  /** A value of `type`, in sight or made. */
  value(b: Builder, scope: Scope, type: Type, length?: number): Value {
    let known = scope.of(type);
    if (length !== undefined) known = known.filter((v) => scope.lengthOf(v) === length);
    if (known.length > 0 && !this.#tape.chance(15)) return this.#tape.early(known);
    if (type.kind === "scalar") {
      return literal(b, this.#tape, type, this.#options.special === true);
    }
    if (type.kind === "mem") return this.#alloc(b, scope, type, length);
    if (type.kind !== "ref") throw new Error("no random N-d arrays");
    return scope.add(b.emit1(o.nullRef, [], { type }));
  }

  #alloc(b: Builder, scope: Scope, type: MemType, length?: number): Value {
    const n = length ?? this.#tape.below(5);
    return scope.addMemory(o.allocate(b, type, o.int(b, n)), n);
  }

  #condition(b: Builder, scope: Scope): Value {
    const type = this.#tape.chance(50) ? f64 : i32;
    const compare = this.#tape.pick([o.lt, o.ge, o.eq, o.ne]);
    return compare(b, this.value(b, scope, type), this.value(b, scope, type));
  }

  /** A sum that many of the numbers in sight go into, so that little is computed in vain. */
  summary(b: Builder, scope: Scope): Value {
    const terms = scope.of(f64).slice(0, 4);
    for (const m of scope.of(numbers).slice(0, 3)) {
      if ((scope.lengthOf(m) ?? 0) > 0) terms.push(o.load(b, m, o.int(b, 0)));
    }
    return terms.reduce(
      (sum, x, i) => o.add(b, sum, o.mul(b, o.num(b, 1 / (i + 2)), x)),
      this.value(b, scope, f64),
    );
  }

  // --- memory

  #memories(scope: Scope): Value[] {
    return scope.all().filter((v) => v.type.kind === "mem");
  }

  /** An index inside of `memory`, checked; undefined if none is known. */
  #index(b: Builder, scope: Scope, memory: Value): Value | undefined {
    const length = scope.lengthOf(memory) ?? 0;
    const known = scope.indicesOf(memory);
    let index: Value;
    if (known.length > 0 && this.#tape.chance(70)) index = this.#tape.pick(known);
    else if (length > 0) index = this.#anyIndex(b, scope, length);
    else return undefined;
    return this.#tape.chance(70) ? o.bounds(b, index, o.length(b, memory)) : index;
  }

  #anyIndex(b: Builder, scope: Scope, length: number): Value {
    const mask = length >= 4 ? 3 : length >= 2 ? 1 : 0;
    if (this.#tape.chance(70)) return o.int(b, this.#tape.below(length));
    return o.and(b, this.value(b, scope, i32), o.int(b, mask));
  }

  #loadOrStore(b: Builder, scope: Scope): void {
    const memories = this.#memories(scope);
    if (memories.length === 0) return void this.#alloc(b, scope, numbers);
    const memory = this.#tape.pick(memories);
    const index = this.#index(b, scope, memory);
    if (index === undefined) return this.#guarded(b, scope, memory);
    this.#access(b, scope, memory, index);
  }

  #access(b: Builder, scope: Scope, memory: Value, index: Value): void {
    if (this.#tape.chance(50)) {
      const type = loadedType((memory.type as MemType).elem);
      o.storeTo(b, memory, index, this.value(b, scope, type));
    } else {
      scope.add(o.load(b, memory, index));
    }
  }

  // Element `i` of a memory of unknown length, if it is there.
  #guarded(b: Builder, scope: Scope, memory: Value): void {
    const type = loadedType((memory.type as MemType).elem);
    const index = o.int(b, this.#tape.below(3));
    const [x] = o.ifElse(
      b,
      o.lt(b, index, o.length(b, memory)),
      (c) => {
        const inner = new Scope(scope);
        inner.addIndex(index, undefined, memory);
        this.#access(c, inner, memory, index);
        return [this.value(c, inner, type)];
      },
      (c) => [this.value(c, new Scope(scope), type)],
    );
    scope.add(x as Value);
  }

  #makeMemory(b: Builder, scope: Scope): void {
    const memories = this.#memories(scope);
    const choice = this.#tape.below(3);
    if (choice === 0 || memories.length === 0) {
      const types = this.#types.filter((t): t is MemType => t.kind === "mem");
      return void this.#alloc(b, scope, this.#tape.pick(types));
    }
    const memory = this.#tape.pick(memories);
    const length = scope.lengthOf(memory);
    if (choice === 1) {
      const type = tangentType(memory.type);
      if (type === undefined) return;
      return void scope.addMemory(b.emit1(o.zerosLike, [memory], { type }), length);
    }
    if (length === undefined || length === 0) return;
    const start = this.#tape.below(length);
    const dynamic = scope.indicesOf(memory).filter((v) => (scope.boundOf(v) ?? length) < length);
    if (dynamic.length > 0 && this.#tape.chance(50)) {
      const index = this.#tape.pick(dynamic);
      const n = length - (scope.boundOf(index) as number) + 1;
      return void scope.addMemory(o.view(b, memory, index, o.int(b, n)), n);
    }
    const n = this.#tape.below(length - start) + 1;
    scope.addMemory(o.view(b, memory, o.int(b, start), o.int(b, n)), n);
  }

  #wholeMemory(b: Builder, scope: Scope): void {
    const memories = this.#memories(scope);
    if (memories.length === 0) return;
    const memory = this.#tape.pick(memories);
    const type = memory.type as MemType;
    const choice = this.#tape.below(4);
    if (choice === 0) return void scope.add(o.length(b, memory));
    if (choice === 1) {
      b.emit(o.fill, [memory, this.value(b, scope, loadedType(type.elem))]);
      return;
    }
    const length = scope.lengthOf(memory);
    if (length === undefined || length === 0) return;
    const others = scope.of(type).filter((v) => (scope.lengthOf(v) ?? 0) > 0);
    const other = this.#tape.pick(others);
    if (choice === 2) return void scope.add(o.same(b, memory, other));
    const fits = (scope.lengthOf(other) as number) <= length;
    b.emit(o.copy, fits ? [memory, other] : [other, memory]);
  }

  // --- records

  #record(b: Builder, scope: Scope): void {
    const tape = this.#tape;
    const refs = scope.of(node);
    if (refs.length === 0 || tape.chance(40)) {
      const fields = node.record.fields.map((f) => this.value(b, scope, f.type));
      return void scope.addPresent(b.emit1(o.recordNew, fields, { type: node }));
    }
    const ref = tape.pick(refs);
    const { name: field, type } = tape.pick(node.record.fields);
    const access = (c: Builder, inner: Scope): Value => {
      if (tape.chance(50)) c.emit(o.recordSet, [ref, this.value(c, inner, type)], { field });
      return c.emit1(o.recordGet, [ref], { field });
    };
    if (scope.isPresent(ref)) return void scope.add(access(b, scope));
    // which number it is depends on the back end, that it is one does not
    if (tape.chance(15)) {
      const [one, other] = [o.identity(b, ref), o.identity(b, tape.pick(refs))];
      return void scope.add(o.eq(b, one, tape.chance(50) ? other : o.int(b, 0)));
    }
    const none = b.emit1(o.nullRef, [], { type: node });
    const [x] = o.ifElse(
      b,
      o.same(b, ref, none),
      (c) => [this.value(c, new Scope(scope), type)],
      (c) => [access(c, new Scope(scope))],
    );
    scope.add(x as Value);
  }

  // --- control

  /** Values to carry: their types, and lengths where memories have them. */
  #carried(b: Builder, scope: Scope): Value[] {
    return Array.from({ length: this.#tape.below(3) }, () =>
      this.value(b, scope, this.#tape.pick(this.#types)),
    );
  }

  #adopt(values: readonly Value[], likes: readonly Value[], scope: Scope): void {
    values.forEach((v, i) => scope.addMemory(v, scope.lengthOf(likes[i] as Value)));
  }

  /** Values of the types and known lengths of `likes`. */
  #next(b: Builder, scope: Scope, likes: readonly Value[]): Value[] {
    return likes.map((v) => this.value(b, scope, v.type, scope.lengthOf(v)));
  }

  #nest<T>(body: () => T): T {
    this.#depth++;
    try {
      return body();
    } finally {
      this.#depth--;
    }
  }

  #if(b: Builder, scope: Scope): void {
    const likes = this.#carried(b, scope);
    const branch = (c: Builder): readonly Value[] => {
      const inner = new Scope(scope);
      this.steps(c, inner, 4);
      return this.#next(c, inner, likes);
    };
    const condition = this.#condition(b, scope);
    this.#adopt(
      this.#nest(() => o.ifElse(b, condition, branch, branch)),
      likes,
      scope,
    );
  }

  #for(b: Builder, scope: Scope): void {
    const tape = this.#tape;
    const memories = this.#memories(scope);
    const over = memories.length > 0 && tape.chance(60) ? tape.pick(memories) : undefined;
    const count = tape.below(4);
    const inits = this.#carried(b, scope);
    const body = (c: Builder, index: Value, carried: readonly Value[]): readonly Value[] => {
      const inner = new Scope(scope);
      inner.addIndex(index, over === undefined ? Math.max(count, 1) : undefined, over);
      this.#adopt(carried, inits, inner);
      this.steps(c, inner, 5);
      return this.#next(c, inner, inits);
    };
    const down = tape.chance(25);
    const high = over === undefined ? o.int(b, count) : o.length(b, over);
    const [lo, hi, step] = down
      ? [o.sub(b, high, o.int(b, 1)), o.int(b, -1), -1]
      : [o.int(b, 0), high, tape.chance(20) ? 2 : 1];
    this.#adopt(
      this.#nest(() => o.forRange(b, [lo, hi, step], inits, body)),
      inits,
      scope,
    );
  }

  // Runs at most four times, whatever its condition says.
  #loop(b: Builder, scope: Scope): void {
    const limit = this.#tape.below(4);
    const inits = [o.int(b, 0), ...this.#carried(b, scope)];
    const results = this.#nest(() =>
      o.loopWhile(b, inits, (c, [count, ...carried]) => {
        const inner = new Scope(scope);
        inner.addIndex(count as Value, limit + 1);
        this.#adopt(carried, inits.slice(1), inner);
        this.steps(c, inner, 4);
        const more = o.lt(c, count as Value, o.int(c, limit));
        const again = this.#tape.chance(50) ? o.and(c, more, this.#condition(c, inner)) : more;
        const after = o.add(c, count as Value, o.int(c, 1));
        return [again, after, ...this.#next(c, inner, inits.slice(1))];
      }),
    );
    this.#adopt(results.slice(1), inits.slice(1), scope);
  }

  #call(b: Builder, scope: Scope): void {
    const { name, region } = this.#tape.pick(this.#callees);
    // an integer first is how deep a recursive function goes
    const args = region.params.map((p, i) =>
      i === 0 && sameType(p.type, i32)
        ? o.int(b, this.#tape.below(4))
        : this.value(b, scope, p.type),
    );
    const types = region.yields.map((v) => v.type);
    for (const r of o.call(b, name, args, types)) scope.add(r);
  }

  #trap(b: Builder, scope: Scope): void {
    if (this.#tape.chance(50)) {
      const memories = this.#memories(scope);
      if (memories.length === 0) return;
      const memory = this.#tape.pick(memories);
      const index = o.bounds(b, this.value(b, scope, i32), o.length(b, memory));
      return this.#access(b, scope, memory, index);
    }
    o.ifElse(
      b,
      this.#condition(b, scope),
      (c) => {
        o.failWith(c, "throw", "stop");
        return [];
      },
      () => [],
    );
  }
}
