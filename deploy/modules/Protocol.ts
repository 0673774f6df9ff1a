import { buildModule } from "@nomicfoundation/hardhat-ignition/modules";

import Ace from "./Ace.ts";
import Bounties from "./Bounties.ts";
import Compliance from "./Compliance.ts";
import Keeper from "./Keeper.ts";
import Leads from "./Leads.ts";
import Market from "./Market.ts";
import Oracles from "./Oracles.ts";
import Roles from "./Roles.ts";

/** Everything, wired and handed over. */
export default buildModule("Protocol", (m) => {
  const ace = m.useModule(Ace);
  const { gate } = m.useModule(Compliance);
  return {
    ...m.useModule(Leads),
    ...m.useModule(Market),
    ...m.useModule(Oracles),
    ...m.useModule(Keeper),
    ...m.useModule(Bounties),
    ...ace,
    gate,
    ...m.useModule(Roles),
  };
});
