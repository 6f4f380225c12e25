import * as make from "./bench/inputs.ts";
import { explain } from "nabla";
import { subjectsOf } from "./bench/gradbench/subjects.ts";
const [,, problem, which, ...nums] = process.argv;
const s = subjectsOf(problem as any, (make as any)[problem](...nums.map(Number)));
const { args, fn } = s[Number(which)] as any;
console.log((explain(fn) as any)(...args).code);
