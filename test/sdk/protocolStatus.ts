import { expect } from "chai";
import { getAddress, keccak256, parseGwei, toHex } from "viem";

import { getProtocolStatus } from "../../deploy/sdk/actions/protocol/getProtocolStatus.ts";
import { networkHelpers } from "../fixtures/auctionHouse.ts";
import { NODE_KEY, SUBSCRIPTION_FUNDS, tieAtRealCoordinator } from "../fixtures/vrfCoordinator.ts";
import { keyHashOf } from "../fixtures/vrfProof.ts";

const start = () => networkHelpers.loadFixture(tieAtRealCoordinator);

describe("the status of Chainlink's own VRF coordinator", () => {
  const vrfAlarms = async (
    { client }: Awaited<ReturnType<typeof start>>,
    leastVrfBalance?: bigint,
  ) => {
    const { alarms } = await getProtocolStatus(client, { leastVrfBalance });
    return alarms.map(({ code }) => code).filter((code) => code.startsWith("VRF"));
  };

  it("should be the subscription's, in the token that pays", async () => {
    const m = await start();
    const { vrf } = await getProtocolStatus(m.client);
    expect(vrf).to.deep.include({
      ...{ coordinator: getAddress(m.coordinator.address), paysIn: "native", isConsumer: true },
      ...{ subscriptionId: m.subscriptionId, keyHash: keyHashOf(NODE_KEY) },
      ...{ laneGasPrice: parseGwei("30"), balance: SUBSCRIPTION_FUNDS },
    });
    expect(await vrfAlarms(m)).to.deep.equal([]);
  });

  it("should call a balance low below what is asked for", async () => {
    const m = await start();
    expect(await vrfAlarms(m, SUBSCRIPTION_FUNDS)).to.deep.equal([]);
    expect(await vrfAlarms(m, SUBSCRIPTION_FUNDS + 1n)).to.deep.equal(["VRF_BALANCE_LOW"]);
  });

  it("should find a gas lane that nobody answers", async () => {
    const m = await start();
    await m.setVrfConfig({ keyHash: keccak256(toHex("none")) });
    expect(await vrfAlarms(m)).to.deep.equal(["VRF_NO_LANE"]);
  });
});
