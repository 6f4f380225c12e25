import type { Span } from "../diagnostics/span.ts";
import type { Attrs, Instr, Region, Value } from "./func.ts";
import type { Op } from "./op.ts";
import type { Type } from "./types.ts";

/** Appends instructions to one region. The only way instructions are made. */
export class Builder {
  readonly params: Value[] = [];
  readonly body: Instr[] = [];
  /** Source place given to what is emitted from now on. */
  span: Span | undefined;
  /** Of the region around this one, if that is still being made too. */
  readonly outer: Builder | undefined;

  constructor(span?: Span, outer?: Builder) {
    this.span = span;
    this.outer = outer;
  }

  param(type: Type, hint?: string): Value {
    const value: Value = { type, hint };
    this.params.push(value);
    return value;
  }

  /** Emits any operation; result types come from its type rule. */
  emit(
    op: Op,
    args: readonly Value[],
    attrs: Attrs = {},
    regions: readonly Region[] = [],
  ): readonly Value[] {
    const types = op.type(
      args.map((a) => a.type),
      attrs,
      regions,
    );
    const results = types.map((type): Value => ({ type, hint: undefined }));
    this.body.push({ op, args, attrs, regions, results, span: this.span });
    return results;
  }

  /** Emits an operation with exactly one result. */
  emit1(op: Op, args: readonly Value[], attrs: Attrs = {}, regions: readonly Region[] = []): Value {
    const [result, ...rest] = this.emit(op, args, attrs, regions);
    if (result === undefined || rest.length > 0) {
      throw new Error(`internal: ${op.name} does not have exactly one result`);
    }
    return result;
  }

  /** Appends `instr` as it is, results included; the caller answers for its operands. */
  append(instr: Instr): void {
    this.body.push(instr);
  }

  /** Gives what `emit` emits another place. */
  at<T>(span: Span | undefined, emit: () => T): T {
    const before = this.span;
    this.span = span;
    const made = emit();
    this.span = before;
    return made;
  }

  /** A builder for a region inside this one. */
  nested(): Builder {
    return new Builder(this.span, this);
  }

  finish(yields: readonly Value[]): Region {
    return { params: this.params, body: this.body, yields };
  }
}
