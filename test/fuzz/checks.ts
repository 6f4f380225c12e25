import { checkArrays, checkCurved, checkLengths, checkMapped } from "./array-checks.ts";
import { arrayProgram } from "./arrays.ts";
import type { Style } from "./choices.ts";
import {
  checkApi,
  checkBackends,
  checkCost,
  checkGradient,
  checkHessian,
  checkSecond,
} from "./gradients.ts";
import { checkGraphs, graphProgram } from "./graphs.ts";
import { checkRewritten } from "./metamorphic.ts";
import { kernelProgram } from "./kernels.ts";
import { checkLanes } from "./lanes.ts";
import { namesProgram } from "./names.ts";
import { checkQuickly } from "./quick.ts";
import { checkCurvature, checkJacobian, checkOptions } from "./options.ts";
import { checkRules } from "./rules.ts";
import { checkResults, checkStructures } from "./shapes.ts";
import type { Point } from "./subject.ts";
import { checkThreads } from "./threads.ts";
import { checkPasses, checkPublic, checkValue } from "./values.ts";

export interface Check {
  readonly check: (text: string, point: Point) => void;
  readonly style?: Style;
  readonly program?: (list: readonly number[]) => string;
  /** How many programs a short run takes. */
  readonly few: number;
}

const heap = { heap: true } as const;

/** By what must hold. */
export const checks: Readonly<Record<string, Check>> = {
  "the value is that of plain JavaScript": { check: checkValue, few: 12 },
  "every pass can be left out": { check: checkPasses, few: 6 },
  "programs, at a look": { check: checkQuickly, few: 15 },
  "programs with objects, at a look": { check: checkQuickly, style: heap, few: 10 },
  "the value of programs with objects": { check: checkValue, style: heap, few: 5 },
  "passes left out of programs with objects": { check: checkPasses, style: heap, few: 1 },
  "gradients of programs with objects": { check: checkGradient, style: heap, few: 4 },
  "back ends of programs with objects": { check: checkBackends, style: heap, few: 2 },
  "public gradients of programs with objects": { check: checkApi, style: heap, few: 4 },
  "second derivatives of programs with objects": { check: checkSecond, style: heap, few: 1 },
  "Hessians of programs with objects": { check: checkHessian, style: heap, few: 1 },
  "programs that are given linked objects": { check: checkGraphs, program: graphProgram, few: 8 },
  "an object has many names": { check: checkGraphs, program: namesProgram, few: 6 },
  "the public jit changes nothing": { check: checkPublic, style: { exact: true }, few: 40 },
  "gradients agree, and with forward mode and differences": { check: checkGradient, few: 15 },
  "gradients of programs that take gradients": {
    check: checkGradient,
    style: { nested: true },
    few: 6,
  },
  "gradients are the same in every back end": { check: checkBackends, few: 15 },
  "the public gradients are those of the transforms": { check: checkApi, few: 15 },
  "derivatives of derivatives": { check: checkSecond, few: 10 },
  "Hessians are symmetric however they are made": { check: checkHessian, few: 5 },
  "how a program is written means nothing": { check: checkRewritten, few: 4 },
  "how a program with objects is written means nothing": {
    check: checkRewritten,
    style: heap,
    few: 2,
  },
  "the structure of the arguments means nothing": {
    check: checkStructures,
    style: { exact: true },
    few: 6,
  },
  "both modes agree on results of any structure": { check: checkResults, few: 15 },
  "rules made of derivatives, and checkpoints, change none": { check: checkRules, few: 2 },
  "rules and checkpoints of programs with objects": { check: checkRules, style: heap, few: 1 },
  "options change no bit of a gradient": { check: checkOptions, few: 4 },
  "options for programs with objects": { check: checkOptions, style: heap, few: 2 },
  "second derivatives, by differences": { check: checkCurvature, few: 10 },
  "second derivatives of programs with objects, by differences": {
    check: checkCurvature,
    style: heap,
    few: 3,
  },
  "Jacobians by columns and by rows": { check: checkJacobian, few: 5 },
  "Jacobians of programs with objects": { check: checkJacobian, style: heap, few: 2 },
  "threads change no bit": { check: checkThreads, few: 8 },
  "threads for programs with objects": { check: checkThreads, style: heap, few: 2 },
  "lanes change nothing": { check: checkLanes, few: 3 },
  "the value of kernels": { check: checkValue, program: kernelProgram, few: 5 },
  "passes left out of kernels": { check: checkPasses, program: kernelProgram, few: 1 },
  "gradients of kernels": { check: checkGradient, program: kernelProgram, few: 3 },
  "kernels, at a look": { check: checkQuickly, program: kernelProgram, few: 10 },
  "lanes of kernels": { check: checkLanes, program: kernelProgram, few: 4 },
  "threads for kernels": { check: checkThreads, program: kernelProgram, few: 3 },
  "options for kernels": { check: checkOptions, program: kernelProgram, few: 2 },
  "second derivatives of kernels": { check: checkCurvature, program: kernelProgram, few: 3 },
  "Jacobians of kernels": { check: checkJacobian, program: kernelProgram, few: 3 },
  "how a kernel is written means nothing": {
    check: checkRewritten,
    program: kernelProgram,
    few: 3,
  },
  "arrays: the value, outside of compiled code, compiled and interpreted": {
    check: checkArrays,
    program: arrayProgram,
    few: 4,
  },
  "arrays, at a look": { check: checkQuickly, program: arrayProgram, few: 4 },
  "public gradients of arrays": { check: checkApi, program: arrayProgram, few: 2 },
  "arrays of other lengths": { check: checkLengths, program: arrayProgram, few: 1 },
  "arrays in lanes": { check: checkMapped, program: arrayProgram, few: 1 },
  "second derivatives of arrays": { check: checkCurved, program: arrayProgram, few: 1 },
  "threads for arrays": { check: checkThreads, program: arrayProgram, few: 2 },
  "a gradient costs little": { check: checkCost, few: 20 },
};
