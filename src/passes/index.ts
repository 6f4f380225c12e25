import { cse } from "./cse.ts";
import { dce } from "./dce.ts";
import { fold } from "./fold.ts";
import { forward } from "./forward.ts";
import { stores } from "./stores.ts";
import type { Pass } from "./pass.ts";
import { promote } from "./promote.ts";

/** Every pass, in an order in which they make sense. */
export const passes: readonly Pass[] = [fold, cse, forward, stores, promote, dce];
