import { defineCommand, type CommandDef } from "citty";
import { checkGrad, type Comparison } from "../../api/check-grad.ts";
import { findTarget, reporting } from "./target.ts";

const args = {
  target: {
    type: "positional",
    required: true,
    description: "the function",
    valueHint: "FILE.ts#function",
  },
  args: { type: "string", description: "its arguments, as a JavaScript list" },
  wrt: { type: "string", description: "position of the argument differentiated", default: "0" },
} as const;

export const check: CommandDef<typeof args> = defineCommand({
  meta: { name: "check", description: "Compare a gradient with finite differences" },
  args,
  run: ({ args: given }) =>
    reporting(async () => {
      const { name, fn, args: values } = await findTarget(given.target, given.args);
      const wrt = Number(given.wrt);
      const result = checkGrad(fn as (...x: unknown[]) => number, { wrt })(...values);
      for (const failure of result.failures.slice(0, 10)) console.log(`WRONG ${line(failure)}`);
      if (result.worst !== undefined) console.log(`worst ${line(result.worst)}`);
      console.log(
        result.ok
          ? `${name}: ${result.compared} partial derivatives agree with finite differences`
          : `${name}: ${result.failures.length} of ${result.compared} partial derivatives differ`,
      );
      if (result.notFinite !== undefined) console.log(`\n${result.notFinite}`);
      if (!result.ok) process.exitCode = 1;
    }),
});

function line({ path, derivative, difference, error, tolerance }: Comparison): string {
  return `${path}: nabla ${derivative}, differences ${difference}; error ${error.toExponential(1)}, tolerance ${tolerance.toExponential(1)}`;
}
