import { buildModule } from "@nomicfoundation/hardhat-ignition/modules";

import Ace from "./Ace.ts";
import Compliance from "./Compliance.ts";
import Leads from "./Leads.ts";
import Market from "./Market.ts";
import Oracles from "./Oracles.ts";
import Roles from "./Roles.ts";

/** Everything, wired and handed over. */
export default buildModule("Protocol", (m) => {
  const { engine, identities, credentials, accessPolicy, issuancePolicy } = m.useModule(Ace);
  const { gate } = m.useModule(Compliance);
  return {
    ...m.useModule(Leads),
    ...m.useModule(Market),
    ...m.useModule(Oracles),
    ...{ engine, identities, credentials, accessPolicy, issuancePolicy, gate },
    ...m.useModule(Roles),
  };
});
