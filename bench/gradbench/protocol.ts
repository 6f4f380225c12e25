import type { Module } from "./evaluation.ts";
import { readFields, type Fields } from "./fields.ts";

/** Each module is loaded when it is first asked for. */
const modules: Readonly<Record<string, () => Promise<Module>>> = {
  hello: () => import("./evals/hello.ts"),
  llsq: () => import("./evals/llsq.ts"),
  lse: () => import("./evals/lse.ts"),
  ode: () => import("./evals/ode.ts"),
  det: () => import("./evals/det.ts"),
  gmm: () => import("./evals/gmm.ts"),
  kmeans: () => import("./evals/kmeans.ts"),
  lstm: () => import("./evals/lstm.ts"),
  ba: () => import("./evals/ba.ts"),
  ht: () => import("./evals/ht.ts"),
  particle: () => import("./evals/particle.ts"),
  saddle: () => import("./evals/saddle.ts"),
};

async function loadModule(name: unknown): Promise<Module> {
  const load = typeof name === "string" && Object.hasOwn(modules, name) ? modules[name] : undefined;
  if (!load) throw new Error(`unknown module ${JSON.stringify(name)}`);
  return load();
}

async function evaluate(message: Fields): Promise<Fields> {
  const module = await loadModule(message["module"]);
  const name = message["function"];
  const known = typeof name === "string" && Object.hasOwn(module, name);
  if (!known) {
    throw new Error(`unknown function ${JSON.stringify(name)} of module ${message["module"]}`);
  }
  return { success: true, ...module[name]!(message["input"]) };
}

async function respond(message: Fields): Promise<Fields> {
  switch (message["kind"]) {
    case "start":
      return { tool: "nabla" };
    case "define":
      await loadModule(message["module"]);
      return { success: true };
    case "evaluate":
      return evaluate(message);
    default:
      return {};
  }
}

/**
 * The response to one line of the protocol. Whatever goes wrong becomes a failure in the response,
 * with the message's id, or null where it cannot be read.
 */
export async function respondToLine(line: string): Promise<Fields> {
  let id: unknown = null;
  try {
    const message = readFields(JSON.parse(line), "a message");
    id = message["id"] ?? null;
    return { id, ...(await respond(message)) };
  } catch (fault) {
    return { id, success: false, error: fault instanceof Error ? fault.message : String(fault) };
  }
}
