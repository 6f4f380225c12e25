import { Builder } from "../../ir/builder.ts";
import type { Attrs, Region, Value } from "../../ir/func.ts";
import type { Op, Scalar } from "../../ir/op.ts";
import { dtypeOf, type Dtype } from "../../ir/types.ts";
import { constant, literalOf } from "../../ops/constant.ts";

/** A sum, product or the like of two indices. */
interface Computed {
  readonly op: Op;
  readonly second: Value;
  readonly results: readonly Value[];
}

/**
 * Makes each number once, outside of all regions, and each index that is computed of two others once
 * for the regions inside: sizes and places are asked for again and again, and what is never made need
 * not be found to be the same later.
 */
export class SharingBuilder extends Builder {
  readonly #around: SharingBuilder | undefined;
  readonly #numbers = new Map<Dtype, Map<Scalar | "-0", readonly Value[]>>();
  readonly #computed = new Map<Value, Computed[]>();

  constructor(span?: Builder["span"], around?: SharingBuilder) {
    super(span);
    this.#around = around;
  }

  override emit(
    op: Op,
    args: readonly Value[],
    attrs: Attrs = {},
    regions: readonly Region[] = [],
  ): readonly Value[] {
    if (op === constant) return this.#number(attrs);
    const [first, second] = args;
    const isIndex = op.effect === "pure" && args.length === 2 && dtypeOf(first!.type) === "i32";
    if (!isIndex || Object.keys(attrs).length > 0) return super.emit(op, args, attrs, regions);
    const found = this.#find(op, first!, second!);
    if (found !== undefined) return found;
    const results = super.emit(op, args, attrs, regions);
    add(this.#computed, first!, { op, second: second!, results });
    return results;
  }

  override nested(): SharingBuilder {
    return new SharingBuilder(this.span, this);
  }

  // In the function's own region, before what stands in it now.
  #number(attrs: Attrs): readonly Value[] {
    if (this.#around !== undefined) return this.#around.#number(attrs);
    const number = literalOf(attrs);
    const dtype = dtypeOf(attrs["type"] as Value["type"])!;
    let known = this.#numbers.get(dtype);
    if (known === undefined) this.#numbers.set(dtype, (known = new Map()));
    const key = Object.is(number, -0) ? "-0" : number;
    let results = known.get(key);
    if (results === undefined) known.set(key, (results = super.emit(constant, [], attrs)));
    return results;
  }

  #find(op: Op, first: Value, second: Value): readonly Value[] | undefined {
    const same = this.#computed.get(first)?.find((c) => c.op === op && c.second === second);
    return same?.results ?? (this.#around && this.#around.#find(op, first, second));
  }
}

function add<K, T>(lists: Map<K, T[]>, key: K, item: T): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [item]);
  else list.push(item);
}
