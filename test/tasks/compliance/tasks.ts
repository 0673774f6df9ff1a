import { expect } from "chai";
import { network } from "hardhat";
import { getAddress, type Address } from "viem";

import {
  CREDENTIAL_TYPES,
  licenceTypeOf,
} from "../../../deploy/parameters/compliance/credentialTypes.ts";
import { explainTaskError } from "../../../tasks/cli/explainError.ts";
import { timeText } from "../../../deploy/sdk/codes/text.ts";
import type { ExplainedFinding } from "../../../tasks/compliance/explainFinding.ts";
import type { Party } from "../../../deploy/local/party.ts";
import { openMarket, usdc, type Market } from "../../fixtures/market.ts";
import { taskRunner, type TaskRunner } from "../../fixtures/taskRunner.ts";

/** Accounts of the node that no fixture uses. */
const NEWCOMER = 16;
const US_LEAD = { vertical: "solar.residential", region: "US-CA" };
const EU_LEAD = { vertical: "solar.residential", region: "DE" };
const RECEIVE = 1;

const connection = await network.create({ network: "default", chainType: "op" });

describe("hardhat compliance", () => {
  let market: Market;
  let tasks: TaskRunner;
  let bidder: Party;
  let officer: Address;

  beforeEach(async () => {
    market = await connection.networkHelpers.loadFixture(openMarket);
    tasks = await taskRunner(connection, market);
    bidder = market.bidders[0];
    officer = getAddress(market.compliance.account.address);
  });
  afterEach(() => tasks.close());

  const check = async (leadId: bigint, holder: Address = bidder.address) => {
    const { value, out } = await tasks.run(["compliance", "check"], { holder, leadId });
    const rules = value["rules"] as readonly ExplainedFinding[];
    const failed = rules.filter(({ outcome }) => outcome === "failed");
    return { value, rules, failed, text: out.join("\n") };
  };
  const credential = (verb: string, args: object) =>
    tasks.run(["credential", verb], { holder: bidder.address, account: officer, ...args });
  const newcomerAddress = async () => {
    const wallets = await connection.viem.getWalletClients();
    return getAddress(wallets[NEWCOMER]?.account.address ?? "0x");
  };

  /** Does what `compliance check` says would fix a rule; `REGION` is left to the officer. */
  const follow = async ({ fix: command }: ExplainedFinding) => {
    const [, , , verb = "", holder, ...options] = command.split(" ");
    const pairs = options.flatMap((word, index) =>
      word.startsWith("--")
        ? [[word.slice(2), options[index + 1]?.replace("REGION", "US-NY")]]
        : [],
    );
    const outcome = await credential(verb, { holder, ...(Object.fromEntries(pairs) as object) });
    expect(outcome.error).to.equal(undefined);
  };

  describe("check", () => {
    it("clears a bidder who meets every rule", async () => {
      const { leadId } = await market.listLead(US_LEAD);
      const { value, rules, failed, text } = await check(leadId);
      expect(failed).to.deep.equal([]);
      expect(rules.map(({ rule }) => rule)).to.deep.equal([
        "identity",
        "kyc",
        "sanctions",
        "licence",
        "transfer",
        "consent",
      ]);
      expect(value).to.include({ clear: true, verdict: "clear", remembered: false });
      expect(text).to.include("clear: the account may bid").and.include("Data moves freely");
    });
    it("tells whether a bid needs a full pass", async () => {
      const { leadId } = await market.listLead(US_LEAD);
      await market.commit(leadId, bidder, usdc(100));
      expect((await check(leadId)).value["remembered"]).to.equal(true);
    });
    it("names the licence that is missing, and issuing it fixes that", async () => {
      await credential("revoke", { type: "licence", vertical: "solar", region: "US" });
      const { leadId } = await market.listLead(US_LEAD);
      const { value, failed } = await check(leadId);
      expect(value).to.include({ clear: false, verdict: "denied" });
      expect(value["reason"]).to.include("lacks a valid licence solar US-CA");
      expect(failed.map(({ rule }) => rule)).to.deep.equal(["licence"]);
      expect(failed[0]?.fix).to.equal(
        `npx hardhat credential issue ${bidder.address} --type licence --vertical solar --region US-CA`,
      );
      for (const finding of failed) await follow(finding);
      expect((await check(leadId)).value["clear"]).to.equal(true);
    });
    it("says when a credential has expired, and renewing it fixes that", async () => {
      await credential("renew", { type: "kyc", expires: "1h" });
      const { leadId } = await market.listLead(US_LEAD);
      await connection.networkHelpers.time.increase(3_601);
      const { failed } = await check(leadId);
      expect(failed.map(({ rule }) => rule)).to.deep.equal(["kyc", "transfer"]);
      expect(failed[0]?.why).to.include("has expired");
      expect(failed[0]?.fix).to.include("credential renew").and.include("--type kyc --expires 1y");
      expect(failed[1]?.fix).to.equal("Depends on where the account resides: fix kyc first.");
      if (failed[0] !== undefined) await follow(failed[0]);
      expect((await check(leadId)).value["clear"]).to.equal(true);
    });
    it("says that a sanctioned account is denied, and revoking the sanction fixes that", async () => {
      await credential("issue", { type: "sanctioned" });
      const { leadId } = await market.listLead(US_LEAD);
      const { failed, value } = await check(leadId);
      expect(failed.map(({ rule }) => rule)).to.deep.equal(["sanctions"]);
      expect(value["reason"]).to.include("is sanctioned");
      for (const finding of failed) await follow(finding);
      expect((await check(leadId)).value["clear"]).to.equal(true);
    });
    it("names the transfer credential for a lead from across a border, and issuing it fixes that", async () => {
      const { leadId } = await market.listLead(EU_LEAD);
      const { failed } = await check(leadId);
      expect(failed.map(({ rule, why }) => [rule, why])).to.deep.equal([
        ["transfer", "Data may not move from DE to US at present."],
      ]);
      expect(failed[0]?.fix).to.include("--type transfer --regime GDPR");
      for (const finding of failed) await follow(finding);
      const fixed = await check(leadId);
      expect(fixed.value["clear"]).to.equal(true);
      expect(fixed.text).to.include("Data may move from DE to US under the credential.");
    });
    it("says that an unknown account meets nothing, and following its advice clears it", async () => {
      const newcomer = await newcomerAddress();
      const { leadId } = await market.listLead(US_LEAD);
      const { failed } = await check(leadId, newcomer);
      expect(failed.map(({ rule }) => rule)).to.deep.equal([
        "identity",
        "kyc",
        "licence",
        "transfer",
        "consent",
      ]);
      for (const finding of failed) {
        if (["kyc", "licence", "consent"].includes(finding.rule)) await follow(finding);
      }
      expect((await check(leadId, newcomer)).value["clear"]).to.equal(true);
    });
    it("says that a credential ends too early for a bid, though it holds now, and renewing it fixes that", async () => {
      const { leadId } = await market.listLead(US_LEAD);
      const without = await check(leadId);
      expect(without.value).to.include({ clear: true, clearedUntil: null });
      expect(without.text).to.include("without end; a bid now needs it until");
      const neededUntil = Number(without.value["neededUntil"]);

      await credential("renew", { type: "kyc", expires: "2h" });
      const { value, failed, text } = await check(leadId);
      expect(failed).to.deep.equal([]);
      expect(value).to.include({ clear: false, verdict: "clear", neededUntil });
      expect(text).to.include("clear for now only").and.include("too short: a bid now needs it");
      const refusal: unknown = await market
        .commit(leadId, bidder, usdc(100))
        .catch((e: unknown) => e);
      const explanation = explainTaskError(refusal);
      expect(explanation?.code).to.equal("PassBook_ClearanceTooShort");
      expect(explanation?.message).to.include(timeText(neededUntil));

      await credential("renew", { type: "kyc", expires: "1y" });
      expect((await check(leadId)).value["clear"]).to.equal(true);
      await market.commit(leadId, bidder, usdc(100));
    });
    it("says who bids for the identity, and that another account of it has to wait while money is locked", async () => {
      const [first] = market.bidders;
      const newcomer = await newcomerAddress();
      const { identities } = market;
      const identity = await identities.read.getIdentity([first.address]);
      await identities.write.registerIdentity([identity, newcomer, "0x"], { account: officer });
      const { leadId } = await market.listLead(US_LEAD);
      const nobody = await check(leadId, newcomer);
      expect(nobody.value).to.include({ clear: true, biddingAccount: null });
      await market.commit(leadId, first, usdc(100));
      const { value, failed, text } = await check(leadId, newcomer);
      expect(failed).to.deep.equal([]);
      expect(value).to.include({ clear: false, verdict: "denied", biddingAccount: first.address });
      expect(value["reason"]).to.include("has to wait while money is locked of its bidding");
      expect(text).to.include(`${first.address}; this one takes over`);
      expect((await check(leadId)).text).to.include("this one");
    });
    it("asks for no time where the lead takes no bids", async () => {
      const { leadId } = await market.listLead(US_LEAD, { autoList: false });
      expect((await check(leadId)).value).to.include({ clear: true, neededUntil: null });
    });
    it("refuses a lead that does not exist", async () => {
      const { error } = await tasks.run(["compliance", "check"], {
        holder: bidder.address,
        leadId: 404n,
      });
      expect(error?.message).to.include("404");
    });
  });

  describe("a commitment that the engine denies", () => {
    it("is explained in the policy's words", async () => {
      await credential("revoke", { type: "licence", vertical: "solar", region: "US" });
      const { leadId } = await market.listLead(US_LEAD);
      const refusal: unknown = await market
        .commit(leadId, bidder, usdc(100))
        .catch((e: unknown) => e);
      const explanation = explainTaskError(refusal);
      expect(explanation?.code).to.equal("ComplianceGate_Denied");
      expect(explanation?.message)
        .to.include("may not have leads of solar.residential from US-CA: licence: ")
        .and.include("lacks a valid licence solar US-CA");
      expect(explanation?.next).to.include("hardhat compliance check");
    });
  });

  describe("a registry that the engine guards", () => {
    it("is explained in the engine's words", async () => {
      const identity = await market.identities.read.getIdentity([bidder.address]);
      const refusal: unknown = await market.credentials.write
        .removeCredential([identity, CREDENTIAL_TYPES.kyc, "0x"], {
          account: bidder.wallet.account,
        })
        .catch((e: unknown) => e);
      const explanation = explainTaskError(refusal);
      expect(explanation?.code).to.equal("PolicyRunRejected");
      expect(explanation?.message).to.include("lacks the compliance role");
    });
  });

  describe("invalidate", () => {
    const invalidate = (args: object, account = officer) =>
      tasks.run(["compliance", "invalidate"], { account, ...args });
    const isRemembered = async (leadId: bigint, party: Party) =>
      (await check(leadId, party.address)).value["remembered"];

    it("drops an account's passes, and no other's", async () => {
      const { leadId } = await market.listLead(US_LEAD);
      const [one, other] = market.bidders;
      await market.commit(leadId, one, usdc(100));
      await market.commit(leadId, other, usdc(110));
      const { value } = await invalidate({ holder: one.address });
      expect(value).to.include({ account: one.address, all: false });
      expect(await isRemembered(leadId, one)).to.equal(false);
      expect(await isRemembered(leadId, other)).to.equal(true);
    });
    it("drops everybody's passes with --all", async () => {
      const { leadId } = await market.listLead(US_LEAD);
      const [one, other] = market.bidders;
      await market.commit(leadId, one, usdc(100));
      await market.commit(leadId, other, usdc(110));
      const { out } = await invalidate({ all: true });
      expect(out.join("\n")).to.include("Dropped the remembered passes of every account");
      expect(await isRemembered(leadId, one)).to.equal(false);
      expect(await isRemembered(leadId, other)).to.equal(false);
    });
    it("asks whose passes", async () => {
      expect((await invalidate({})).error?.message).to.equal("Whose passes?");
    });
    it("refuses an account together with --all", async () => {
      const { error } = await invalidate({ holder: bidder.address, all: true });
      expect(error?.message).to.equal("An account and `all` exclude each other.");
    });
    it("refuses everybody but the compliance role", async () => {
      const { error } = await invalidate({ all: true }, bidder.address);
      expect(error?.message).to.equal(
        `${bidder.address} lacks the role that this needs: compliance.`,
      );
      expect(error?.next).to.include(officer);
    });
  });

  it("knows the licence that the fixture's bidders hold", async () => {
    const { leadId } = await market.listLead(US_LEAD);
    const findings = await market.gate.read.explain([
      bidder.address,
      RECEIVE,
      (await market.nft.read.leadOf([leadId])).vertical,
      (await market.nft.read.leadOf([leadId])).region,
    ]);
    expect(findings[3]?.credentialType).to.equal(licenceTypeOf("solar", "US"));
  });
});
