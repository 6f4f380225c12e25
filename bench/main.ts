// How fast nabla is: see README.md in this folder.
//
//     npm run bench -- [--quick] [--only NAME] [--json FILE] [--c FOLDER] [--seconds S] [--rounds N]
import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { arrayResults } from "./arrays/main.ts";
import { showArrays, wrongArrays } from "./arrays/show.ts";
import { countsOf, showCounts } from "./counts.ts";
import { baselines } from "./hand-written.ts";
import { callTimes, firstCallsOf, latency, showFirstCalls, showLatency } from "./latency.ts";
import { machine } from "./machine.ts";
import { peerTimes, showPeers } from "./peers.ts";
import { isPrimal, ratiosOf, showRatios, showTimes, timesOf, wrong, type Timing } from "./times.ts";
import { small, workloads, type Workload } from "./workloads.ts";

const { values: options } = parseArgs({
  options: {
    quick: { type: "boolean", default: false },
    only: { type: "string" },
    json: { type: "string" },
    c: {
      type: "string",
      default: fileURLToPath(new URL("../../shared/gradbench", import.meta.url)),
    },
    seconds: { type: "string" },
    rounds: { type: "string" },
  },
});
const rounds = {
  count: Number(options.rounds ?? (options.quick ? 3 : 5)),
  seconds: Number(options.seconds ?? (options.quick ? 0.05 : 0.2)),
};
const isChosen = ({ problem, quick }: Workload): boolean =>
  (quick || !options.quick) && (options.only ?? problem) === problem;

const about = machine();
console.log(`${about.cpu}, ${about.cores} cores, Node ${about.node}\n`);
const c = await baselines(options.c);
if (typeof c === "string") console.log(`not compared with hand-written C: ${c}\n`);
const handWritten = typeof c === "string" ? undefined : c;

const calls = options.only === "arrays" ? undefined : callTimes();
const timings: Timing[] = [];
for (const workload of workloads.filter(isChosen)) {
  process.stderr.write(`${workload.problem} ${workload.size}\n`);
  // one after the other, since times are taken
  // oxlint-disable-next-line no-await-in-loop
  timings.push(...(await timesOf(workload, rounds, handWritten)));
}
if (timings.length > 0) console.log(`${showTimes(timings, handWritten !== undefined)}\n`);
const ratios = ratiosOf(timings);
if (ratios.length > 0) console.log(`${showRatios(ratios)}\n`);

const peers = options.only === undefined ? await peerTimes(rounds) : undefined;
if (peers !== undefined) {
  if (peers.times.some(({ system }) => system !== "nabla")) {
    console.log(`${showPeers(peers.times)}\n`);
  }
  for (const line of peers.missing) console.log(`${line}\n`);
}

const arrays = (options.only ?? "arrays") === "arrays" ? await arrayResults(rounds) : undefined;
if (arrays !== undefined) {
  console.log(`${showArrays(arrays)}\n`);
  for (const line of arrays.missing) console.log(`${line}\n`);
}

const counts = small.filter(isChosen).flatMap(countsOf);
if (counts.length > 0) console.log(`${showCounts(counts)}\n`);

const firstCalls = small.filter(isChosen).flatMap((w) => firstCallsOf(w, options.quick ? 1 : 3));
if (firstCalls.length > 0) console.log(`${showFirstCalls(firstCalls)}\n`);
const derivatives = firstCalls.filter(({ fn }) => !isPrimal(fn));
const waiting = calls && (await latency(calls, derivatives));
if (waiting !== undefined) console.log(`${showLatency(waiting)}\n`);

if (options.json !== undefined) {
  const results = {
    machine: about,
    rounds,
    timings,
    ratios,
    peers,
    arrays,
    counts,
    firstCalls,
    latency: waiting,
  };
  writeFileSync(options.json, `${JSON.stringify(results, null, 2)}\n`);
}
const differing = [...wrong(timings), ...wrongArrays(arrays?.times ?? [])];
for (const line of differing) console.error(`WRONG ${line}`);
if (differing.length > 0) process.exitCode = 1;
