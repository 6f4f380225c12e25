// One function of the benchmark in a process of its own: milliseconds of its first call, which
// compiles it, the same as processor time, and milliseconds of the second call.
//
//     node --import nabla/register bench/first-call.ts PROBLEM SIZE FUNCTION
import { subjectsOf } from "./gradbench/subjects.ts";
import { small } from "./workloads.ts";

const [problem, size, fn] = process.argv.slice(2);
const workload = small.find((w) => w.problem === problem && w.size === size)!;
const found = subjectsOf(workload.problem, workload.input()).find(({ name }) => name === fn)!;
const call = found.fn as (...args: readonly unknown[]) => unknown;

function timed(): [wall: number, processor: number] {
  const [start, used] = [performance.now(), process.cpuUsage()];
  call(...found.args);
  const { user, system } = process.cpuUsage(used);
  return [performance.now() - start, (user + system) / 1000];
}

const [first, processor] = timed();
const [second] = timed();
console.log(JSON.stringify({ first, processor, second }));
