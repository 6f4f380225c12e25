import type { Module } from "./evaluation.ts";
import { readFields, type Fields } from "./fields.ts";

/** Each module is loaded when it is first asked for. */
const modules: Readonly<Record<string, () => Promise<Module>>> = {
  hello: async () => (await import("./evals/hello.ts")).functions,
  llsq: async () => (await import("./evals/llsq.ts")).functions,
  lse: async () => (await import("./evals/lse.ts")).functions,
  ode: async () => (await import("./evals/ode.ts")).functions,
  det: async () => (await import("./evals/det.ts")).functions,
  gmm: async () => (await import("./evals/gmm.ts")).functions,
  kmeans: async () => (await import("./evals/kmeans.ts")).functions,
  lstm: async () => (await import("./evals/lstm.ts")).functions,
  ba: async () => (await import("./evals/ba.ts")).functions,
  ht: async () => (await import("./evals/ht.ts")).functions,
  particle: async () => (await import("./evals/particle.ts")).functions,
  saddle: async () => (await import("./evals/saddle.ts")).functions,
};

/** The functions of the problem `name`. */
export async function loadModule(name: unknown): Promise<Module> {
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
