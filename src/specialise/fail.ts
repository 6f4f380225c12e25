import { failWith } from "../ops/control.ts";
import { Dead, type Machine } from "./machine.ts";

/** Ends the path: the program fails here when it runs. */
export function failHere(m: Machine, code: "NB4001" | "NB4005", message: string): never {
  failWith(m.b, code, message);
  throw new Dead();
}
