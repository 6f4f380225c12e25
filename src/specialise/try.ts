// `try`: what the function throws itself is a way out, as `break` is. Errors of functions that it
// calls, and those of running compiled code, end the call.
import type { TryNode } from "../syntax/tree.ts";
import { going } from "./flow.ts";
import { exec } from "./interpreter.ts";
import type { Handler, Machine } from "./machine.ts";
import { branch } from "./merge.ts";
import { assignPattern } from "./patterns.ts";
import { never, Scope, yes, type Abs } from "./values.ts";

export function execTry(m: Machine, node: TryNode, scope: Scope): void {
  if (node.handler === undefined) exec(m, node.block, scope);
  else tryCatch(m, node, scope);
  const { last } = node;
  if (last === undefined) return;
  const left = [...m.state.exits];
  m.state.exits.clear();
  m.at(last);
  exec(m, last, scope);
  const go = going(m);
  if (go.kind !== "const") {
    return m.fault("NB2010", "a jump out of `finally` on some paths", "jump after it instead");
  }
  // a jump out of `finally` takes the place of the one before
  if (go.value) for (const [target, flag] of left) m.state.exits.set(target, flag);
}

function tryCatch(m: Machine, node: TryNode, scope: Scope): void {
  const handler: Handler = {
    target: { name: "throw" },
    thrown: { name: "error" },
    frame: m.frame,
    outer: m.handler,
  };
  m.state.set(handler.thrown, never);
  m.handler = handler;
  try {
    exec(m, node.block, scope);
  } finally {
    m.handler = handler.outer;
  }
  const flag = m.state.exits.get(handler.target);
  if (flag === undefined) return;
  m.state.exits.delete(handler.target);
  const left = [...m.state.exits];
  m.state.exits.clear();
  branch(
    m,
    flag,
    () => caught(m, node, m.get(handler.thrown) as Abs, scope),
    () => {
      for (const [target, value] of left) m.state.exits.set(target, value);
    },
  );
}

function caught(m: Machine, node: TryNode, error: Abs, outer: Scope): void {
  const scope = new Scope(outer);
  if (node.param) assignPattern(m, node.param, error, scope, scope);
  if (node.handler) exec(m, node.handler, scope);
}

/** Leaves for the handler around this point; false where there is none. */
export function throwTo(m: Machine, error: Abs): boolean {
  const { handler } = m;
  if (handler === undefined) return false;
  if (handler.frame !== m.frame) {
    return m.fault(
      "NB2010",
      "an error that is thrown by a function called inside `try`",
      "return a value that tells, and throw or not where it is caught",
    );
  }
  m.state.set(handler.thrown, error);
  m.state.exits.set(handler.target, yes);
  return true;
}
