import { expect } from "chai";
import { encodeFunctionData, keccak256, type Abi, type Hex } from "viem";

import { Activity } from "../../../deploy/sdk/codes/enums.ts";
import { ACE_PERMISSIONS } from "../../../deploy/roles.ts";
import { networkHelpers, viem } from "../../fixtures/auctionHouse.ts";
import {
  newIdentityOf,
  complianceMarket,
  CONSENT,
  KYC,
  SANCTIONED,
} from "../../fixtures/compliance.ts";

const { assertions } = viem;
const NEW_CCID = keccak256("0x01");

/** A bidder with a remembered pass, and every call that changes that bidder's identity or credentials. */
async function set() {
  const m = await complianceMarket();
  const [bidder] = m.bidders;
  await m.receive(bidder);
  const [ccid, account] = [newIdentityOf(bidder.address), bidder.address];
  const later = (await networkHelpers.time.latest()) + 3_600;
  const calls: Record<string, { to: { address: Hex; abi: Abi }; args: unknown[]; joins?: true }> = {
    registerIdentity: { to: m.identities, args: [NEW_CCID, account, "0x"], joins: true },
    registerIdentities: { to: m.identities, args: [[NEW_CCID], [account], "0x"], joins: true },
    removeIdentity: { to: m.identities, args: [ccid, account, "0x"] },
    registerCredential: { to: m.credentials, args: [ccid, SANCTIONED, 0, "0x", "0x"] },
    registerCredentials: { to: m.credentials, args: [ccid, [SANCTIONED], 0, ["0x"], "0x"] },
    removeCredential: { to: m.credentials, args: [ccid, CONSENT, "0x"] },
    renewCredential: { to: m.credentials, args: [ccid, KYC, later, "0x"] },
  };
  /** Makes a call from an account. */
  const make = (name: string, from: Hex) => {
    const call = calls[name];
    if (call === undefined) throw new Error(`No call ${name}`);
    const { to, args } = call;
    const data = encodeFunctionData({ abi: to.abi, functionName: name, args });
    return m.deployer.sendTransaction({ account: from, to: to.address, data });
  };
  return { ...m, bidder, calls, make, issuer: m.accounts.compliance };
}

/** Writes a pass as the gate would: an account without an identity can have none, so that only this shows whether it is dropped. */
async function rememberAnyway({ vault, gate, bidder, leadClass }: Awaited<ReturnType<typeof set>>) {
  await networkHelpers.impersonateAccount(gate.address);
  await networkHelpers.setBalance(gate.address, 10n ** 18n);
  const pass = [bidder.address, Activity.Receive, await leadClass(), 2 ** 40 - 1] as const;
  await vault.write.rememberPass(pass, { account: gate.address });
}

const names = [
  ...ACE_PERMISSIONS.IdentityRegistry.COMPLIANCE,
  ...ACE_PERMISSIONS.CredentialRegistry.COMPLIANCE,
];

describe("IssuancePolicy", () => {
  for (const name of names) {
    describe(`at ${name}`, () => {
      it("reverts for everybody but the compliance role", async () => {
        const m = await set();
        const { deployer, governor, configurator } = m.accounts;
        for (const account of [deployer, governor, configurator, m.bidder.address]) {
          await assertions.revertWithCustomError(
            m.make(name, account),
            m.engine,
            "PolicyRunRejected",
          );
        }
        expect(await m.remembers(m.bidder)).to.equal(true);
      });

      it("should drop the account's passes in the same transaction, and nobody else's", async () => {
        const m = await set();
        const [, other] = m.bidders;
        if (m.calls[name]?.joins) {
          await m.make("removeIdentity", m.issuer);
          await rememberAnyway(m);
        }
        await m.receive(other);
        const hash = await m.make(name, m.issuer);
        await assertions.emitWithArgs(hash, m.gate, "PassesDropped", [m.bidder.address]);
        expect([await m.remembers(m.bidder), await m.remembers(other)]).to.deep.equal([
          false,
          true,
        ]);
      });
    });
  }

  describe("given an identity of several accounts", () => {
    it("should drop the passes of all of them", async () => {
      const m = await set();
      const [first, second] = m.bidders;
      const desk = { account: m.compliance.account };
      await m.identities.write.removeIdentity(
        [newIdentityOf(second.address), second.address, "0x"],
        desk,
      );
      await m.identities.write.registerIdentity(
        [newIdentityOf(first.address), second.address, "0x"],
        desk,
      );
      await m.receive(second);
      const dropped = await m.grant(first, SANCTIONED);
      for (const { address } of [first, second]) {
        await assertions.emitWithArgs(dropped, m.gate, "PassesDropped", [address]);
      }
      expect([await m.remembers(first), await m.remembers(second)]).to.deep.equal([false, false]);
      const who = second.address.toLowerCase();
      await assertions.revertWithCustomErrorWithArgs(
        m.receive(second),
        m.gate,
        "ComplianceGate_Denied",
        m.denialOf(second, `sanctions: ${who} is sanctioned by ${SANCTIONED}`),
      );
    });

    it("should drop everybody's passes where they are more than 50", async () => {
      const m = await set();
      const [first, other] = m.bidders;
      const ccid = newIdentityOf(first.address);
      const many = Array.from(
        { length: 50 },
        (_, i) => `0x${(i + 1).toString(16).padStart(40, "0")}` as const,
      );
      await m.identities.write.registerIdentities([many.map(() => ccid), many, "0x"], {
        account: m.compliance.account,
      });
      await m.receive(other);
      await assertions.emit(m.grant(first, SANCTIONED), m.gate, "AllPassesDropped");
      expect(await m.remembers(other)).to.equal(false);
    });
  });

  describe("called by anybody but the engine", () => {
    it("reverts", async () => {
      const { issuancePolicy, accounts } = await set();
      await assertions.revertWithCustomErrorWithArgs(
        issuancePolicy.write.postRun([
          accounts.deployer,
          accounts.deployer,
          "0x00000000",
          [],
          "0x",
        ]),
        issuancePolicy,
        "AcePolicy_UnauthorizedCaller",
        [accounts.deployer],
      );
    });

    it("reverts for a function that changes nothing", async () => {
      const { issuancePolicy, accounts } = await set();
      const payload = {
        selector: "0x01020304",
        sender: accounts.deployer,
        data: "0x",
        context: "0x",
      } as const;
      await assertions.revertWithCustomErrorWithArgs(
        issuancePolicy.read.extract([payload]),
        issuancePolicy,
        "IssuancePolicy_UnknownSelector",
        ["0x01020304"],
      );
    });
  });
});
