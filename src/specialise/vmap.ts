// `vmap(f)`: array code for all lanes, or a loop over them, which calls the function for each.
import { NablaError } from "../diagnostics/error.ts";
import { ne } from "../ops/compare.ts";
import { failWith, ifElse } from "../ops/control.ts";
import { guessFor } from "./array-method.ts";
import { intValue } from "./convert.ts";
import { invoke } from "./interpreter.ts";
import type { Machine } from "./machine.ts";
import { knownNumber } from "./operators.ts";
import type { Abs } from "./values.ts";
import { vmapOfArrays, type OnArrays } from "./vmap-arrays.ts";
import {
  axesOfArguments,
  axesOption,
  laneOf,
  lanesOf,
  mappedIn,
  shapeOf,
  withLanesFirst,
  type Mapped,
} from "./vmap-axes.ts";
import { stacked } from "./vmap-results.ts";

/** A call of `vmap(f, options)`. */
export function callVmap(m: Machine, f: Abs, options: Abs | undefined, args: readonly Abs[]): Abs {
  const axes = axesOfArguments(m, axesOption(m, options, "in"), args);
  const out = axesOption(m, options, "out");
  const mapped = args.flatMap((arg, i) => mappedIn(m, arg, axes[i]!, `argument ${i}`));
  const count = countOf(m, mapped);
  const whole = args.map((arg, i) => withLanesFirst(m, arg, axes[i]!));
  const call = { f, args: whole, axes, mapped, out };
  if (!mapped.some(({ of }) => of.kind === "nd" && shapeOf(of.value).length === 1)) {
    return mappedOver(m, call, count, false);
  }
  // lanes are numbers; to a function that cannot do with these, arrays without axes
  const saved = m.save();
  try {
    return mappedOver(m, call, count, false);
  } catch (error) {
    if (!(error instanceof NablaError) || !/^NB[26]/.test(error.code)) throw error;
    m.restore(saved);
    try {
      return mappedOver(m, call, count, true);
    } catch (again) {
      throw again instanceof NablaError ? error : again;
    }
  }
}

function mappedOver(
  m: Machine,
  call: Omit<OnArrays, "size" | "isArray">,
  count: Abs,
  isArray: boolean,
): Abs {
  const { f, args, axes, out } = call;
  const size = knownNumber(count);
  if (size !== undefined) {
    const made = vmapOfArrays(m, { ...call, size, isArray });
    if (made !== undefined) return made;
  }
  const lane = (index: Abs): Abs => {
    const own = args.map((arg, i) => laneOf(m, arg, axes[i]!, { index, isArray }));
    return invoke(m, f, own, undefined);
  };
  return stacked(m, count, lane, out, guessFor(f));
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
