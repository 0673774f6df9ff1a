import { BigInt, ethereum } from "@graphprotocol/graph-ts";

import { Vault } from "../../generated/schema";
import { vaultId } from "../ids";
import { stampCreated, stampUpdated } from "./stamp";

/** The vault's totals, to be changed and saved. Movements between accounts and between free and locked leave them as they are. */
export function loadVault(event: ethereum.Event): Vault {
  let vault = Vault.load(vaultId());
  if (vault == null) {
    const zero = BigInt.zero();
    vault = new Vault(vaultId());
    vault.liabilities = zero;
    vault.deposited = zero;
    vault.withdrawn = zero;
    vault.paused = false;
    vault.solvent = true;
    stampCreated(vault, event);
  }
  stampUpdated(vault, event);
  return vault;
}
