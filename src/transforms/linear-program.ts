import type { Builder } from "../ir/builder.ts";
import type { Instr, Region, Value } from "../ir/func.ts";
import { tangentType } from "../ir/tangent.ts";
import { isReference, type Type } from "../ir/types.ts";
import { zero } from "../ops/index.ts";
import type { Activity } from "./activity.ts";

/** How the results of a structured instruction beyond those of the source are related to them. */
export interface Twin {
  /** Which of the source's results (carried values, yields) it is the twin of. */
  readonly of: number;
  readonly kind: "shadow" | "tangent";
}

/** What a call in a linear program is given for an active number. */
export interface LinearOperand {
  readonly type: Type;
  /** Undefined is zero. */
  readonly tangent: Value | undefined;
  /** Whether the backward half takes what has been collected so far, and adds to it. */
  readonly through: boolean;
}

/** A call in a linear program, as reverse mode needs it. */
export interface LinearCall {
  /** The function that runs the call backwards. */
  readonly backward: string;
  readonly tape: Value;
  /** For each active number among the parameters. */
  readonly into: readonly LinearOperand[];
  /** For each number among the results that has a tangent type, its tangent. */
  readonly outOf: readonly Value[];
}

/**
 * A function together with its tangent. The region is an ordinary one, that of forward mode. What
 * is marked says which part of it is linear in tangents; the rest is the *primal part*: the source,
 * references to the shadows, and coefficients.
 *
 * The primal part uses the very values of the source.
 */
export class LinearProgram {
  readonly activity: Activity;
  /** Numbers that are tangents. */
  readonly tangents: Set<Value> = new Set();
  /** Instructions of the linear part alone. */
  readonly linear: Set<Instr> = new Set();
  /** Instructions made by rules that compute coefficients of the linear part: pure. */
  readonly coefficients: Set<Instr> = new Set();
  /** Twins of an instruction with regions. */
  readonly twins: Map<Instr, readonly Twin[]> = new Map();
  readonly calls: Map<Instr, LinearCall> = new Map();
  /** Of a loop that has been run backwards already: what it has collected for which tangents. */
  readonly collected: Map<Instr, readonly { readonly tangent: Value; readonly value: Value }[]> =
    new Map();
  /** Where an instruction of the primal part comes from, if it is not one of the source itself. */
  readonly origin: Map<Instr, Instr> = new Map();
  /** The region of the source that a region was made from. */
  readonly source: Map<Region, Region> = new Map();
  /** What a shadow is the shadow of. */
  readonly primal: Map<Value, Value> = new Map();

  readonly #tangent = new Map<Value, Value>();
  readonly #shadow = new Map<Value, Value>();

  constructor(activity: Activity) {
    this.activity = activity;
  }

  /** The tangent of the number `v`, undefined where it is zero. */
  tangent(v: Value): Value | undefined {
    return this.#tangent.get(v);
  }

  /** The tangent of `v`, made a zero where there is none. */
  tangentOrZero(b: Builder, v: Value): Value {
    return this.#tangent.get(v) ?? this.linearly(b, () => zero(b, v.type));
  }

  setTangent(v: Value, tangent: Value | undefined): void {
    if (tangent !== undefined && this.tangents.has(tangent)) this.#tangent.set(v, tangent);
  }

  /** The shadow of a reference whose type has a tangent type. */
  shadow(ref: Value): Value {
    const found = this.#shadow.get(ref);
    if (found === undefined) throw new Error("internal: a reference without a shadow");
    return found;
  }

  setShadow(ref: Value, shadow: Value): void {
    this.#shadow.set(ref, shadow);
    this.primal.set(shadow, ref);
  }

  /** Runs `emit` and marks what it appends to `b` as linear. */
  linearly<T>(b: Builder, emit: () => T): T {
    const start = b.body.length;
    const result = emit();
    for (const instr of b.body.slice(start)) this.linear.add(instr);
    return result;
  }

  /** Runs `emit` and marks what it appends to `b` as the shadow of what `source` does. */
  asShadowOf<T>(b: Builder, source: Instr, emit: () => T): T {
    const start = b.body.length;
    const result = emit();
    for (const instr of b.body.slice(start)) this.origin.set(instr, source);
    return result;
  }

  /** The twin that `v` needs beside it where control flow joins; undefined if none. */
  twinKind(v: Value): "shadow" | "tangent" | undefined {
    if (tangentType(v.type) === undefined) return undefined;
    if (isReference(v.type)) return "shadow";
    return this.activity.varies(v) ? "tangent" : undefined;
  }

  /** The twins of `values`, in order. */
  twinsOf(values: readonly Value[]): Twin[] {
    return values.flatMap((v, of): Twin[] => {
      const kind = this.twinKind(v);
      return kind === undefined ? [] : [{ of, kind }];
    });
  }

  /** The values beside `values` that `twins` ask for. */
  twinValues(b: Builder, twins: readonly Twin[], values: readonly Value[]): Value[] {
    return twins.map(({ of, kind }) => {
      const v = values[of] as Value;
      return kind === "shadow" ? this.shadow(v) : this.tangentOrZero(b, v);
    });
  }

  /** New values to be the twins of `values`, entered as such. */
  freshTwins(twins: readonly Twin[], values: readonly Value[]): Value[] {
    return twins.map(({ of, kind }) => {
      const v = values[of] as Value;
      const twin: Value = { type: tangentType(v.type) as Type, hint: v.hint && `${v.hint}'` };
      if (kind === "shadow") this.setShadow(v, twin);
      else {
        this.tangents.add(twin);
        this.#tangent.set(v, twin);
      }
      return twin;
    });
  }
}
