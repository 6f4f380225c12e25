/**
 * What it costs to make a closure: plain, and prepared by the build. CPU time, the best of several
 * runs, since the machine is shared.
 *
 *     node --import nabla/register bench/closures.ts
 */
import { transformSync } from "oxc-transform";
import { prepareModule } from "../src/tools/prepare.ts";

const code = `
let sink: unknown;
export function arrows(n: number): unknown {
  for (let i = 0; i < n; i++) {
    const f = (x: number): number => x * i;
    sink = f;
  }
  return sink;
}
export function methods(n: number): unknown {
  for (let i = 0; i < n; i++) sink = { scale(x: number): number { return x * i; } };
  return sink;
}
export function passed(n: number): unknown {
  const keep = (f: unknown): void => { sink = f; };
  for (let i = 0; i < n; i++) keep((x: number) => x * i + n);
  return sink;
}
`;

type Loops = Readonly<Record<string, (n: number) => unknown>>;

async function load(text: string): Promise<Loops> {
  const { code: erased } = transformSync("loops.ts", text);
  return (await import(`data:text/javascript,${encodeURIComponent(erased)}`)) as Loops;
}

function nanoseconds(loop: (n: number) => unknown): number {
  const count = 1_000_000;
  let best = Infinity;
  for (let run = 0; run < 20; run++) {
    const start = process.cpuUsage();
    loop(count);
    const { user, system } = process.cpuUsage(start);
    best = Math.min(best, ((user + system) * 1000) / count);
  }
  return best;
}

const runtime = new URL("../src/reflect/attach.ts", import.meta.url);
const attach = `data:text/javascript,${encodeURIComponent(
  transformSync("attach.ts", await (await import("node:fs/promises")).readFile(runtime, "utf8"))
    .code,
)}`;
const plain = await load(code);
const prepared = await load(prepareModule(code, { id: "loops.ts", runtime: attach })!.code);

for (const name of Object.keys(plain)) {
  const [before, after] = [nanoseconds(plain[name]!), nanoseconds(prepared[name]!)];
  console.log(`${name}: ${before.toFixed(1)} ns plain, ${after.toFixed(1)} ns prepared`);
}
