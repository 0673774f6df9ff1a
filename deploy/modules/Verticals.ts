import { buildModule } from "@nomicfoundation/hardhat-ignition/modules";
import { encodeFunctionData, stringToHex } from "viem";

import { artifactOf } from "../artifactOf.ts";
import { loadVerticals } from "../parameters/verticals.ts";
import Authority from "./Authority.ts";
import Leads from "./Leads.ts";

const { abi } = await artifactOf("VerticalRegistry");

/** Calls on the registry, parents first. */
const calls = loadVerticals().flatMap(({ slug, id, config, restrictedRegions }) => [
  encodeFunctionData({ abi, functionName: "configureVertical", args: [slug, config] }),
  ...restrictedRegions.map((region) =>
    encodeFunctionData({
      abi,
      functionName: "setRegionRestriction",
      args: [id, stringToHex(region, { size: 6 }), true],
    }),
  ),
]);

/** Configures every vertical in one transaction, through the manager while the deployer is still its admin. */
export default buildModule("Verticals", (m) => {
  const { accessManager } = m.useModule(Authority);
  const { registry } = m.useModule(Leads);
  const executions = calls.map((call, index) =>
    m.encodeFunctionCall(accessManager, "execute", [registry, call], { id: `Execute${index}` }),
  );
  const configure = m.call(accessManager, "multicall", [executions], { id: "Configure" });
  return { configured: m.contractAt("VerticalRegistry", registry, { after: [configure] }) };
});
