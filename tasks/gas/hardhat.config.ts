import config from "../../hardhat.config.ts";

/** The same project with a place of its own for the production build, so that it and the daily one do not undo each other. */
export default {
  ...config,
  paths: { ...config.paths, artifacts: "cache/production/artifacts", cache: "cache/production" },
  typechain: { outDir: "cache/production/types" },
};
