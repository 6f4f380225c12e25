import type { Structure } from "../analysis/structure.ts";
import { partAt } from "../diagnostics/span.ts";
import { Builder } from "../ir/builder.ts";
import type { Instr, Region, Value } from "../ir/func.ts";
import { definedIn, walk } from "../ir/rewrite.ts";
import {
  anyOf,
  call,
  callOp,
  constant,
  fail,
  forRange,
  ifElse,
  int,
  ne,
  or,
  select,
  strongMul,
  sub,
  zero,
} from "../ops/index.ts";
import { Adjoints } from "./adjoints.ts";
import type { LinearOperand, LinearProgram } from "./linear-program.ts";
import { reverseMemory } from "./reverse-memory.ts";
import type { Saves } from "./saves.ts";
import type { Resolves, Scope } from "./scope.ts";
import { indexOf, tripCount } from "./trips.ts";

/** Emits the linear part of a program backwards: cotangents in the place of tangents. */
export class ReverseSweep {
  readonly #lin: LinearProgram;
  readonly #saves: Saves;
  readonly #resolver: Resolves;
  readonly #reverses = new Map<Instr, boolean>();
  readonly #structure: Structure;
  /** Of cotangents that are 0 wherever a number is, and so are all their derivatives: that number. */
  readonly #zeroWith = new Map<Value, Value>();

  constructor(lin: LinearProgram, structure: Structure, saves: Saves, resolver: Resolves) {
    this.#lin = lin;
    this.#structure = structure;
    this.#saves = saves;
    this.#resolver = resolver;
  }

  /** Runs `scope.region` backwards, from the adjoints of its yields to those of its parameters. */
  region(scope: Scope, adjoints: Adjoints): void {
    // What a call that ends here did before matters to nobody.
    if (scope.region.body.some((instr) => instr.op === fail)) return;
    this.#resolver.enter(scope);
    for (const instr of scope.region.body.toReversed()) {
      scope.b.span = partAt(instr.span, "adjoint");
      this.#instr(scope, adjoints, instr);
    }
  }

