import { rm } from "node:fs/promises";
import path from "node:path";

import { expect } from "chai";
import { getTransactionCount } from "viem/actions";

import { followSubmission } from "../../../deploy/sdk/actions/lead/followSubmission.ts";
import { postPackage } from "../../../deploy/sdk/actions/lead/postPackage.ts";
import { submitLead } from "../../../deploy/sdk/actions/lead/submitLead.ts";
import { LeadEngineError } from "../../../deploy/sdk/errors/leadEngineError.ts";
import { submissionDigest } from "../../../deploy/sdk/lead/leadSubmission.ts";
import { openDonSeller, type DonSeller } from "../../fixtures/donSeller.ts";
import { errorOf } from "../../fixtures/errorOf.ts";
import { profileOf } from "../../fixtures/leads.ts";
import { openLocalStack, type LocalStack } from "../../fixtures/localStack.ts";
import { callTool, openMcp } from "../../fixtures/mcp.ts";

describe("packages that are posted on chain", () => {
  let local: LocalStack;
  let at: DonSeller;
  before(async function () {
    this.timeout(180_000);
    local = await openLocalStack();
    at = await openDonSeller(local);
  });
  after(() => local.close());

  it("should become a lead and its auction", async () => {
    const lead = await at.newLead();
    const vertical = profileOf(lead.vertical);
    const done = await submitLead(at.seller, { lead, vertical, onChain: true });
    expect(done).to.include({ seller: at.seller.address, phase: "Commit" });
    expect(await local.protocol.nft.read.ownerOf([done.leadId])).to.equal(at.seller.address);
  }).timeout(60_000);

  it("should be heard when the DON was away as they were posted, once", async () => {
    const disclosure = await at.disclose();
    const { verifier } = local.protocol;
    const submissionHash = submissionDigest(disclosure.submission, {
      chainId: local.stack.chainId,
      verifier: verifier.address,
    });
    const fromBlock = BigInt(await local.connection.networkHelpers.time.latestBlock());
    await local.withoutDon(async () => {
      await postPackage(at.seller, at.seal(disclosure));
      const silence = await verifier.getEvents.LeadAttested({ submissionHash }, { fromBlock });
      expect(silence).to.deep.equal([]);
    });
    const { leadId } = await followSubmission(at.seller, {
      submissionHash,
      fromBlock,
      onChain: true,
    });
    await local.withoutDon(() => Promise.resolve());
    await submitLead(at.seller, await another());
    const minted = await verifier.getEvents.LeadAttested({ submissionHash }, { fromBlock });
    expect(minted.map(({ args }) => args.leadId)).to.deep.equal([leadId]);
    const refused = await verifier.getEvents.LeadRejected({ submissionHash }, { fromBlock });
    expect(refused).to.deep.equal([]);
  }).timeout(60_000);

  it("should be queued again by an agent's trigger_cre_evaluation when the DON has lost them, until they are minted", async () => {
    const disclosure = await at.disclose();
    const { verifier } = local.protocol;
    const reference = { chainId: local.stack.chainId, verifier: verifier.address };
    const submissionHash = submissionDigest(disclosure.submission, reference);
    const fromBlock = BigInt(await local.connection.networkHelpers.time.latestBlock());
    // With its file it forgets up to where it has read the chain.
    const forget = async () => {
      for (const end of ["", "-wal", "-shm"]) {
        await rm(path.join(local.folder, `queue.sqlite${end}`), { force: true });
      }
    };
    await local.withoutDon(async () => {
      await postPackage(at.seller, at.seal(disclosure));
      await forget();
    });
    const mcp = await openMcp({ client: at.seller, trader: at.seller, unattended: true });
    try {
      const { client } = await mcp.connect({ era: "modern" });
      const evaluate = (given: object) => callTool(client, "trigger_cre_evaluation", { ...given });
      const queued = await evaluate({ submissionHash });
      expect(queued.error, queued.text).to.equal(undefined);
      expect(queued.data).to.deep.include({ leadId: null, score: null });
      expect(queued.data["says"]).to.include("queued again");
      const { leadId } = await followSubmission(at.seller, {
        submissionHash,
        fromBlock,
        onChain: true,
      });

      // The chain decides, whatever the DON knows.
      await local.withoutDon(forget);
      const { score } = await local.protocol.nft.read.leadOf([leadId]);
      for (const given of [{ submissionHash }, { leadId: Number(leadId) }]) {
        const { data } = await evaluate(given);
        expect(data).to.deep.include({ state: "minted", leadId: Number(leadId), score });
        expect(data["says"]).to.include("final");
      }
      const minted = await verifier.getEvents.LeadAttested({ submissionHash }, { fromBlock });
      expect(minted).to.have.length(1);
      const unknown = await evaluate({ submissionHash: `0x${"12".repeat(32)}` });
      expect(unknown.error?.code).to.equal("NO_PACKAGE");
      await client.close();
    } finally {
      await mcp.close();
    }
  }).timeout(60_000);

  it("should be refused before they cost anything if they fit into no event", async () => {
    const disclosure = await at.disclose();
    const text = at.seal({ ...disclosure, ciphertext: new Uint8Array(4_000) });
    const before = await getTransactionCount(at.seller.publicClient, at.seller);
    const error = await errorOf(postPackage(at.seller, text), LeadEngineError);
    expect(error).to.include({ code: "PACKAGE_TOO_LARGE" });
    expect(error.says).to.contain("the chain takes 4800 at most");
    expect(await getTransactionCount(at.seller.publicClient, at.seller)).to.equal(before);
  });

  /** What `submitLead` takes of a new lead. */
  async function another() {
    const lead = await at.newLead();
    return { lead, vertical: profileOf(lead.vertical) };
  }
}).timeout(60_000);
