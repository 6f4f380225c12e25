// `try`: an error that is caught is a way out, as `break` is. Errors of running compiled code, such
// as an index outside an array, end the call.
import type { TryNode } from "../syntax/tree.ts";
import { going } from "./flow.ts";
import { ofKind } from "./handlers.ts";
import { closed, exec } from "./interpreter.ts";
import type { Handler, Machine, Thrown } from "./machine.ts";
import { branch } from "./merge.ts";
import { assignPattern } from "./patterns.ts";
import { Scope, type Abs } from "./values.ts";

/** Runs a `try`; `rethrow` throws what is not caught in it. */
export function execTry(
  m: Machine,
  node: TryNode,
  scope: Scope,
  rethrow: (error: Abs) => void,
): void {
  const { last } = node;
  if (last === undefined) return tryCatch(m, node, scope);
  const passing = handled(m, () => tryCatch(m, node, scope));
  const left = m.state.takeExits();
  m.at(last);
  closed(m, () => exec(m, last, scope));
  // a jump out of `finally` takes the place of the one before
  const go = going(m);
  const jumps = m.state.takeExits();
  const goesOn = (): void => {
    m.state.leave(left);
    caughtBy(m, passing, rethrow);
  };
  branch(m, go, goesOn, () => m.state.leave(jumps, true));
}

function tryCatch(m: Machine, node: TryNode, scope: Scope): void {
  if (node.handler === undefined) return exec(m, node.block, scope);
  const handler = handled(m, () => exec(m, node.block, scope));
  caughtBy(m, handler, (error) => {
    const inner = new Scope(scope);
    if (node.param) assignPattern(m, node.param, error, inner, inner);
    if (node.handler) exec(m, node.handler, inner);
  });
}

/** Runs `run`, whose errors lead to the handler that is given. */
function handled(m: Machine, run: () => void): Handler {
  const outer = m.handler;
  const handler: Handler = { ways: new Map(), state: m.state };
  m.handler = handler;
  try {
    closed(m, run);
  } finally {
    m.handler = outer;
  }
  return handler;
}

/** Runs `body` for what has been thrown, once for each kind of value. */
function caughtBy(m: Machine, { ways }: Handler, body: (error: Abs) => void): void {
  const next = ([one, ...others]: readonly (readonly [kind: unknown, Thrown])[]): void => {
    if (one === undefined) return;
    const [kind, way] = one;
    const flag = m.state.exits.get(way.target);
    if (flag === undefined) return next(others);
    const { flags, gone } = m.state.takeExits();
    const left = { flags: flags.filter(([target]) => target !== way.target), gone };
    branch(
      m,
      flag,
      () => body(ofKind(m, kind, m.get(way.value) as Abs)),
      () => {
        m.state.leave(left);
        next(others);
      },
    );
  };
  next([...ways]);
}
