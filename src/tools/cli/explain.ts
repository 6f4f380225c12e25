import { defineCommand, type CommandDef } from "citty";
import { explain as explainFunction, type Explanation } from "../../api/explain.ts";
import { findTarget, reporting, UsageError } from "./target.ts";

const args = {
  target: {
    type: "positional",
    required: true,
    description: "the function",
    valueHint: "FILE.ts#function",
  },
  args: { type: "string", description: "its arguments, as a JavaScript list" },
  wrt: { type: "string", description: "position of the argument differentiated", default: "0" },
  only: {
    type: "string",
    description: "one section: surface, ir, optimised, derivative, code, cost, kept",
  },
  cost: { type: "boolean", description: "the section cost: what one iteration of each loop does" },
  parallel: {
    type: "boolean",
    description: "with the option `parallel`: which loops threads share",
  },
} as const;

export const explain: CommandDef<typeof args> = defineCommand({
  meta: {
    name: "explain",
    description:
      "Show what becomes of a function: surface, IR, derivative, cost, what is kept and why",
  },
  args,
  run: ({ args: given }) =>
    reporting(async () => {
      const { fn, args: values } = await findTarget(given.target, given.args);
      const options = { wrt: Number(given.wrt), parallel: given.parallel === true };
      const explanation = explainFunction(fn, options)(...values);
      const only = given.cost === true ? "cost" : given.only;
      if (only === undefined) return console.log(String(explanation));
      if (!(only in explanation)) throw new UsageError(`there is no section \`${only}\``);
      console.log(explanation[only as keyof Omit<Explanation, "toString">]);
    }),
});
