// A function without arrays for one with arrays.
import type { Builder } from "../../ir/builder.ts";
import {
  instrWith,
  type Attrs,
  type Func,
  type Instr,
  type Region,
  type Value,
} from "../../ir/func.ts";
import { dtypeOf, scalarType, sizeOf, type ArrayType, type Type } from "../../ir/types.ts";
import { eq } from "../../ops/compare.ts";
import { int } from "../../ops/constant.ts";
import { ifElse } from "../../ops/control.ts";
import { alloc, copy, fill, length, load, storeTo } from "../../ops/memory.ts";
import { kernelFuncs } from "../kernels/index.ts";
import { addPadded } from "./arrange.ts";
import { kernel } from "./doubles.ts";
import { canBeComputed, element, shapeOf, type Form, type Forms } from "./elements.ts";
import { forEach, siteOutside, type Site } from "./nests.ts";
import { at, linear, type Place } from "./places.ts";
import type { Plan } from "./plan.ts";
import { producers } from "./producers.ts";
import { SharingBuilder } from "./sharing.ts";
import { bufferType, LoweredTypes } from "./types.ts";

type ScalarType = Extract<Type, { kind: "scalar" }>;

/** What `type` is between regions of one function: an array of one element is a number there. */
function passedType(types: LoweredTypes, type: Type): Type {
  return isSingle(type) ? scalarType(dtypeOf(type)!) : types.of(type);
}

function isSingle(type: Type): boolean {
  return type.kind === "array" && sizeOf(type.shape) === 1;
}

/** What the functions of a module share. */
export class Shared {
  readonly types: LoweredTypes = new LoweredTypes();
  /** Names of the kernels that are called. */
  readonly kernels: Set<string> = new Set();
  /** Names of the tables of constants. */
  readonly tables: Map<readonly number[], string> = new Map();
}

export class Lowering implements Forms {
  readonly #types: LoweredTypes;
  readonly #shared: Shared;
  readonly #plan: Plan;
  readonly #numbers = new Map<Value, Value>();
  readonly #forms = new Map<Value, Form>();

  constructor(shared: Shared, plan: Plan) {
    this.#shared = shared;
    this.#types = shared.types;
    this.#plan = plan;
  }

