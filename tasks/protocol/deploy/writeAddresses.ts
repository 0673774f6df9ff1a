import { readFile } from "node:fs/promises";
import path from "node:path";

import { z } from "zod";

import type { ParameterSet } from "../../../deploy/parameters/loadParameters.ts";
import { replaceFile } from "../../../deploy/replaceFile.ts";
import type { Deployment } from "../../../deploy/sdk/deployments.ts";
import { readDeployment } from "../../../subgraph/build/deployment.ts";
import { renderNetworks } from "../../../subgraph/build/manifest.ts";

/** Folders of the workflows. */
const WORKFLOWS = ["confidential", "confidential-http", "keep-auctions"] as const;

const config = z.record(z.string(), z.unknown());

/** The target of the workflows that runs on a network. */
export function targetOf(set: ParameterSet): "production" | "staging" {
  return set === "base" ? "production" : "staging";
}

/**
 * Writes a deployment's addresses to where others need them: the subgraph's `networks.json`, and the configuration of each workflow for this
 * network. Everything else in these files stays as it is.
 * @param folder of the deployments and workflows: `deploy/`. The subgraph's is beside it.
 * @returns the files.
 */
export async function writeAddresses(
  folder: string,
  chainId: number,
  set: ParameterSet,
  deployment: Deployment,
): Promise<string[]> {
  const networks = path.join(path.dirname(folder), "subgraph", "networks.json");
  const target = await readDeployment(path.join(folder, "deployments"), chainId);
  await rewrite(networks, (known) => ({
    ...known,
    ...config.parse(JSON.parse(renderNetworks(target))),
  }));
  const files = WORKFLOWS.map((name) =>
    path.join(folder, "workflows", name, `config.${targetOf(set)}.json`),
  );
  const addresses: Readonly<Record<string, string>> = deployment;
  for (const file of files) {
    await rewrite(file, (known) =>
      Object.fromEntries(
        Object.entries(known).map(([name, value]) => [name, addresses[name] ?? value]),
      ),
    );
  }
  return [networks, ...files];
}

async function rewrite(
  file: string,
  change: (known: z.output<typeof config>) => object,
): Promise<void> {
  const text = await readFile(file, "utf8").catch(() => "{}");
  const known = config.parse(JSON.parse(text));
  await replaceFile(file, `${JSON.stringify(change(known), undefined, 2)}\n`);
}
