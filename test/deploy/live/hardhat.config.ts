import config from "../../../hardhat.config.ts";

/** The same project with another place for records of deployments: a rehearsal must not touch those of Base. */
export default {
  ...config,
  paths: { ...config.paths, ignition: process.env["LEAD_ENGINE_REHEARSAL"] ?? "" },
};
