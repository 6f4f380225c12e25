import type { Func } from "../ir/func.ts";
import { elementaryFuncs } from "./elementary/index.ts";
import { specialFuncs, specialNames } from "./kernels/special.ts";

/** By the name of an operation on doubles: its function in IR, then those that this calls. */
export const scalarFuncs: ReadonlyMap<string, () => readonly Func[]> = new Map([
  ...elementaryFuncs,
  ...specialNames.map((op): [string, () => readonly Func[]] => [op, () => specialFuncs(op)]),
]);
