import { expect } from "chai";
import hre from "hardhat";

import { UPGRADABLE_NAMES } from "../../deploy/proxies.ts";
import { LeadEngineError } from "../../deploy/sdk/errors/leadEngineError.ts";
import {
  committedLayout,
  layoutsOf,
  requireCompatible,
} from "../../deploy/upgrades/storageLayouts.ts";

/** The vault's, as good as any. */
const NAME = "vault";
const layoutOf = await layoutsOf(hre);

describe("Storage layouts", () => {
  for (const name of UPGRADABLE_NAMES) {
    it(`should be as committed for ${name}: if it changed on purpose, "npx hardhat protocol layouts"`, async () => {
      expect(await layoutOf(name)).to.deep.equal(await committedLayout(name));
    });
  }

  describe("given another layout", () => {
    /** The committed layout with the variables of its namespace changed. */
    async function changed(change: <ItemT>(items: ItemT[]) => ItemT[]) {
      const layout = await committedLayout(NAME);
      const namespaces = Object.entries(layout.namespaces ?? {}).map(([id, items]) => {
        return [id, items.length > 1 ? change(items) : items] as const;
      });
      return { ...layout, namespaces: Object.fromEntries(namespaces) };
    }

    it("should let it take over what has only grown", async () => {
      const before = await changed((items) => items.slice(0, -1));
      requireCompatible(NAME, before, await layoutOf(NAME));
    });

    for (const [what, change] of [
      ["a variable is gone", <ItemT>(items: ItemT[]) => items.slice(1)],
      ["variables have changed places", <ItemT>(items: ItemT[]) => items.toReversed()],
    ] as const) {
      it(`should refuse one in which ${what}`, async () => {
        const [before, after] = [await committedLayout(NAME), await changed(change)];
        expect(() => {
          requireCompatible(NAME, before, after);
        })
          .to.throw(LeadEngineError, "PersonalEscrowVault cannot take over the storage")
          .with.property("code", "UNSAFE_LAYOUT");
      });
    }
  });
});
