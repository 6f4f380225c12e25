import { bounds } from "./bounds.ts";
import { carry } from "./carry.ts";
import { conditions } from "./conditions.ts";
import { copies } from "./copies.ts";
import { cse } from "./cse.ts";
import { dce } from "./dce.ts";
import { disjoint } from "./disjoint.ts";
import { fold } from "./fold.ts";
import { forward } from "./forward.ts";
import { inline } from "./inline.ts";
import { leaves } from "./leaves.ts";
import { licm, licmFinal } from "./licm.ts";
import { narrow, narrowFinal } from "./narrow.ts";
import type { Pass } from "./pass.ts";
import { promote } from "./promote.ts";
import { reuse } from "./reuse.ts";
import { shared } from "./shared.ts";
import { signature } from "./signature.ts";
import { sizes } from "./sizes.ts";
import { stores } from "./stores.ts";
import { tails } from "./tails.ts";
import { unroll, unrollFinal } from "./unroll.ts";
import { version } from "./version.ts";
import { whole } from "./whole.ts";

/** Between functions that call themselves, once, before any derivative is taken. */
export const recursion: readonly Pass[] = [leaves, sizes];

/** Between functions, once. */
export const start: readonly Pass[] = [inline, disjoint];

/** Within functions, again and again: each makes work for the others. */
export const cleanup: readonly Pass[] = [
  fold,
  unroll,
  cse,
  shared,
  conditions,
  whole,
  narrow,
  bounds,
  promote,
  forward,
  stores,
  dce,
  licm,
  carry,
  signature,
];

/** Once nothing is differentiated any more. */
export const finish: readonly Pass[] = [
  copies,
  licmFinal,
  tails,
  version,
  narrowFinal,
  unrollFinal,
];

const finals: ReadonlyMap<Pass, Pass> = new Map([
  [licm, licmFinal],
  [narrow, narrowFinal],
  [unroll, unrollFinal],
]);

/** After these, again and again. */
export const last: readonly Pass[] = cleanup.map((pass) => finals.get(pass) ?? pass);

/** After all others. */
export const close: readonly Pass[] = [reuse];

/** Every pass. */
export const passes: readonly Pass[] = [...recursion, ...start, ...cleanup, ...finish, ...close];
