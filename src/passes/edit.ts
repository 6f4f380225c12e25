// The traversal of the passes: like `rewriteRegion` of the IR, but what does not change is shared
// with the old function, its values included, so that a pass that finds nothing costs one walk.
import { Builder } from "../ir/builder.ts";
import { instrWith, type Func, type Instr, type Region, type Value } from "../ir/func.ts";
import { mapped, type ValueMap } from "../ir/rewrite.ts";

/**
 * What to do with `instr`, whose operands and regions are edited already; `old` is the one that
 * stood in the function, for facts found out beforehand.
 *
 * Gives the values to use in place of its results, after emitting what it needs into `b`; or
 * undefined to keep it. To drop an instruction without results it gives [].
 */
export type EditInstr = (
  instr: Instr,
  b: Builder,
  old: Instr,
) => readonly Value[] | undefined | void;

export interface Editor {
  readonly instr: EditInstr;
  /** Called before the body of region `index` of `old` is edited into `inner`. */
  readonly enter?: (old: Instr, index: number, inner: Builder, args: readonly Value[]) => void;
  /** Called after it. */
  readonly leave?: (old: Instr, index: number, inner: Builder) => void;
  /** Called with each instruction of the new body once it is there. */
  readonly placed?: (instr: Instr) => void;
}

export function editFunc(func: Func, editor: Editor): Func {
  const region = editRegion(func.region, editor);
  return region === func.region ? func : { ...func, region };
}

/** `region` edited; itself where nothing changed. */
export function editRegion(region: Region, editor: Editor, map: ValueMap = new Map()): Region {
  return body(region, new Builder(), editor, map);
}

function body(region: Region, b: Builder, editor: Editor, map: ValueMap): Region {
  let placed = 0;
  for (const old of region.body) {
    const args = mappedAll(old.args, map);
    const regions = nested(old, args, editor, map);
    const kept = args === old.args && regions === old.regions;
    const instr = kept ? old : instrWith(old, args, regions, old.results);
    b.span = old.span;
    const given = editor.instr(instr, b, old);
    if (given === undefined) b.append(instr);
    else replace(old, given, map);
    if (editor.placed === undefined) continue;
    for (; placed < b.body.length; placed++) editor.placed(b.body[placed]!);
  }
  const yields = mappedAll(region.yields, map);
  return yields === region.yields && sameItems(b.body, region.body)
    ? region
    : { params: region.params, body: b.body, yields };
}

function nested(
  old: Instr,
  args: readonly Value[],
  editor: Editor,
  map: ValueMap,
): readonly Region[] {
  if (old.regions.length === 0) return old.regions;
  const made = old.regions.map((r, i) => {
    const inner = new Builder();
    editor.enter?.(old, i, inner, args);
    const edited = body(r, inner, editor, map);
    editor.leave?.(old, i, inner);
    return edited;
  });
  return sameItems(made, old.regions) ? old.regions : made;
}

function sameItems<T>(a: readonly T[], b: readonly T[]): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}

function replace(old: Instr, given: readonly Value[], map: ValueMap): void {
  if (given.length !== old.results.length) {
    throw new Error(
      `internal: ${given.length} values for the ${old.results.length} results of ${old.op.name}`,
    );
  }
  old.results.forEach((r, i) => {
    if (r !== given[i]) map.set(r, given[i]!);
  });
}

/** `values` through `map`; the same list where none is in it. */
export function mappedAll(values: readonly Value[], map: ValueMap): readonly Value[] {
  if (map.size === 0) return values;
  for (const v of values) if (map.has(v)) return values.map((w) => mapped(map, w));
  return values;
}