  #instr(scope: Scope, adjoints: Adjoints, instr: Instr): void {
    if (this.#lin.linear.has(instr)) return this.#linear(scope, adjoints, instr);
    for (const { tangent, value } of this.#lin.collected.get(instr) ?? []) {
      adjoints.add(scope.b, tangent, value); // in sight
    }
    if (!this.#hasLinear(instr)) return;
    switch (instr.op.name) {
      case "if":
        return this.#if(scope, adjoints, instr);
      case "for":
        return this.#for(scope, adjoints, instr);
      case "loop":
        return this.#loop(scope, adjoints, instr);
      case "call":
        return this.#call(scope, adjoints, instr);
    }
  }

  // Whether there is anything to run backwards in `instr`, which is not itself linear.
  #hasLinear(instr: Instr): boolean {
    if (this.#lin.calls.has(instr)) return true;
    if (instr.regions.length === 0) return false;
    let known = this.#reverses.get(instr);
    if (known === undefined) {
      const twins = this.#lin.twins.get(instr) ?? [];
      known =
        twins.some((t) => t.kind === "tangent") ||
        instr.regions.some((r) =>
          r.body.some((i) => this.#lin.linear.has(i) || this.#hasLinear(i)),
        );
      this.#reverses.set(instr, known);
    }
    return known;
  }

  #linear(scope: Scope, adjoints: Adjoints, instr: Instr): void {
    const { rule } = instr.op;
    const { b } = scope;
    if (rule.kind === "structural") {
      const resolve = (v: Value): Value => this.#resolver.resolve(scope, v);
      return reverseMemory({ b, lin: this.#lin, adjoints, resolve }, instr);
    }
    const [result] = instr.results;
    const ct = result && adjoints.get(result);
    if (ct === undefined) return; // zero, or a constant of the linear part
    if (rule.kind !== "linear") {
      throw new Error(`internal: ${instr.op.name} in the linear part is not linear`);
    }
    instr.args.forEach((tangent, i) => {
      if (!this.#lin.tangents.has(tangent)) return;
      const record = new Builder(partAt(instr.span, "adjoint"));
      const part = rule.transpose(record, ct, instr.args, i, instr.attrs);
      if (part === undefined) return;
      const before = adjoints.get(tangent);
      const placed = this.#place(scope, record, ct, part);
      const chosen = this.#zeroWith.get(ct) ?? this.#choice(b, instr, i, ct);
      adjoints.add(b, tangent, placed);
      if (chosen === undefined) return;
      this.#zeroWith.set(placed, chosen);
      if (before === undefined || this.#zeroWith.get(before) !== chosen) return;
      this.#zeroWith.set(adjoints.get(tangent)!, chosen);
    });
  }

  // The factor that says whether the transpose of `instr`, just appended, is of what was chosen.
  #choice(b: Builder, instr: Instr, i: number, ct: Value): Value | undefined {
    const last = b.body.at(-1);
    if (instr.op !== strongMul || last?.op !== strongMul) return undefined;
    return this.#isStepwise(instr.args[1 - i]!) ? last.args.find((x) => x !== ct) : undefined;
  }

  // Whether `v` is one of a few constants: it has no slope.
  #isStepwise(v: Value): boolean {
    const instr = this.#structure.definitionOf(v)?.instr;
    if (instr?.op === select) return instr.args.slice(1).every((x) => this.#isStepwise(x));
    return instr?.op === constant;
  }

  // Appends what a transpose rule recorded in terms of the values of the forward sweep.
  #place(scope: Scope, record: Builder, ct: Value, result: Value): Value {
    const own = new Set(record.body.flatMap((instr) => instr.results));
    const here = (v: Value): Value =>
      v === ct || own.has(v) ? v : this.#resolver.resolve(scope, v);
    for (const instr of record.body) scope.b.append({ ...instr, args: instr.args.map(here) });
    return here(result);
  }

  #if(scope: Scope, adjoints: Adjoints, instr: Instr): void {
    const { b } = scope;
    const condition = this.#resolver.resolve(scope, instr.args[0] as Value);
    const branches = instr.regions.map((region) => {
      const inner = new Adjoints(adjoints);
      const at: Scope = { region, b: b.nested(), around: scope, known: new Map() };
      this.#seed(at.b, inner, this.#tangentPairs(instr, region.yields), adjoints);
      this.region(at, inner);
      at.b.span = instr.span;
      return { at, inner, own: definedIn(region) };
    });
    const changed = new Set<Value>();
    for (const { inner, own } of branches) {
      for (const t of inner.changed()) if (!own.has(t) && !this.#isInner(instr, t)) changed.add(t);
    }
    const list = [...changed];
    const regions = branches.map(({ at, inner }) =>
      at.b.finish(list.map((t) => inner.get(t) ?? zero(at.b, t.type))),
    );
    b.span = instr.span;
    const results = list.map((t): Value => ({ type: t.type }));
    b.append({ ...instr, args: [condition], attrs: {}, regions, results });
    list.forEach((t, i) => adjoints.set(t, results[i] as Value));
  }

  // Tangents of calls are results of no instruction.
  #isInner(instr: Instr, tangent: Value): boolean {
    return this.#callTangents(instr.regions).has(tangent);
  }

  #callTangents(regions: readonly Region[]): Set<Value> {
    const found = new Set<Value>();
    for (const region of regions) {
      walk(region, (inner) => {
        for (const t of this.#lin.calls.get(inner)?.outOf ?? []) found.add(t);
      });
    }
    return found;
  }

  /** For each tangent among the twins: that of the result, and the value in the same place of `values`. */
  #tangentPairs(instr: Instr, values: readonly Value[]): [result: Value, other: Value][] {
    const twins = this.#lin.twins.get(instr) ?? [];
    const [n, m] = [instr.results.length - twins.length, values.length - twins.length];
    return twins.flatMap(({ kind }, i): [Value, Value][] =>
      kind === "tangent" ? [[instr.results[n + i] as Value, values[m + i] as Value]] : [],
    );
  }

  // Block arguments are copied all at once: what they become is read before any of it changes.
  #seed(
    b: Builder,
    inner: Adjoints,
    pairs: readonly (readonly [result: Value, yielded: Value])[],
    outer: Adjoints,
  ): void {
    for (const [result, yielded] of pairs) {
      const ct = outer.get(result);
      if (ct !== undefined && this.#lin.tangents.has(yielded)) inner.add(b, yielded, ct);
    }
  }

  #for(scope: Scope, adjoints: Adjoints, instr: Instr): void {
    const { b } = scope;
    const [lo, hi] = instr.args.map((a, i) => (i < 2 ? this.#resolver.resolve(scope, a) : a));
    const step = instr.attrs["step"] as number;
    const n = tripCount(b, lo as Value, hi as Value, step);
    const [index] = (instr.regions[0] as Region).params as [Value];
    this.#iterations(scope, adjoints, instr, n, (to, k) => ({
      known: new Map([[index, indexOf(to, k, lo as Value, step)]]),
    }));
  }

  #loop(scope: Scope, adjoints: Adjoints, instr: Instr): void {
    const n = this.#resolver.resolve(scope, this.#saves.count(instr));
    const [value] = (instr.regions[0] as Region).yields as [Value];
    this.#iterations(scope, adjoints, instr, n, (to, k, last) => ({
      known: new Map(),
      goesOn: { value, make: () => ne(to, k, last) },
    }));
  }

  // Runs the iterations of a loop backwards: `own` says what is known by the number of one.
  #iterations(
    scope: Scope,
    adjoints: Adjoints,
    instr: Instr,
    n: Value,
    own: (b: Builder, k: Value, last: Value) => Pick<Scope, "known" | "goesOn">,
  ): void {
    const { b } = scope;
    const [region] = instr.regions as [Region];
    const results = this.#tangentPairs(instr, region.yields);
    const params = this.#tangentPairs(instr, region.params).map(([, p]) => p);
    const inits = this.#tangentPairs(instr, instr.args).map(([, a]) => a);
    const free = [...this.#freeTangents(region)];
    const start = [...results.map(([r]) => r), ...free].map(
      (t) => adjoints.get(t) ?? zero(b, t.type),
    );
    const last = this.#last(b, n);
    const iterate = (to: Builder): readonly Value[] =>
      forRange(to, [last, int(to, -1), -1], start, (inner, k, carried) => {
        const instead = new Map<Value, Value>();
        const here = own(inner, k, last);
        const at: Scope = { region, b: inner, around: scope, instead, iteration: k, ...here };
        const local = new Adjoints();
        free.forEach((t, i) => local.set(t, carried[results.length + i] as Value));
        results.forEach(([, yielded], i) => {
          if (this.#lin.tangents.has(yielded)) local.add(inner, yielded, carried[i] as Value);
        });
        this.region(at, local);
        inner.span = instr.span;
        return [...params, ...free].map((t) => local.get(t) ?? zero(inner, t.type));
      });
    const runs = this.#runs(
      b,
      region,
      results.map(([r]) => adjoints.get(r)),
    );
    const unchanged = start.slice(results.length);
    const ends =
      runs === undefined
        ? iterate(b)
        : ifElse(b, runs, iterate, (to) => [...params.map((t) => zero(to, t.type)), ...unchanged]);
    free.forEach((t, i) => adjoints.set(t, ends[results.length + i] as Value));
    inits.forEach((t, i) => {
      if (this.#lin.tangents.has(t)) adjoints.add(b, t, ends[i] as Value);
    });
  }

  // What must be true for the iterations of a loop to matter; undefined if nothing is known. Where
  // all cotangents of its results are 0, and it writes nothing (that the reverse sweep would put back,
  // or whose shadow it would read), none of them does.
  #runs(b: Builder, region: Region, cts: readonly (Value | undefined)[]): Value | undefined {
    const given = cts.filter((ct) => ct !== undefined);
    const steps = given.map((ct) => this.#zeroWith.get(ct));
    if (given.length === 0 || steps.includes(undefined) || writes(region)) {
      return undefined;
    }
    return steps.map((s) => anyOf(b, ne(b, s!, zero(b, s!.type)))).reduce((p, q) => or(b, p, q));
  }

  #last(b: Builder, n: Value): Value {
    return sub(b, n, int(b, 1));
  }

  // Tangents from outside that the linear part of `region` reads.
  #freeTangents(region: Region): Set<Value> {
    const own = definedIn(region);
    for (const t of this.#callTangents([region])) own.add(t);
    const free = new Set<Value>();
    const use = (v: Value | undefined): void => {
      if (v !== undefined && this.#lin.tangents.has(v) && !own.has(v)) free.add(v);
    };
    const visit = (r: Region): void => {
      for (const instr of r.body) {
        instr.args.forEach(use);
        for (const { tangent } of this.#lin.calls.get(instr)?.into ?? []) use(tangent);
        instr.regions.forEach(visit);
      }
      r.yields.forEach(use);
    };
    visit(region);
    return free;
  }

  #call(scope: Scope, adjoints: Adjoints, instr: Instr): void {
    const { b } = scope;
    const { backward, tape, into, outOf } = this.#lin.calls.get(instr)!;
    const kept = this.#resolver.resolve(scope, tape);
    const cts = outOf.map((t) => adjoints.get(t) ?? zero(b, t.type));
    const given = new Map<Value, LinearOperand>();
    const collected = into.flatMap((operand): Value[] => {
      const { tangent, type } = operand;
      if (!operand.through) return [];
      // what is passed twice is collected once
      if (tangent === undefined || given.has(tangent)) return [zero(b, type)];
      given.set(tangent, operand);
      return [adjoints.get(tangent) ?? zero(b, type)];
    });
    const types = into.map(({ type }) => type);
    const parts = call(b, backward, [kept, ...cts, ...collected], types);
    into.forEach((operand, i) => {
      if (operand.tangent === undefined || given.get(operand.tangent) !== operand) return;
      adjoints.set(operand.tangent, parts[i] as Value);
    });
    into.forEach((operand, i) => {
      if (operand.tangent === undefined || given.get(operand.tangent) === operand) return;
      adjoints.add(b, operand.tangent, parts[i] as Value);
    });
  }
}

function writes(region: Region): boolean {
  let found = false;
  walk(region, ({ op: what }) => {
    found ||= what.effect === "write" || what === callOp;
  });
  return found;
}
