// Starting workers, in Node and in browsers.
import { serve, threadIn, type Duty } from "./thread.ts";

type NodeWorker = new (
  source: string,
  options: object,
) => { unref(): void; on(event: string, then: () => void): void };

interface Host {
  readonly process?: { getBuiltinModule?: (name: string) => unknown };
}

const builtin = (name: string): unknown => (globalThis as Host).process?.getBuiltinModule?.(name);

// bundlers may have put `__name` around functions
const source = `var __name = (f) => f;
const duty = (given) => (${serve})(given, ${threadIn});
if (typeof require === "function") duty(require("node:worker_threads").workerData);
else onmessage = (event) => duty(event.data);`;

/** Starts a worker, where there are any. One that is lost before it has taken a chunk is not missed. */
export function startWorker(duty: Duty): void {
  const node = builtin("node:worker_threads") as { readonly Worker: NodeWorker } | undefined;
  if (node !== undefined) {
    // without the hooks and the environment of the program: it runs nothing of that
    const worker = new node.Worker(source, { eval: true, workerData: duty, execArgv: [], env: {} });
    worker.unref();
    worker.on("error", () => undefined);
    return;
  }
  if (typeof Worker === "undefined") return;
  const address = URL.createObjectURL(new Blob([source], { type: "text/javascript" }));
  const worker = new Worker(address);
  worker.addEventListener("error", (event) => event.preventDefault());
  worker.postMessage(duty, []);
}

/** How many threads the machine runs at once. */
export function processors(): number {
  const os = builtin("node:os") as { availableParallelism?: () => number } | undefined;
  const { navigator } = globalThis as { navigator?: { hardwareConcurrency?: number } };
  return os?.availableParallelism?.() ?? navigator?.hardwareConcurrency ?? 1;
}

/** Whether this thread may stand still: the main thread of a page may not. */
export function mayWait(): boolean {
  try {
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 0);
    return true;
  } catch {
    return false;
  }
}