  func(func: Func): Func {
    const b = new SharingBuilder();
    for (const p of func.region.params) {
      const made = b.param(this.#types.of(p.type), p.hint);
      if (p.type.kind === "array") this.#forms.set(p, { kind: "buffer", memory: made });
      else this.#numbers.set(p, made);
    }
    this.#body(b, func.region);
    return { ...func, region: b.finish(func.region.yields.map((v) => this.#outside(b, v))) };
  }

  number(v: Value): Value {
    const made = this.#numbers.get(v);
    if (made === undefined) throw new Error("internal: a value is used before it is defined");
    return made;
  }

  form(v: Value): Form {
    const form = this.#forms.get(v);
    if (form === undefined) throw new Error("internal: an array is used before it is defined");
    return form;
  }

  /** Says what stands for the array `v`. */
  define(v: Value, form: Form): void {
    this.#forms.set(v, form);
  }

  /** Memory with the elements of the array `v`, which nobody writes to. */
  buffer(b: Builder, v: Value): Value {
    const form = this.form(v);
    if (form.kind === "buffer") return form.memory;
    const made = this.room(b, v.type as ArrayType);
    if (form.kind === "same") b.emit(fill, [made, form.element]);
    else this.#write(b, v, made);
    return made;
  }

  /** New memory for an array, all of which will be written; or zeros. */
  room(b: Builder, type: ArrayType, zeros: boolean = false): Value {
    const attrs: Attrs = { type: bufferType(type), ...(!zeros && { raw: true }) };
    return b.emit1(alloc, [int(b, sizeOf(type.shape))], attrs);
  }

  /** Whether arrays are written to memory while `instr` reads them. */
  keeps(instr: Instr): boolean {
    return this.#plan.keptBy(instr).length > 0;
  }

  /** The type of the elements of `v`. */
  elementType(v: Value): ScalarType {
    return scalarType(dtypeOf(v.type)!) as ScalarType;
  }

  /** The name of the table with these numbers, which no other table of the module has. */
  tableName(values: readonly number[]): string {
    const { tables } = this.#shared;
    const name = tables.get(values) ?? `dense ${tables.size}`;
    tables.set(values, name);
    return name;
  }

  /** The function of a kernel. */
  kernel(name: string): string {
    this.#shared.kernels.add(name);
    return kernelFuncs(name)[0]!.name;
  }

  /** The element of `v` at `index`. */
  element(site: Site, v: Value, index: readonly Place[]): Value {
    return element(this, site, v, index);
  }

  /** The only element of `v`, a scalar or an array of one. */
  single(b: Builder, v: Value): Value {
    return this.element(
      siteOutside(b),
      v,
      shapeOf(v).map(() => at(0)),
    );
  }

  // Writes the elements of `v` to `memory`.
  #write(b: Builder, v: Value, memory: Value): void {
    const shape = shapeOf(v);
    forEach(siteOutside(b), shape, (site, index) => {
      const x = this.element(site, v, index);
      storeTo(site.b, memory, site.place(linear(shape, index)), x);
    });
  }

  #body(b: Builder, region: Region): void {
    for (const instr of region.body) {
      b.span = instr.span;
      this.#instr(b, instr);
      for (const v of this.#plan.keptBy(instr)) {
        const form = this.form(v);
        if (form.kind === "kept") this.define(v, { kind: "buffer", memory: form.memory });
      }
    }
  }

  #instr(b: Builder, instr: Instr): void {
    const { op, args, results } = instr;
    const [first] = results;
    const producer = producers[op.name];
    if (op.name === "array") return this.#fromMemory(b, instr);
    if (op.name === "put") return this.#toMemory(b, args[0]!, args[1]!);
    if (op.name === "elements") {
      this.#numbers.set(first!, this.buffer(b, args[0]!));
      return;
    }
    if (op.name === "item") {
      this.#numbers.set(first!, this.single(b, args[0]!));
      return;
    }
    if (op.name === "if" || op.name === "for" || op.name === "loop") return this.#nested(b, instr);
    if (this.#plan.isAdded(instr)) return;
    const addition = this.#plan.additionOf(instr);
    if (addition !== undefined) return this.define(first!, addPadded(this, b, addition));
    const made = producer === undefined ? kernel(this, b, instr) : producer(this, b, instr);
    if (made !== undefined) return this.define(first!, made);
    if (canBeComputed(instr)) return this.#computed(b, instr);
    if (op.run !== undefined && first?.type.kind === "array") {
      throw new Error(`internal: no lowering of ${op.name}`);
    }
    this.#plain(b, instr);
  }

  #computed(b: Builder, instr: Instr): void {
    const v = instr.results[0]!;
    const x = instr.args[0];
    const form = x?.type.kind === "array" ? this.form(x) : undefined;
    // what is kept is memory only once its first reader has written it
    const isThere = form?.kind === "buffer" || form?.kind === "same";
    if (instr.op.name === "reshape" && isThere) return this.define(v, form);
    this.define(v, { kind: "computed", instr });
    const type = v.type as ArrayType;
    if (isSingle(type)) this.define(v, { kind: "same", element: this.single(b, v) });
    else if (this.#plan.isKept(instr)) {
      const memory = this.room(b, type);
      this.define(v, { kind: "kept", instr, memory });
    } else if (!this.#plan.isVirtual(instr))
      this.define(v, { kind: "buffer", memory: this.buffer(b, v) });
  }

  // An operation that takes memory for arrays as it takes arrays.
  #plain(b: Builder, instr: Instr): void {
    const args = instr.args.map((v) => this.#outside(b, v));
    const results = instr.results.map(({ type, hint }): Value => {
      return { type: this.#types.of(type), hint };
    });
    b.append({ ...instrWith(instr, args, [], results), attrs: this.#attrs(instr.attrs) });
    const sure = instr.op.name === "call";
    instr.results.forEach((v, i) => {
      if (v.type.kind !== "array") this.#numbers.set(v, results[i]!);
      else {
        const memory = sure ? results[i]! : this.#orZeros(b, results[i]!, v.type);
        this.define(v, { kind: "buffer", memory });
      }
    });
  }

  #attrs(attrs: Attrs): Attrs {
    const { type } = attrs;
    if (typeof type !== "object" || !("kind" in type)) return attrs;
    return this.#types.holdsArray(type) ? { ...attrs, type: this.#types.of(type) } : attrs;
  }

  // Where nothing has been stored there is an empty memory.
  #orZeros(b: Builder, memory: Value, type: ArrayType): Value {
    if (sizeOf(type.shape) === 0) return memory;
    const empty = eq(b, length(b, memory), int(b, 0));
    const [made] = ifElse(
      b,
      empty,
      (inner) => [this.room(inner, type, true)],
      () => [memory],
    );
    return made!;
  }

  /** What stands for `v` outside of the function. */
  #outside(b: Builder, v: Value): Value {
    return v.type.kind === "array" ? this.buffer(b, v) : this.number(v);
  }

  #passed(b: Builder, v: Value): Value {
    return isSingle(v.type) ? this.single(b, v) : this.#outside(b, v);
  }

  #receive(v: Value, made: Value): void {
    if (v.type.kind !== "array") this.#numbers.set(v, made);
    else if (isSingle(v.type)) this.define(v, { kind: "same", element: made });
    else this.define(v, { kind: "buffer", memory: made });
  }

  #nested(b: Builder, instr: Instr): void {
    const args = instr.args.map((v) => this.#passed(b, v));
    const regions = instr.regions.map((region) => this.#region(region, b));
    const results = instr.results.map(({ type, hint }): Value => {
      return { type: passedType(this.#types, type), hint };
    });
    b.append(instrWith(instr, args, regions, results));
    instr.results.forEach((v, i) => this.#receive(v, results[i]!));
  }

  #region(region: Region, outer: Builder): Region {
    const b = outer.nested();
    for (const p of region.params) {
      this.#receive(p, b.param(passedType(this.#types, p.type), p.hint));
    }
    this.#body(b, region);
    return b.finish(region.yields.map((v) => this.#passed(b, v)));
  }

  #fromMemory(b: Builder, { args: [m], results: [v] }: Instr): void {
    const memory = this.number(m!);
    const type = v!.type as ArrayType;
    if (isSingle(type)) {
      return this.define(v!, { kind: "same", element: load(b, memory, int(b, 0)) });
    }
    const made = this.room(b, type);
    b.emit(copy, [made, memory]);
    this.define(v!, { kind: "buffer", memory: made });
  }

  #toMemory(b: Builder, m: Value, v: Value): void {
    const form = this.form(v);
    if (form.kind === "buffer") b.emit(copy, [this.number(m), form.memory]);
    else this.#write(b, v, this.number(m));
  }
}
