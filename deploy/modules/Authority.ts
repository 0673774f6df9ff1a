import { buildModule } from "@nomicfoundation/hardhat-ignition/modules";

/** The one `AccessManager`. The deployer is its first admin, until `Roles` hands it over. */
export default buildModule("Authority", (m) => ({
  accessManager: m.contract("AccessManager", [m.getAccount(0)]),
}));
