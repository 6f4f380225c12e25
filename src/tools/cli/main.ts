#!/usr/bin/env node
import { defineCommand, runMain } from "citty";
import { check } from "./check.ts";
import { explain } from "./explain.ts";
import { run } from "./run.ts";

const main = defineCommand({
  meta: { name: "nabla", description: "Derivatives of ordinary TypeScript" },
  subCommands: { run, explain, check },
});

await runMain(main);
