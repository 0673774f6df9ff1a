import { ConfidentialHTTPClient, type Runtime } from "@chainlink/cre-sdk";
import { base64pad } from "multiformats/bases/base64";
import { bytesToString, stringToBytes, type Hex } from "viem";

import type { ChainView } from "../shared/chainView.ts";
import { scoringAnswerSchema, type Verdict } from "../shared/scoringService.ts";

/** Calls that a run may make. */
const MAX_CALLS = 5;
/** Bytes that a call may send. */
const MAX_REQUEST_BYTES = 10_000;
/** The API key's name in the Vault. */
const API_KEY = "scoring_api_key";

/** What the nodes know from the chain. */
type ChainFacts = ChainView & {
  /** Submissions whose signatures the sellers' wallets confirm. */
  readonly walletSigned: readonly Hex[];
};

/**
 * Has packages scored by the service, in as few calls as they fit into. The API key is put in outside of the nodes, so they do not see
 * it; the packages and the answer they do see.
 *
 * Codes besides the service's: `PACKAGE_TOO_LARGE`; `RUN_FULL`, which did not fit into this run any more; `SCORING_UNAVAILABLE`, because
 * the service did not answer as it should.
 */
export function askService(
  runtime: Runtime<unknown>,
  url: string,
  facts: ChainFacts,
  packages: readonly unknown[],
): Verdict[] {
  const batches = inBatches(packages, facts);
  return batches.flatMap((batch, call) => {
    if (batch.isTooLarge) return [{ code: "PACKAGE_TOO_LARGE" }];
    const before = batches.slice(0, call).filter(({ isTooLarge }) => !isTooLarge).length;
    if (before >= MAX_CALLS) return batch.packages.map(() => ({ code: "RUN_FULL" }));
    return ask(runtime, url, facts, batch.packages);
  });
}

interface Batch {
  readonly packages: readonly unknown[];
  /** A single package that fits into no call. */
  readonly isTooLarge: boolean;
}

/** Packages in their order, as many to a call as it may send. */
function inBatches(packages: readonly unknown[], facts: ChainFacts): Batch[] {
  const batches: Batch[] = [];
  for (const one of packages) {
    const last = batches.at(-1);
    const joined = [...(last?.packages ?? []), one];
    if (last !== undefined && !last.isTooLarge && fits(joined, facts)) {
      batches[batches.length - 1] = { packages: joined, isTooLarge: false };
    } else {
      batches.push({ packages: [one], isTooLarge: !fits([one], facts) });
    }
  }
  return batches;
}

function fits(packages: readonly unknown[], facts: ChainFacts): boolean {
  return stringToBytes(bodyOf(packages, facts)).length <= MAX_REQUEST_BYTES;
}

function bodyOf(packages: readonly unknown[], facts: ChainFacts): string {
  return JSON.stringify({ ...facts, packages });
}

function ask(
  runtime: Runtime<unknown>,
  url: string,
  facts: ChainFacts,
  packages: readonly unknown[],
): Verdict[] {
  try {
    const { statusCode, body } = new ConfidentialHTTPClient()
      .sendRequest(runtime, {
        vaultDonSecrets: [{ key: API_KEY }],
        request: {
          url,
          method: "POST",
          multiHeaders: {
            authorization: { values: [`Bearer {{.${API_KEY}}}`] },
            "content-type": { values: ["application/json"] },
          },
          // Bytes, not a string: a string is a template, into which a package could call the key.
          bodyBytes: base64pad.baseEncode(stringToBytes(bodyOf(packages, facts))),
        },
      })
      .result();
    if (statusCode === 200) {
      const answer = scoringAnswerSchema.parse(JSON.parse(bytesToString(body)));
      if (answer.packages.length === packages.length) return answer.packages;
    }
  } catch {
    // It is sent again in a later run.
  }
  return packages.map(() => ({ code: "SCORING_UNAVAILABLE" }));
}
