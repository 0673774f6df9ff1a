import { expect } from "chai";
import { zeroAddress, type Address } from "viem";

import { beforeListing, viem } from "../../fixtures/auctionHouse.ts";
import { deployProxy } from "../../fixtures/proxy.ts";

const { assertions } = viem;
const [MAX_FEE_BPS, MAX_CONVENIENCE_FEE] = [1_000, 10_000_000];

/** The parts of a separate house. */
async function parts() {
  const m = await beforeListing();
  const { address: opening } = await viem.deployContract("AuctionListingLogic");
  const { address: ends } = await viem.deployContract("AuctionEndsLogic");
  const { address: ties } = await viem.deployContract("AuctionTiesLogic");
  const { address: offers } = await viem.deployContract("AuctionOffersLogic");
  const { nft, vault, registry, pricer, tieBreaker, gate, verifier, matcher } = m;
  return {
    house: m.house,
    accessManager: m.accessManager,
    libraries: {
      AuctionListingLogic: opening,
      AuctionEndsLogic: ends,
      AuctionTiesLogic: ties,
      AuctionOffersLogic: offers,
    },
    peers: {
      nft: nft.address,
      vault: vault.address,
      registry: registry.address,
      pricer: pricer.address,
      tieBreaker: tieBreaker.address,
      gate: gate.address,
      verifier: verifier.address,
      matcher: matcher.address,
    },
    fees: { treasury: m.accounts.treasury, feeBps: 500, convenienceFee: 0 },
  };
}

type Parts = Awaited<ReturnType<typeof parts>>;

/** A house behind a proxy of its own. */
const deploy = (
  { accessManager, libraries, peers }: Parts,
  fees: Parts["fees"],
): Promise<Address> =>
  deployProxy(viem, "AuctionHouse", [peers], [accessManager.address, fees], libraries);

describe("AuctionHouse.initialize", () => {
  describe("given a fresh proxy", () => {
    it("should keep authority and fees and announce them", async () => {
      const given = await parts();
      const house = await viem.getContractAt("AuctionHouse", await deploy(given, given.fees));
      expect(await house.read.authority()).to.equal(given.accessManager.address);
      expect(await house.read.feeConfig()).to.deep.equal(given.fees);
      const announced = await house.getEvents.FeeConfigSet();
      expect(announced.map(({ args }) => args.config)).to.deep.equal([given.fees]);
    });

    it("should sign under its own name and address", async () => {
      const given = await parts();
      const address = await deploy(given, given.fees);
      const house = await viem.getContractAt("AuctionHouse", address);
      const [, name, version, , verifyingContract] = await house.read.eip712Domain();
      expect([name, version]).to.deep.equal(["Lead Engine Auction House", "1"]);
      expect(verifyingContract.toLowerCase()).to.equal(address.toLowerCase());
    });

    it("should take the highest fees that are allowed", async () => {
      const given = await parts();
      const fees = { ...given.fees, feeBps: MAX_FEE_BPS, convenienceFee: MAX_CONVENIENCE_FEE };
      const house = await viem.getContractAt("AuctionHouse", await deploy(given, fees));
      expect(await house.read.feeConfig()).to.deep.equal(fees);
    });

    for (const [flaw, change] of [
      ["without a treasury", { treasury: zeroAddress }],
      ["with more than 10 % of the price", { feeBps: MAX_FEE_BPS + 1 }],
      ["with more than 10 USDC", { convenienceFee: MAX_CONVENIENCE_FEE + 1 }],
    ] as const) {
      it(`reverts ${flaw}`, async () => {
        const given = await parts();
        const fees = { ...given.fees, ...change };
        await assertions.revertWithCustomErrorWithArgs(
          deploy(given, fees),
          given.house,
          "AuctionHouse_InvalidFeeConfig",
          [fees.treasury, BigInt(fees.feeBps), BigInt(fees.convenienceFee)],
        );
      });
    }
  });

  describe("given the deployed proxy", () => {
    it("reverts: it is initialised once", async () => {
      const { house, accessManager, fees } = await parts();
      await assertions.revertWithCustomErrorWithArgs(
        house.write.initialize([accessManager.address, fees]),
        house,
        "InvalidInitialization",
        [],
      );
    });
  });

  describe("given the bare implementation", () => {
    it("reverts (pitfall 25: uninitialised implementation)", async () => {
      const { accessManager, libraries, peers, fees, house } = await parts();
      const options = { libraries };
      const implementation = await viem.deployContract("AuctionHouse", [peers], options);
      await assertions.revertWithCustomErrorWithArgs(
        implementation.write.initialize([accessManager.address, fees]),
        house,
        "InvalidInitialization",
        [],
      );
    });
  });
});
