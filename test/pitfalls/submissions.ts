import { expect } from "chai";
import { getAddress } from "viem";

import { reportGasLimit, type LeadReport } from "../../deploy/sdk/report/leadReport.ts";
import { submissionDigest } from "../../deploy/sdk/lead/leadSubmission.ts";
import { attestation, networkHelpers, viem, type Attestation } from "../fixtures/attestation.ts";
import { attestedIn, expectRejected, rejectedIn } from "../fixtures/attestationAssertions.ts";
import { region } from "../fixtures/registry.ts";
import { ReportBody } from "../fixtures/reportBody.ts";

const DAY = 86_400;
/** EIP-7825 lets no transaction use more than 16,777,216. */
const MOST_GAS = 16_700_000n;
/** A state for each lead of the largest batch. */
const STATES = "TX CA NY FL IL PA OH GA NC MI".split(" ");
/** The longest signature that the DON takes. */
const LONGEST_SIGNATURE = `0x${"11".repeat(1_024)}` as const;
/** `FaultyPolicyEngine.Fault.BurnGas`. */
const BURNS_GAS = 1;

/** A greedy wallet: gas that it leaves for its answer, that answer's bytes, and whether it has passed KYC. */
interface Greed {
  readonly left?: bigint;
  readonly length?: bigint;
  readonly known?: boolean;
}

/** A lead as long as can be, from a greedy wallet of its own, to be listed. */
async function greedyLead(
  context: Attestation,
  state: string,
  { left = 20_000n, length = 32n, known = true }: Greed = {},
): Promise<LeadReport> {
  const { usdc, vault, seller: payer } = context;
  const bond = 100_000_000n;
  const wallet = await viem.deployContract("TestGreedyWallet", [left, length]);
  const seller = getAddress(wallet.address);
  if (known) await context.clear(seller);
  await usdc.write.mint([payer.account.address, bond]);
  await usdc.write.approve([vault.address, bond], { account: payer.account });
  await vault.write.depositFor([seller, bond], { account: payer.account });
  const lead = await context.createLead({
    submission: {
      ...{ seller, region: region(`US-${state}`), autoList: true },
      attributes: "a".repeat(2_048),
    },
  });
  return { ...lead, signature: LONGEST_SIGNATURE };
}

async function greedyBatch(context: Attestation, greed?: Greed): Promise<LeadReport[]> {
  const leads = [];
  for (const state of STATES) leads.push(await greedyLead(context, state, greed));
  return leads;
}

