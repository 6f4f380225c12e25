// Values that are one of several, which only running tells.
import { NablaError } from "../diagnostics/error.ts";
import { failWith } from "../ops/control.ts";
import { Dead, type Machine } from "./machine.ts";
import { branch } from "./merge.ts";
import { bool, type Abs, type ChoiceAbs } from "./values.ts";

/**
 * Runs `run` for the value that it is. What cannot be compiled for some of them is an error when
 * running, and when compiling only if it is for all.
 */
export function ofChoice(m: Machine, choice: ChoiceAbs, run: (one: Abs) => Abs): Abs {
  const errors: NablaError[] = [];
  const side = (one: Abs) => (): Abs => {
    try {
      return one.kind === "choice" ? ofChoice(m, one, run) : run(one);
    } catch (error) {
      if (!(error instanceof NablaError)) throw error;
      errors.push(error);
      failWith(m.b, error.code, error.detail.message);
      throw new Dead();
    }
  };
  const [one, other] = choice.of;
  const refuse = (): void => {
    if (errors.length === 2) throw errors[0] as NablaError;
  };
  try {
    const value = branch(m, bool(choice.first), side(one), side(other));
    refuse();
    return value;
  } catch (error) {
    if (error instanceof Dead) refuse();
    throw error;
  }
}
