// `vmap(f)`: a loop over lanes, which calls the function for each.
import { ne } from "../ops/compare.ts";
import { failWith, ifElse } from "../ops/control.ts";
import { guessFor } from "./array-method.ts";
import { intValue } from "./convert.ts";
import { invoke } from "./interpreter.ts";
import type { Machine } from "./machine.ts";
import { knownNumber } from "./operators.ts";
import type { Abs } from "./values.ts";
import {
  axesOfArguments,
  axesOption,
  laneOf,
  lanesOf,
  mappedIn,
  type Mapped,
} from "./vmap-axes.ts";
import { stacked } from "./vmap-results.ts";

/** A call of `vmap(f, options)`. */
export function callVmap(m: Machine, f: Abs, options: Abs | undefined, args: readonly Abs[]): Abs {
  const axes = axesOfArguments(m, axesOption(m, options, "in"), args);
  const mapped = args.flatMap((arg, i) => mappedIn(m, arg, axes[i]!, `argument ${i}`));
  const count = countOf(m, mapped);
  const lane = (index: Abs): Abs => {
    const own = args.map((arg, i) => laneOf(m, arg, axes[i]!, index));
    return invoke(m, f, own, undefined);
  };
  return stacked(m, count, lane, axesOption(m, options, "out"), guessFor(f));
}

/** How many lanes there are: all that is mapped has as many. */
function countOf(m: Machine, [first, ...others]: readonly Mapped[]): Abs {
  if (first === undefined) {
    return m.fault(
      "NB5014",
      "`vmap` has no argument with an axis to go along",
      "at least one argument must be an array that is not `in: null`",
    );
  }
  const count = lanesOf(m, first);
  for (const other of others) {
    const own = lanesOf(m, other);
    const [one, two] = [knownNumber(count), knownNumber(own)];
    const message = `${first.path} and ${other.path} have different numbers of lanes`;
    if (one !== undefined && two !== undefined && one !== two) {
      m.fault("NB4007", `${message}: ${one} and ${two}`);
    }
    if (one !== undefined && one === two) continue;
    ifElse(
      m.b,
      ne(m.b, intValue(m, count), intValue(m, own)),
      (b) => {
        failWith(b, "NB4007", message);
        return [];
      },
      () => [],
    );
  }
  return count;
}
