import { emptyTask, task } from "hardhat/config";
import { ArgumentType } from "hardhat/types/arguments";

import { built } from "../cli/built.ts";

/** `hardhat scoring …`: the service that scores leads for the confidential-http workflow. */
export const scoringTasks = [
  emptyTask("scoring", "Score leads for the DON's confidential-http workflow").build(),
  task(
    ["scoring", "serve"],
    "Answer the confidential-http workflow: open and score packages until ctrl-C; speaks plain HTTP, so put a proxy with HTTPS before it. " +
      "Reads from the environment or the keystore: SCORING_API_KEY (at least 32 characters; whoever has it may ask), DEDUP_SECRET and " +
      "LEAD_KEY_<epoch> (32 bytes in hexadecimal each), VENDOR_API_KEY with --vendor-url",
  )
    .addOption({
      name: "host",
      description: "Address to listen on; by default this machine only",
      type: ArgumentType.STRING,
      defaultValue: "127.0.0.1",
    })
    .addOption({
      name: "port",
      description: "Port to listen on; 0 takes a free one",
      type: ArgumentType.INT,
      defaultValue: 8_787,
    })
    .addOption({
      name: "epochs",
      description: "Epochs of the DON's key whose LEAD_KEY_<epoch> is held, such as 1 or 1,2",
      type: ArgumentType.STRING,
      defaultValue: "1",
    })
    .addOption({
      name: "vendorUrl",
      description:
        "URL of the vendor gateway, such as http://127.0.0.1:8800; none by default: leads are scored by their form",
      type: ArgumentType.STRING_WITHOUT_DEFAULT,
      defaultValue: undefined,
    })
    .addFlag({
      name: "json",
      description: "Print where it listens as one JSON object in a line",
    })
    .setAction(built(() => import("./serve.ts")))
    .build(),
];
