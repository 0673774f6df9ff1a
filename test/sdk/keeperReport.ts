import { expect } from "chai";
import { getAddress, size, slice } from "viem";

import {
  decodeKeeperAction,
  encodeKeeperAction,
  encodeKeeperReport,
  packKeeperActions,
  unpackKeeperActions,
  type KeeperAction,
} from "../../deploy/sdk/report/keeperReport.ts";

const BIDDER = getAddress(`0x${"ab".repeat(20)}`);
const ACTIONS: readonly (readonly [KeeperAction, word: string])[] = [
  [
    { kind: "ProveReserves" },
    "01 00000000 00000000000000 0000000000000000000000000000000000000000",
  ],
  [
    { kind: "CloseUnsold", leadId: 7n },
    "02 00000000 00000000000007 0000000000000000000000000000000000000000",
  ],
  [
    { kind: "VoidTie", leadId: 2n ** 56n - 1n },
    "06 00000000 ffffffffffffff 0000000000000000000000000000000000000000",
  ],
  [
    { kind: "ForfeitBond", leadId: 1n, round: 2, bidder: BIDDER },
    `07 00000002 00000000000001 ${"ab".repeat(20)}`,
  ],
  [
    { kind: "ReleaseTiedBid", leadId: 1n, round: 2, amount: 120_000_000n, index: 3n },
    "08 00000002 00000000000001 0000000000000000 0000000007270e00 00000003",
  ],
];

describe("a keeper's action", () => {
  for (const [action, word] of ACTIONS) {
    it(`should be one word: ${action.kind}`, () => {
      const encoded = encodeKeeperAction(action);
      expect(encoded).to.equal(`0x${word.replaceAll(" ", "")}`);
      expect(decodeKeeperAction(encoded)).to.deep.equal(action);
    });
  }

  for (const kind of ["00", "09", "ff"]) {
    it(`should not be of kind ${kind}`, () => {
      const word = `0x${kind}${"00".repeat(31)}` as const;
      expect(() => decodeKeeperAction(word)).to.throw(RangeError, "is no action");
    });
  }

  it("should be read from a list, without its remainder", () => {
    const actions = ACTIONS.map(([action]) => action);
    expect(unpackKeeperActions(`${packKeeperActions(actions)}0102`)).to.deep.equal(actions);
    expect(unpackKeeperActions("0x")).to.deep.equal([]);
    expect(packKeeperActions([])).to.equal("0x");
  });
});

describe("a keeper's report", () => {
  it("should name kind, chain, receiver, nonce and time, then its actions", () => {
    const destination = { chainSelector: 2n, receiver: BIDDER, nonce: 3n, observedAt: 4 };
    const report = encodeKeeperReport([{ kind: "ProveReserves" }], destination);
    expect(slice(report, 0, 42)).to.equal(
      `0x020000000000000002${"ab".repeat(20)}00000000000000030000000004`,
    );
    expect(size(report)).to.equal(42 + 32);
  });
});
