// Records in which calls that wait keep what they need: a list, used again from call to call.
import type { Span } from "../../diagnostics/span.ts";
import { Builder } from "../../ir/builder.ts";
import type { Func, Value } from "../../ir/func.ts";
import { i32, type Field, type RecordType, type RefType, type Type } from "../../ir/types.ts";
import { add } from "../../ops/arith.ts";
import { gt, same } from "../../ops/compare.ts";
import { int } from "../../ops/constant.ts";
import { call, failWith, ifElse, zeroOf } from "../../ops/control.ts";
import { nullRef, recordGet, recordNew, recordSet } from "../../ops/memory.ts";

export interface FrameOptions {
  /** A name for the record, and for the function that makes it. */
  readonly name: string;
  /** What can be kept. */
  readonly types: readonly Type[];
  /** Most calls that wait at once. */
  readonly maxDepth: number;
  /** What is said when there are more, and of what. */
  readonly tooDeep: string;
  readonly span: Span | undefined;
}

/** The frames of one machine. */
export class Frames {
  readonly type: RefType;
  /** Makes the frame after the one it is given. */
  readonly maker: Func;

  constructor({ types, ...options }: FrameOptions) {
    const fields: Field[] = [];
    const record: RecordType = { name: options.name, fields };
    this.type = { kind: "ref", record };
    fields.push({ name: "before", type: this.type }, { name: "after", type: this.type });
    fields.push({ name: "depth", type: i32 }, { name: "resume", type: i32 });
    types.forEach((type, i) => fields.push({ name: fieldName(i), type }));
    this.maker = this.#maker(options);
  }

  /** The frame that the outermost call returns to, with `resume`. */
  first(b: Builder, resume: number): Value {
    const none = this.#none(b);
    const { fields } = this.type.record;
    const kept = fields.slice(4).map(({ type }) => zeroOf(b, type));
    const values = [none, none, int(b, 0), int(b, resume), ...kept];
    return b.emit1(recordNew, values, { type: this.type });
  }

  /** The frame after `top`. */
  after(b: Builder, top: Value): Value {
    const known = get(b, top, "after");
    const [frame] = ifElse(
      b,
      same(b, known, this.#none(b)),
      (c) => {
        const [made] = call(c, this.maker.name, [top], [this.type]);
        set(c, top, "after", made!);
        return [made!];
      },
      () => [known],
    );
    return frame!;
  }

  before(b: Builder, top: Value): Value {
    return get(b, top, "before");
  }

  /** The number that was kept with the frame. */
  resume(b: Builder, top: Value): Value {
    return get(b, top, "resume");
  }

  setResume(b: Builder, frame: Value, resume: number): void {
    set(b, frame, "resume", int(b, resume));
  }

  keep(b: Builder, frame: Value, field: number, x: Value): void {
    set(b, frame, fieldName(field), x);
  }

  kept(b: Builder, frame: Value, field: number): Value {
    return get(b, frame, fieldName(field));
  }

  #none(b: Builder): Value {
    return b.emit1(nullRef, [], { type: this.type });
  }

  #maker({ name, maxDepth, tooDeep, span }: Omit<FrameOptions, "types">): Func {
    const b = new Builder(span);
    const top = b.param(this.type);
    const depth = add(b, get(b, top, "depth"), int(b, 1));
    ifElse(
      b,
      gt(b, depth, int(b, maxDepth)),
      (c) => {
        failWith(c, "NB4002", tooDeep);
        return [];
      },
      () => [],
    );
    // something of its type for each field: what is in the frame before
    const { fields } = this.type.record;
    const kept = fields.slice(4).map((field) => get(b, top, field.name));
    const values = [top, this.#none(b), depth, int(b, 0), ...kept];
    const made = b.emit1(recordNew, values, { type: this.type });
    return { name, region: b.finish([made]), span };
  }
}

const fieldName = (i: number): string => `v${i}`;

function get(b: Builder, frame: Value, field: string): Value {
  return b.emit1(recordGet, [frame], { field });
}

function set(b: Builder, frame: Value, field: string, x: Value): void {
  b.emit(recordSet, [frame, x], { field });
}
