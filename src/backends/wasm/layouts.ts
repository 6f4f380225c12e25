import type { Module, Value } from "../../ir/func.ts";
import { walk } from "../../ir/rewrite.ts";
import { layoutWith, type RecordLayout } from "../../ir/storage.ts";
import { recordsFrom, type RecordType } from "../../ir/types.ts";
import { findUses } from "./uses.ts";

/**
 * How records lie in memory. Of a reference to a memory whose length nobody asks for there is only
 * the address, in records that neither the host nor the functions of this back end walk over: what a
 * tape holds is read by loops that know how often they run.
 */
export class Layouts {
  private readonly module: Module;
  private readonly roots: readonly string[];
  private readonly known = new Map<string, RecordLayout>();
  private addresses: ((record: RecordType, field: string) => boolean) | undefined;

  constructor(module: Module, roots: readonly string[]) {
    this.module = module;
    this.roots = roots;
  }

  of(record: RecordType): RecordLayout {
    const known = this.known.get(record.name);
    if (known !== undefined) return known;
    const made = layoutWith(record, (field) => this.isAddress(record, field));
    this.known.set(record.name, made);
    return made;
  }

  /** Whether a field that leads to a memory has its address only. */
  isAddress(record: RecordType, field: string): boolean {
    this.addresses ??= findAddresses(this.module, this.roots);
    return this.addresses(record, field);
  }
}

function findAddresses(
  module: Module,
  roots: readonly string[],
): (record: RecordType, field: string) => boolean {
  const walked: Value[] = [];
  const measured = new Set<string>();
  // records of this back end's own functions are not among these
  const made = new Set<string>();
  for (const [name, { region }] of module.funcs) {
    if (roots.includes(name)) walked.push(...region.params, ...region.yields);
    const uses = findUses(region);
    walk(region, ({ op, args, attrs, results: [r] }) => {
      if (op.name === "zeros_like" || op.name === "skeleton") walked.push(r!, ...args);
      if (op.name === "record" && r!.type.kind === "ref") made.add(r!.type.record.name);
      const [from] = args;
      if (op.name !== "get" || from?.type.kind !== "ref" || uses.count(r!, 1) === 0) return;
      measured.add(`${from.type.record.name} ${String(attrs["field"])}`);
    });
  }
  const whole = recordsFrom(walked.map((v) => v.type));
  return ({ name }, field) =>
    made.has(name) && !whole.has(name) && !measured.has(`${name} ${field}`);
}
