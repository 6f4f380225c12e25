// Speaks the GradBench protocol: one JSON message a line on standard input, one response a line on
// standard output, in the order of the messages.

import { createInterface } from "node:readline";
import { respondToLine } from "./protocol.ts";

for await (const line of createInterface({ input: process.stdin, crlfDelay: Infinity })) {
  if (line.trim() !== "") process.stdout.write(`${JSON.stringify(await respondToLine(line))}\n`);
}
