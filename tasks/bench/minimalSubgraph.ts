import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";

import { linkModules } from "../subgraph/compileMappings.ts";
import { runGraphCli } from "../subgraph/graphCli.ts";
import {
  handlerOf,
  renderManifest,
  SOURCE_LAYOUT,
  type ManifestTarget,
} from "../subgraph/manifest.ts";
import { eventsOf, loadAbis, SOURCE_NAMES } from "../subgraph/sources.ts";

/** Of `Event`, the least that a mapping can keep. */
const SCHEMA = `type Event @entity(immutable: true) {
  id: Bytes!
  contract: Bytes!
  txHash: Bytes!
  block: BigInt!
  timestamp: BigInt!
}
`;

const RECORD = `import { ethereum } from "@graphprotocol/graph-ts";
import { Event } from "../generated/schema";

function record(log: ethereum.Event): void {
  const event = new Event(log.transaction.hash.concatI32(log.logIndex.toI32()));
  event.contract = log.address;
  event.txHash = log.transaction.hash;
  event.block = log.block.number;
  event.timestamp = log.block.timestamp;
  event.save();
}
`;

/**
 * Builds the subgraph that ours is measured against: the same contracts, events and start block, of each event one immutable entity.
 * @param outDir an empty folder.
 */
export async function buildMinimalSubgraph(target: ManifestTarget, outDir: string): Promise<void> {
  const abis = await loadAbis();
  const names = SOURCE_NAMES.flatMap((source) =>
    eventsOf(abis[source]).map(({ name }) => handlerOf(source, name)),
  );
  const handlers = [...new Set(names)].map(
    (name) => `export function ${name}(log: ethereum.Event): void {\n  record(log);\n}\n`,
  );
  const files: Readonly<Record<string, string>> = {
    "subgraph.yaml": renderManifest(target, { abis, entities: ["Event"] }, SOURCE_LAYOUT),
    "schema.graphql": SCHEMA,
    [SOURCE_LAYOUT.mapping]: [RECORD, ...handlers].join("\n"),
    ...Object.fromEntries(
      SOURCE_NAMES.map((name) => [SOURCE_LAYOUT.abi(name), JSON.stringify(abis[name])]),
    ),
  };
  for (const [name, content] of Object.entries(files)) {
    const file = path.join(outDir, name);
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, content);
  }
  await linkModules(outDir);
  await runGraphCli(["codegen"], outDir);
  await runGraphCli(["build"], outDir);
}
