import { sha256, stringToBytes, stringToHex } from "viem";

import {
  parameterText,
  type ParameterSet,
  type ProtocolParameters,
} from "../../../deploy/parameters/loadParameters.ts";
import { QUICKNET } from "../../../deploy/sdk/bid/beaconChain.ts";
import type { Deployment } from "../../../deploy/sdk/deployments.ts";
import { targetOf } from "./writeAddresses.ts";

/** Something to do after a deployment. */
interface NextStep {
  readonly what: string;
  readonly command: string;
}

/** What is being deployed where. */
interface Deployed {
  readonly network: string;
  readonly set: ParameterSet;
  readonly deployment: Pick<Deployment, "tieBreaker">;
  readonly parameters: ProtocolParameters;
}

/** Folders of the workflows that score leads, by the names that their `workflow.yaml` gives them: a deployment takes reports of one. */
const SCORING = { "score-leads": "confidential", "score-leads-http": "confidential-http" };

/** What makes a deployed protocol work, in order. */
export function nextSteps({ network, set, deployment, parameters }: Deployed): NextStep[] {
  const subscription = parameterText(parameters, "Oracles", "vrfSubscriptionId");
  const coordinator = parameterText(parameters, "Oracles", "vrfCoordinator");
  const target = `-T ${targetOf(set)}-settings`;
  const scoring = scoringWorkflows(parameterText(parameters, "Leads", "workflowName"));
  return [
    {
      what: `Have the owner of VRF subscription ${subscription} add the tie breaker as a consumer: here, or at vrf.chain.link`,
      command: `cast send ${coordinator} "addConsumer(uint256,address)" ${subscription} ${deployment.tieBreaker}`,
    },
    {
      what: `Register the workflows, in deploy/workflows, as their owner: keep-auctions, and ${scoring.join(" or ")}, which scores leads`,
      command: [
        `cre account link-key ${target}`,
        `cre secrets create secrets.yaml ${target}`,
        ...[...scoring, "keep-auctions"].map((name) => `cre workflow deploy ${name} ${target}`),
      ].join("\n"),
    },
    {
      what: "Publish the sources, and compare what is on the chain with them",
      command: [
        `npx hardhat protocol verify --network ${network}`,
        `npx hardhat protocol verify-bytecode --network ${network}`,
      ].join("\n"),
    },
    {
      what: "Deploy the subgraph",
      command: `npx hardhat subgraph deploy --network ${network}`,
    },
    {
      what: `See that it works. Timelocked bids open by drand's quicknet (${QUICKNET.endpoints.join(", ")}), or by the beacon in LEAD_ENGINE_BEACON`,
      command: `npx hardhat protocol status --network ${network}`,
    },
  ];
}

/** The one whose reports the deployment takes; both where their owner gave them another name. @param encoded as the contracts hold it. */
function scoringWorkflows(encoded: string): string[] {
  const named = Object.entries(SCORING).filter(([name]) => encodedName(name) === encoded);
  return (named.length > 0 ? named : Object.entries(SCORING)).map(([, folder]) => folder);
}

/** How CRE puts a workflow's name into a report: ten hexadecimal digits of its SHA-256, as ASCII. */
function encodedName(name: string): string {
  return stringToHex(sha256(stringToBytes(name)).slice(2, 12));
}