describe("Pitfalls of submissions", () => {
  describe("a signed submission is carried when it suits somebody else", () => {
    it("six days later: its deadline has passed", async () => {
      const context = await attestation();
      const { submission, signature } = await context.createLead({
        submission: { autoList: true },
      });
      await networkHelpers.time.increase(6 * DAY);
      const late = { ...(await context.createLead()), submission, signature };
      await expectRejected(context, late, "CREVerifier_DeadlinePassed", [
        BigInt(submission.deadline),
      ]);
    });

    it("at 10 % and 10 USDC: the seller has signed the highest fee that it accepts", async () => {
      const context = await attestation();
      const { house, accounts } = context;
      const { feeBps, convenienceFee } = await house.read.feeConfig();
      const terms = {
        ...{ baseReserve: 120_000_000n, qualityPremiumBps: 0 },
        ...{ maxFeeBps: feeBps, maxConvenienceFee: convenienceFee, instantSale: false },
      };
      const deadline = (await context.now()) + 2 * DAY;
      const { submission, signature } = await context.createLead({
        submission: { autoList: true, terms, deadline },
      });
      const highest = { treasury: accounts.treasury, feeBps: 1_000, convenienceFee: 10_000_000 };
      await context.configure(house, "setFeeConfig", highest);
      const late = { ...(await context.createLead()), submission, signature };
      await expectRejected(context, late, "AuctionHouse_FeeTooHigh", [1n, 1_000n, 10_000_000n]);
    });
  });

  it("a cancellation is stopped by carrying one of its submissions first: used nonces are skipped", async () => {
    const context = await attestation();
    const { verifier, seller } = context;
    const [first, second] = [await context.createLead(), await context.createLead()];
    await context.send([first]);
    const nonces = [first.submission.nonce, second.submission.nonce];
    await verifier.write.cancelSubmissions([nonces], { account: seller.account });
    await expectRejected(context, second, "CREVerifier_NonceUsed", [
      seller.account.address,
      second.submission.nonce,
    ]);
  });

  describe("one malformed lead stops a whole report", () => {
    it("by a length that leads nowhere, or a value that cannot be decoded: the others are minted", async () => {
      const context = await attestation();
      const leads = [];
      for (let i = 0; i < 4; i++) leads.push(await context.createLead());
      const body = new ReportBody(await context.bodyOf(leads));
      body.set(2, "autoList", 7n);
      body.set(0, "attributesLength", 0xffffn);
      const outcome = await context.send([], { body: body.toHex(), gas: reportGasLimit(4) });
      expect(attestedIn(context, outcome)).to.deep.equal([1n, 2n]);
      expect(
        rejectedIn(context, outcome).map(({ submissionHash, error }) => [submissionHash, error]),
      ).to.deep.equal([0, 2].map((bad) => [body.hashOf(bad), "CREVerifier_MalformedLead"]));
    });
  });

  describe("a seller's wallet burns the carrier's gas", () => {
    it("and never answers, in every lead of the largest batch: 200,000 gas each, below 16.7M in all", async () => {
      const context = await attestation();
      const outcome = await context.send(await greedyBatch(context, { left: 0n }));
      expect(outcome.delivered).to.equal(true);
      expect(new Set(rejectedIn(context, outcome).map(({ error }) => error))).to.deep.equal(
        new Set(["CREVerifier_InvalidSignature"]),
      );
      expect(outcome.receipt.gasUsed < MOST_GAS).to.equal(true);
    });

    it("and accepts, in every lead of the largest batch, each the dearest there is: all are listed, below 16.7M", async () => {
      const context = await attestation();
      const outcome = await context.send(await greedyBatch(context));
      expect(attestedIn(context, outcome)).to.have.length(STATES.length);
      expect(outcome.receipt.gasUsed < MOST_GAS).to.equal(true);
    });

    it("and stands first: the leads behind it are minted", async () => {
      const context = await attestation();
      const leads = [
        await greedyLead(context, "TX", { left: 0n }),
        await context.createLead({ submission: { autoList: true } }),
      ];
      const outcome = await context.send(leads);
      expect(attestedIn(context, outcome)).to.deep.equal([1n]);
      const [first] = leads;
      const reference = { chainId: context.chainId, verifier: context.verifier.address };
      expect(rejectedIn(context, outcome)).to.deep.equal([
        {
          submissionHash: submissionDigest((first as LeadReport).submission, reference),
          error: "CREVerifier_InvalidSignature",
          args: [first?.submission.seller],
        },
      ]);
    });

    it("without KYC: it is not even asked", async () => {
      const context = await attestation();
      const known = await greedyLead(context, "TX", { left: 0n });
      const unknown = await greedyLead(context, "TX", { left: 0n, known: false });
      const asked = (await context.send([known])).receipt.gasUsed;
      const outcome = await context.send([unknown]);
      const [rejected] = rejectedIn(context, outcome);
      expect(rejected?.error).to.equal("ComplianceGate_Denied");
      expect(outcome.receipt.gasUsed < asked - 150_000n).to.equal(true);
    });

    it("by an answer of 50,000 bytes: nobody copies it", async () => {
      const context = await attestation();
      const snapshot = await networkHelpers.takeSnapshot();
      const gasOf = async (length: bigint) => {
        const outcome = await context.send([await greedyLead(context, "TX", { length })]);
        expect(attestedIn(context, outcome)).to.deep.equal([1n]);
        await snapshot.restore();
        return outcome.receipt.gasUsed;
      };
      const [short, long] = [await gasOf(32n), await gasOf(50_000n)];
      // What the wallet itself pays for that much memory; a copy would cost its caller as much again.
      expect(long - short < 12_000n).to.equal(true);
    });
  });

  it("everything that a lead asks uses up its gas: the largest batch stays below 16.7M, and no lead is lost", async () => {
    const context = await attestation();
    const { engine } = context;
    const leads = await greedyBatch(context);
    const faulty = await viem.deployContract("FaultyPolicyEngine", [BURNS_GAS]);
    const code = await context.publicClient.getCode({ address: faulty.address });
    const sound = await context.publicClient.getCode({ address: engine.address });
    await networkHelpers.setCode(engine.address, code ?? "0x");
    const outcome = await context.send(leads);
    expect(outcome.delivered).to.equal(true);
    expect(rejectedIn(context, outcome)).to.have.length(STATES.length);
    expect(outcome.receipt.gasUsed < MOST_GAS).to.equal(true);
    await networkHelpers.setCode(engine.address, sound ?? "0x");
    expect(attestedIn(context, await context.send(leads))).to.have.length(STATES.length);
  });
});
