/**
 * Going on after what may have left. Statements are followed by others under a condition, see
 * `proceed`; in the middle of an expression the machine moves into a branch instead, a guard, which
 * ends where the region around it ends.
 */
import { going } from "./flow.ts";
import { Dead, Left, type Machine } from "./machine.ts";
import { merge } from "./merge.ts";
import { never, type Abs } from "./values.ts";

/** Goes on only where control has not left. */
export function goOn(m: Machine): void {
  if (m.state.exits.size === 0) return;
  const goes = going(m);
  if (goes.kind === "const") {
    if (goes.value) return;
    throw new Left();
  }
  const left = m.state.takeExits();
  const branch = m.open();
  m.guards.push({ b: m.b, state: m.state, goes: goes.value, branch, left });
  m.b = branch.b;
  m.state = branch.state;
  m.depth++;
}

/** Runs `run`, at whose end all guards that it has opened are closed; gives its value after that. */
export function closed(m: Machine, run: () => Abs | void): Abs | void {
  const outside = m.guards.length;
  let value: Abs | void;
  try {
    value = run();
  } catch (error) {
    const ends = error instanceof Dead && m.guards.length > outside;
    if (!ends && !(error instanceof Left)) {
      m.dropGuards(outside);
      throw error;
    }
    m.state.dead = ends;
    value = never;
  }
  while (m.guards.length > outside) value = close(m, value ?? never);
  return value;
}

/** Ends the innermost guard; `value` is that of what has run in it. */
function close(m: Machine, value: Abs): Abs {
  const { b, state, goes, branch, left } = m.guards.at(-1)!;
  m.dropGuards(m.guards.length - 1);
  m.b = b;
  m.state = state;
  branch.value = value;
  const other = m.open();
  other.state.leave(left, true);
  return merge(m, goes, branch, other);
}
