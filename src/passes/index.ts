import { cse } from "./cse.ts";
import { dce } from "./dce.ts";
import { fold } from "./fold.ts";
import type { Pass } from "./pass.ts";

/** Every pass, in an order in which they make sense. */
export const passes: readonly Pass[] = [fold, cse, dce];
