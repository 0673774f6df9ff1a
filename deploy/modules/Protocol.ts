import { buildModule } from "@nomicfoundation/hardhat-ignition/modules";

import Leads from "./Leads.ts";
import Market from "./Market.ts";
import Oracles from "./Oracles.ts";
import Roles from "./Roles.ts";

/** Everything, wired and handed over. */
export default buildModule("Protocol", (m) => ({
  ...m.useModule(Leads),
  ...m.useModule(Market),
  ...m.useModule(Oracles),
  ...m.useModule(Roles),
}));
