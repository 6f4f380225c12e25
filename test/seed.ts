// Property tests draw the same cases in every run, so that a run that fails can be had again;
// `npm run fuzz` draws others. FC_SEED is a seed, or `random`.
import fc from "fast-check";

const { FC_SEED = "1" } = process.env;

fc.configureGlobal({
  ...fc.readConfigureGlobal(),
  ...(FC_SEED === "random" ? {} : { seed: Number(FC_SEED) }),
});
