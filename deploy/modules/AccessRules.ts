import { buildModule } from "@nomicfoundation/hardhat-ignition/modules";
import { encodeFunctionData } from "viem";

import { artifactOf } from "../artifactOf.ts";
import { licenceDemandCalls, loadLicences } from "../parameters/compliance/licences.ts";
import { countryCalls, loadTransfers } from "../parameters/compliance/transfers.ts";
import Authority from "./Authority.ts";
import Compliance from "./Compliance.ts";
import Verticals from "./Verticals.ts";

const { abi } = await artifactOf("ComplianceGate");

const calls = [
  ...countryCalls(loadTransfers()).map((args) =>
    encodeFunctionData({ abi, functionName: "setCountry", args }),
  ),
  ...licenceDemandCalls(loadLicences()).map((args) =>
    encodeFunctionData({ abi, functionName: "setLicenceDemand", args }),
  ),
];

/** Sets every country's and root vertical's rules of access, through the manager while the deployer is still its admin. */
export default buildModule("AccessRules", (m) => {
  const { accessManager } = m.useModule(Authority);
  const { gate } = m.useModule(Compliance);
  const { configured } = m.useModule(Verticals);
  const executions = calls.map((call, index) =>
    m.encodeFunctionCall(accessManager, "execute", [gate, call], { id: `Execute${index}` }),
  );
  const set = m.call(accessManager, "multicall", [executions], {
    id: "Set",
    after: [configured],
  });
  return { ruledGate: m.contractAt("ComplianceGate", gate, { id: "RuledGate", after: [set] }) };
});
