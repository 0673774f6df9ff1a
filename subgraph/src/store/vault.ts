import { BigInt, ethereum } from "@graphprotocol/graph-ts";

import { Vault } from "../../generated/schema";
import { vaultId } from "../ids";
import { stampUpdated } from "./stamp";

/** The vault's totals, to be changed and saved at once. */
export function openVault(event: ethereum.Event): Vault {
  let vault = Vault.load(vaultId());
  if (vault == null) {
    const zero = BigInt.zero();
    vault = new Vault(vaultId());
    vault.liabilities = zero;
    vault.locked = zero;
    vault.deposited = zero;
    vault.withdrawn = zero;
    vault.paused = false;
    vault.solvent = true;
  }
  stampUpdated(vault, event);
  return vault;
}
