// A program that keeps the compiler from ending is shown, since nothing else can interrupt it.
import { Worker } from "node:worker_threads";
import { compiledText } from "./program.ts";
import type { Point } from "./subject.ts";

/** Longest time that one program may take. */
const seconds = 120;

const dog = `
  const { parentPort } = require("node:worker_threads");
  const { writeSync } = require("node:fs");
  let timer;
  parentPort.on("message", (text) => {
    clearTimeout(timer);
    if (text === "") return;
    timer = setTimeout(() => {
      writeSync(2, "this has not ended after ${seconds} seconds:\\n" + text + "\\n");
      process.kill(process.pid, "SIGKILL");
    }, ${1000 * seconds});
  });
`;

let worker: Worker | undefined;

/** Runs `body`; ends the process, with the program, if it does not end. */
export function watched<T>(text: string, point: Point, body: () => T): T {
  if (worker === undefined) {
    worker = new Worker(dog, { eval: true });
    worker.unref();
  }
  worker.postMessage(`${compiledText(text)}\nat ${JSON.stringify(point)}`, []);
  try {
    return body();
  } finally {
    worker.postMessage("", []);
  }
}
