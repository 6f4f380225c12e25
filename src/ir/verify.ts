/**
 * Whether a module obeys the rules of docs/ir.md. Tests run it between all stages; a breach is a
 * fault of the stage before, never of the user.
 */
import {
  directionsOf,
  jvpSignature,
  vectorSignature,
  seededOf,
  signatureOf,
  tangents,
  vjpSignature,
  type Signature,
} from "./derivative.ts";
import type { Func, Instr, Module, Region, Rules, Value } from "./func.ts";
import { recordsOf } from "./func.ts";
import { batchSignature } from "./lanes.ts";
import { isReference, sameType, showType, type RecordType, type Type } from "./types.ts";

/** Throws an Error "internal: …" at the first breach. */
export function verifyModule(module: Module): void {
  checkRecords(module);
  for (const [name, func] of module.funcs) {
    if (func.name !== name) throw new Error(`internal: @${func.name} is filed as @${name}`);
    verifyFunc(module, func);
  }
}

/** Checks one function, and its calls against `module`. */
export function verifyFunc(module: Module, func: Func): void {
  const verifier = new Verifier(module, func.name);
  verifier.region(func.region, new Set(), "the function");
  if (func.rules) verifier.rules(signatureOf(func), func.rules);
}

class Verifier {
  readonly #module: Module;
  readonly #name: string;
  // everything defined so far anywhere in the function
  readonly #defined = new Set<Value>();

  constructor(module: Module, name: string) {
    this.#module = module;
    this.#name = name;
  }

  #fail(where: string, message: string): never {
    throw new Error(`internal: in @${this.#name}, ${where}: ${message}`);
  }

  region(region: Region, outside: ReadonlySet<Value>, where: string): void {
    const visible = new Set(outside);
    for (const p of region.params) this.#define(p, visible, where);
    region.body.forEach((instr, i) =>
      this.#instr(instr, visible, `${where} [${i}] ${instr.op.name}`),
    );
    for (const v of region.yields) this.#use(v, visible, `${where}, yields`);
  }

  rules({ params, results }: Signature, { by, jvp, vjp }: Rules): void {
    const [given, wanted] = [tangents(params.slice(0, by)), tangents(results)];
    if (jvp !== undefined) {
      const rule = this.#signature(jvp);
      this.#same(rule.params, [...params, ...given], "the rule jvp", "parameters");
      this.#same(rule.results, [...results, ...wanted], "the rule jvp", "results");
    }
    if (vjp === undefined) return;
    const [forward, backward] = [this.#signature(vjp.forward), this.#signature(vjp.backward)];
    const kept = forward.results.slice(results.length);
    this.#same(forward.params, params, "the rule vjp", "parameters");
    this.#same(forward.results, [...results, ...kept], "the rule vjp", "results");
    this.#same(backward.params, [...kept, ...wanted], "the rule vjp, back", "parameters");
    this.#same(backward.results, given, "the rule vjp, back", "results");
  }

  #signature(name: string): Signature {
    const func = this.#module.funcs.get(name);
    return func === undefined ? this.#fail("its rules", `there is no @${name}`) : signatureOf(func);
  }

  #define(value: Value, visible: Set<Value>, where: string): void {
    if (this.#defined.has(value)) this.#fail(where, `${show(value)} is defined twice`);
    this.#defined.add(value);
    visible.add(value);
  }

  #use(value: Value, visible: ReadonlySet<Value>, where: string): void {
    if (visible.has(value)) return;
    const why = this.#defined.has(value) ? "is out of sight" : "is not defined before its use";
    this.#fail(where, `${show(value)} ${why}`);
  }

  #instr(instr: Instr, visible: Set<Value>, where: string): void {
    for (const a of instr.args) this.#use(a, visible, where);
    instr.regions.forEach((r, i) => this.region(r, visible, `${where} {${i}}`));
    const results = instr.results.map((r) => r.type);
    if (instr.attrs["callee"] !== undefined) this.#callee(instr, where);
    else this.#same(results, this.#typeOf(instr, where), where, "results");
    for (const r of instr.results) this.#define(r, visible, where);
  }

  #typeOf({ op, args, attrs, regions }: Instr, where: string): readonly Type[] {
    if (regions.length > 0 && op.effect !== "nested") this.#fail(where, "takes no regions");
    try {
      const types = args.map((a) => a.type);
      return op.type(types, attrs, regions);
    } catch (error) {
      return this.#fail(where, (error as Error).message);
    }
  }

  #callee({ args, attrs, regions, results }: Instr, where: string): void {
    const name = String(attrs["callee"]);
    const callee = this.#module.funcs.get(name);
    if (callee === undefined) this.#fail(where, `there is no function @${name}`);
    if (regions.length > 0) this.#fail(where, "takes no regions");
    const wanted = this.#derived(callee, attrs, where);
    this.#same(
      args.map((a) => a.type),
      wanted.params,
      where,
      "operands",
    );
    this.#same(
      results.map((r) => r.type),
      wanted.results,
      where,
      "results",
    );
  }

  /** What is called: the callee, or the derivative that is to be taken of it. */
  #derived(callee: Func, attrs: Instr["attrs"], where: string): Signature {
    const { mode, active } = attrs;
    const signature = signatureOf(callee);
    if (mode === undefined) return signature;
    const text = typeof active === "string" && /^[01,]*$/.test(active) ? active : undefined;
    const directions = text === undefined ? [] : directionsOf(text);
    const [on] = directions;
    const count = signature.params.length;
    if (on === undefined || directions.some((one) => one.length !== count)) {
      return this.#fail(where, `active: ${String(active)}`);
    }
    if (mode === "jvp") {
      const { width } = attrs;
      if (typeof width === "number") return vectorSignature(signature, on, width);
      return jvpSignature(signature, directions);
    }
    if (mode === "batch") return this.#batched(signature, on, attrs, where);
    if (mode !== "vjp") return this.#fail(where, `mode ${String(mode)}`);
    if (directions.length > 1) this.#fail(where, "vjp in several directions");
    const seeded = seededOf(attrs);
    if (seeded !== undefined && seeded.length !== signature.results.length) {
      this.#fail(where, `seeded: ${String(attrs["seeded"])}`);
    }
    return vjpSignature(signature, on, seeded);
  }

  #batched(
    signature: Signature,
    batched: readonly boolean[],
    { size }: Instr["attrs"],
    where: string,
  ): Signature {
    const whole = [...signature.params.filter((_, i) => batched[i]), ...signature.results];
    if (whole.some((type) => isReference(type))) this.#fail(where, "a reference for many lanes");
    if (typeof size !== "number" || !(size >= 0)) this.#fail(where, `size: ${String(size)}`);
    return batchSignature(signature, batched, size as number);
  }

  #same(got: readonly Type[], wanted: readonly Type[], where: string, what: string): void {
    if (got.length === wanted.length && got.every((t, i) => sameType(t, wanted[i] as Type))) return;
    this.#fail(where, `${what} ${list(got)}, wanted ${list(wanted)}`);
  }
}

