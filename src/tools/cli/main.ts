#!/usr/bin/env node
import { defineCommand, runMain } from "citty";
import { build } from "./build.ts";
import { check } from "./check.ts";
import { explain } from "./explain.ts";
import { run } from "./run.ts";

const main = defineCommand({
  meta: { name: "nabla", description: "Derivatives of ordinary TypeScript" },
  subCommands: { run, explain, check, build },
});

await runMain(main);
