import { countsOf, showCounts } from "./bench/counts.ts";
import * as make from "./bench/inputs.ts";
const [,, problem, ...nums] = process.argv;
const args = nums.map(Number);
console.log(showCounts(countsOf({ problem, size: nums.join(), quick: true, input: () => (make as any)[problem](...args) })));
