// The package as it was built, which is the one that the programs import: functions are known to it
// by identity.
type Built = typeof import("../src/driver/inspect.ts");

const url: string = new URL("../dist/driver/inspect.js", import.meta.url).href;

export const { emitCode, inspect, library } = (await import(url)) as Built;
