import { readFile } from "node:fs/promises";

import { isAddress, isAddressEqual, zeroAddress, type Address } from "viem";
import { z } from "zod";

import {
  loadParameters,
  parseParameters,
  withParameters,
  type ParameterSet,
  type ProtocolParameters,
} from "../parameters/loadParameters.ts";
import { toCurvePoint } from "../sdk/crypto/point.ts";
import { LeadEngineError } from "../sdk/errors/leadEngineError.ts";

/** An address of its owner's choice: nobody's would lock something away for good. */
const account = z.custom<Address>(
  (value) => typeof value === "string" && isAddress(value) && !isAddressEqual(value, zeroAddress),
  "must be an address, with its checksum or all in lower case, and not the zero address",
);
const workflow = z.object({ workflowOwner: account });

/** What no file of a network can say: it is the deploying organisation's own. */
const own = z.object({
  Leads: workflow.extend({ donKeyX: z.bigint(), donKeyY: z.bigint() }).refine(isPoint, {
    message: "donKeyX and donKeyY must be a point of secp256k1",
  }),
  Keeper: workflow,
  Bounties: workflow,
  Market: z.object({ treasury: account }),
  Oracles: z.object({ vrfSubscriptionId: z.bigint().positive() }),
  Roles: z.object({
    governor: account,
    upgrader: account,
    configurator: account,
    guardian: account,
    compliance: account,
  }),
});

/**
 * A live network's parameters, with those of a file of one's own instead of or beside them.
 * @param file in the form of `deploy/parameters/base.json`; undefined for none.
 * @param deployer gives up every role, so it may hold none.
 * @throws {LeadEngineError} names all that is missing or wrong.
 */
export async function liveParameters(
  set: ParameterSet,
  file: string | undefined,
  deployer: Address,
): Promise<ProtocolParameters> {
  const changes = file === undefined ? {} : await readChanges(file);
  const parameters = withParameters(await loadParameters(set), changes);
  const checked = own.safeParse(parameters);
  if (!checked.success) {
    const issues = checked.error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`);
    throw new LeadEngineError(
      "MISSING_PARAMETERS",
      `Parameters of your own are missing or wrong:\n${issues.join("\n")}`,
      "Put them in a file and name it with --parameters: deploy/parameters/own.example.json has the form.",
    );
  }
  const held = Object.entries(checked.data.Roles).find(([, holder]) =>
    isAddressEqual(holder, deployer),
  );
  if (held !== undefined) {
    throw new LeadEngineError(
      "DEPLOYER_HOLDS_ROLE",
      `The deployer ${deployer} is to be ${held[0]}, and gives up every role at the end.`,
      "Give each role to another account, best a multisig.",
    );
  }
  return parameters;
}

async function readChanges(file: string): Promise<ProtocolParameters> {
  try {
    return parseParameters(await readFile(file, "utf8"));
  } catch (cause) {
    throw new LeadEngineError(
      "INVALID_PARAMETERS",
      `${file} cannot be read as parameters: ${(cause as Error).message}`,
      "deploy/parameters/own.example.json has the form.",
      { cause },
    );
  }
}

function isPoint({ donKeyX: x, donKeyY: y }: { donKeyX: bigint; donKeyY: bigint }): boolean {
  try {
    toCurvePoint({ x, y });
    return true;
  } catch {
    return false;
  }
}
