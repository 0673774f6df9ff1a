import { emptyTask } from "hardhat/config";
import { ArgumentType } from "hardhat/types/arguments";

import { built } from "../cli/built.ts";
import { repeatedTask, traderTask } from "../cli/taskOptions.ts";

/** `hardhat seller …`: tends a seller's auctions. */
export const sellerTasks = [
  emptyTask("seller", "Take leads, and tend your auctions").build(),
  repeatedTask(
    ["seller", "run"],
    "Open your auctions' bids the moment it can, deliver to winners at once, close what nobody won and list it again by a rule, until ctrl-C. " +
      "Keeps nothing but what is on chain. Exit code 1 with --once where something failed",
  )
    .addOption({
      name: "relist",
      description: "How often a lead that nobody bought is listed again, such as 3",
      type: ArgumentType.INT,
      defaultValue: 0,
    })
    .addOption({
      name: "reserveStep",
      description: "By how many percent its base reserve falls each time, 0 to 90, such as 10",
      type: ArgumentType.INT,
      defaultValue: 0,
    })
    .addOption({
      name: "operator",
      description:
        "The operator's file, such as my-operator.json: its hooks are told `lead.sold`; nothing is told by default",
      type: ArgumentType.STRING_WITHOUT_DEFAULT,
      defaultValue: undefined,
    })
    .setAction(built(() => import("./run.ts")))
    .build(),
  traderTask(
    ["seller", "serve"],
    "Take leads as forms and as brokers post them, encrypt them at once, and have them attested and listed, until ctrl-C",
  )
    .addOption({
      name: "host",
      description: "Address to listen on; another than this machine's needs TLS",
      defaultValue: "127.0.0.1",
    })
    .addOption({
      name: "port",
      description: "Port to listen on; 0 takes a free one",
      type: ArgumentType.INT,
      defaultValue: 8900,
    })
    .addOption({
      name: "cert",
      description: "PEM file of a TLS certificate, such as cert.pem; no TLS by default",
      type: ArgumentType.FILE_WITHOUT_DEFAULT,
      defaultValue: undefined,
    })
    .addOption({
      name: "key",
      description: "PEM file of the certificate's key, such as key.pem; no TLS by default",
      type: ArgumentType.FILE_WITHOUT_DEFAULT,
      defaultValue: undefined,
    })
    .addFlag({
      name: "behindProxy",
      description:
        "A proxy of yours speaks TLS and adds the client's address at the end of X-Forwarded-For",
    })
    .addOption({
      name: "publicUrl",
      description:
        "Where the world reaches it, for the record of consent, such as https://leads.example.com; where it listens by default",
      type: ArgumentType.STRING_WITHOUT_DEFAULT,
      defaultValue: undefined,
    })
    .addOption({
      name: "apiKey",
      description: "Configuration variable that holds the brokers' API key",
      defaultValue: "LEAD_INTAKE_KEY",
    })
    .addOption({
      name: "consentText",
      description: "The words next to the box that a form's consumer ticks",
      defaultValue:
        "I agree that the operator of this site and the one company that buys my request may contact me about it by phone, text message and e-mail, also by automated means. My consent is no condition of a purchase.",
    })
    .addOption({
      name: "deadline",
      description: "How long the DON may be away before an accepted lead is lost: 2h or 1d",
      defaultValue: "1d",
    })
    .setAction(built(() => import("./serve.ts")))
    .build(),
];