const list = (types: readonly Type[]): string => `(${types.map(showType).join(", ")})`;

const show = ({ type, hint }: Value): string =>
  hint === undefined ? `a value of type ${showType(type)}` : `%${hint}: ${showType(type)}`;

// Records are the same when their names are: then their fields must be too.
function checkRecords(module: Module): void {
  const known = recordsOf(module);
  const seen = new Set<RecordType>(known.values());
  const visit = (type: Type): void => {
    if (type.kind === "mem" && type.elem.kind !== "store") visit(type.elem);
    if (type.kind !== "ref" || seen.has(type.record)) return;
    seen.add(type.record);
    const first = known.get(type.record.name) as RecordType;
    if (shape(first) !== shape(type.record)) {
      throw new Error(
        `internal: two records ${first.name}: ${shape(first)}, ${shape(type.record)}`,
      );
    }
    for (const field of type.record.fields) visit(field.type);
  };
  const region = (r: Region): void => {
    for (const p of r.params) visit(p.type);
    for (const { results, regions } of r.body) {
      for (const v of results) visit(v.type);
      regions.forEach(region);
    }
  };
  for (const func of module.funcs.values()) region(func.region);
}

function shape({ fields }: RecordType): string {
  const texts = fields.map((f) => `${JSON.stringify(f.name)}: ${showType(f.type)}`);
  const names = new Set(fields.map((f) => f.name));
  if (names.size < fields.length)
    throw new Error(`internal: a field twice in (${texts.join(", ")})`);
  return `{ ${texts.join(", ")} }`;
}
