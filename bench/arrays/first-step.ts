// Compiling a step in training a transformer, in a process of its own: milliseconds of the first
// call, the same as processor time, and of the second call.
//
//     node --import nabla/register bench/arrays/first-step.ts gradient|step
import { gradient, someTexts, start, step } from "./transformer.ts";

const state = start();
const [text, next] = someTexts();
const call =
  process.argv[2] === "step"
    ? () => step(state, text, next, 1)
    : () => gradient(state.p, text, next);

function timed(): [wall: number, processor: number] {
  const [begun, used] = [performance.now(), process.cpuUsage()];
  call();
  const { user, system } = process.cpuUsage(used);
  return [performance.now() - begun, (user + system) / 1000];
}

const [first, processor] = timed();
timed();
const [second] = timed();
console.log(JSON.stringify({ first, processor, second }));
