// Compiling a step in training a transformer, in a process of its own: milliseconds of the first
// call and of a later one, and the same as processor time.
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

const [first, firstProcessor] = timed();
timed();
const [later, laterProcessor] = timed();
console.log(JSON.stringify({ first, firstProcessor, later, laterProcessor }));
