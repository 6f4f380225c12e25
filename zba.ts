import * as make from "./bench/inputs.ts";
import { subjectsOf } from "./bench/gradbench/subjects.ts";
const [,, problem, which, n, ...nums] = process.argv;
const s = subjectsOf(problem as any, (make as any)[problem](...nums.map(Number)));
const { fn, args, name } = s[Number(which)] as any;
fn(...args);
let best = Infinity;
for (let k = 0; k < Number(n); k++) { const t = process.cpuUsage(); fn(...args); const d = process.cpuUsage(t); best = Math.min(best, (d.user + d.system) / 1000); }
console.log(name, best.toFixed(3), "ms cpu");
