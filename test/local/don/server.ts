import path from "node:path";

import { expect } from "chai";
import type { Hex } from "viem";

import { donKeyIn } from "../../../deploy/local/don/secrets.ts";
import { startDon } from "../../../deploy/local/don/server.ts";
import { MAX_PACKAGE } from "../../../deploy/local/don/packageQueue.ts";
import { PackageStore } from "../../../deploy/local/don/packageStore.ts";
import type { Service } from "../../../deploy/local/http.ts";
import type { Party } from "../../../deploy/local/party.ts";
import { FAILURES_PATH, type Failures } from "../../../deploy/local/vendors/server.ts";
import { getLead } from "../../../deploy/sdk/actions/lead/getLead.ts";
import { donKeyOf } from "../../../deploy/sdk/actions/lead/donQueue.ts";
import { followSubmission } from "../../../deploy/sdk/actions/lead/followSubmission.ts";
import { submitLead } from "../../../deploy/sdk/actions/lead/submitLead.ts";
import { Phase, VENDOR_CHECKS } from "../../../deploy/sdk/codes/enums.ts";
import { LeadEngineError } from "../../../deploy/sdk/errors/leadEngineError.ts";
import { packageCodes, packageRefused } from "../../../deploy/sdk/errors/packageCodes.ts";
import { getContent } from "../../../deploy/sdk/lead/contentStore.ts";
import { submissionDigest } from "../../../deploy/sdk/lead/leadSubmission.ts";
import type { DonKey } from "../../../deploy/sdk/report/leadPackage.ts";
import type { PackageState } from "../../../deploy/sdk/report/packageState.ts";
import { publicKeyOf } from "../../../deploy/sdk/crypto/point.ts";
import { scheduleConfiguration } from "../../fixtures/configure.ts";
import { openDonSeller, type DonSeller } from "../../fixtures/donSeller.ts";
import { errorOf } from "../../fixtures/errorOf.ts";
import { profileOf } from "../../fixtures/leads.ts";
import { openLocalStack, scoringWorkflow, type LocalStack } from "../../fixtures/localStack.ts";

type Answer = PackageState & { readonly status: number; readonly error?: string };

describe("the DON's door", () => {
  let local: LocalStack;
  let seller: Party;
  let key: DonKey;
  let newLead: DonSeller["newLead"];
  let disclose: DonSeller["disclose"];
  let seal: DonSeller["seal"];
  before(async function () {
    this.timeout(180_000);
    local = await openLocalStack();
    ({ seller, key, newLead, disclose, seal } = await openDonSeller(local));
  });
  after(() => local.close());

  const reference = () => ({
    chainId: local.stack.chainId,
    verifier: local.stack.addresses.verifier,
  });
  const post = async (body: string, door = local.stack.don): Promise<Answer> => {
    const response = await fetch(`${door}/packages`, { method: "POST", body });
    return { ...((await response.json()) as PackageState), status: response.status };
  };
  const endOf = async (submissionHash: Hex, door = local.stack.don): Promise<PackageState> => {
    const response = await fetch(`${door}/packages/${submissionHash}?wait=30000`);
    return (await response.json()) as PackageState;
  };
  const sent = async (body: string): Promise<PackageState> =>
    endOf((await post(body)).submissionHash);
  /** What the seller's SDK makes of a submission's end. */
  const follow = ({ submissionHash }: Pick<PackageState, "submissionHash">) =>
    errorOf(followSubmission(seller, { submissionHash, fromBlock: 0n }), LeadEngineError);

  it("should take a package at once, mint and list the lead, and keep its ciphertext", async () => {
    const disclosure = await disclose();
    const { status, state, submissionHash } = await post(seal(disclosure));
    expect({ status, state }).to.deep.equal({ status: 202, state: "queued" });
    expect(submissionHash).to.equal(submissionDigest(disclosure.submission, reference()));

    const end = await endOf(submissionHash);
    expect(end).to.include({ state: "minted", attempts: 1 });
    const leadId = BigInt(String(end.leadId));
    const { contentHash } = disclosure.submission;
    expect(await local.protocol.nft.read.leadOf([leadId])).to.include({ contentHash });
    expect(await local.protocol.house.read.phaseOf([leadId])).to.equal(Phase.Commit);
    expect(await getContent(local.stack.ipfs, contentHash)).to.deep.equal(disclosure.ciphertext);
  }).timeout(60_000);

  it("should carry the SDK's lead from its sealing to its auction", async () => {
    const lead = await newLead();
    const done = await submitLead(seller, { lead, vertical: profileOf(lead.vertical) });
    expect(done).to.include({ seller: seller.address, phase: "Commit" });
    const sum = done.subScores.reduce((total, part) => total + part, 0);
    expect(done.score).to.equal(sum).and.to.be.greaterThan(0);
  }).timeout(60_000);

  describe("given the vendors", () => {
    /** Makes them fail, or answer again. */
    const fail = async (failures: Failures): Promise<void> => {
      const body = JSON.stringify(failures);
      const url = `${local.stack.vendors}${FAILURES_PATH}`;
      expect((await fetch(url, { method: "PUT", body })).status).to.equal(200);
    };
    afterEach(() => fail({}));
    /** What vendors did not answer of a new lead, and its score. */
    const scored = async (phone: string) => {
      const lead = await newLead();
      const contact = { ...lead.contact, phone };
      const sold = { lead: { ...lead, contact }, vertical: profileOf(lead.vertical) };
      const { leadId, score } = await submitLead(seller, sold);
      const { unansweredChecks } = await getLead(seller, { leadId });
      return { score, unansweredChecks };
    };

    it("should ask them, and score without those that do not answer", async () => {
      const all = await scored("(512) 555-2001");
      expect(all.unansweredChecks).to.deep.equal(["ConsentCertificate"]);
      await fail({ silent: ["email"], malformed: ["phoneLine", "doNotCall"] });
      const some = await scored("(512) 555-2002");
      const silent = ["PhoneLine", "Email", "ConsentCertificate", "DoNotCallList"];
      expect(some.unansweredChecks).to.deep.equal(silent);
      expect(some.score).to.equal(all.score - 300 - 300 - 100);
      await fail({ down: true });
      const none = await scored("(512) 555-2003");
      expect(none.unansweredChecks).to.deep.equal([...VENDOR_CHECKS]);
      expect(none.score).to.equal(some.score - 400 - 100);
    }).timeout(60_000);

    for (const [code, phone] of [
      ["DO_NOT_CALL", "(512) 555-9001"],
      ["LITIGATOR", "(512) 555-9002"],
    ] as const) {
      it(`should refuse a listed number with ${code}, and tell the seller what to do`, async () => {
        const lead = await newLead();
        const contact = { ...lead.contact, phone };
        const vertical = profileOf(lead.vertical);
        const error = await errorOf(
          submitLead(seller, { lead: { ...lead, contact }, vertical }),
          LeadEngineError,
        );
        expect(error).to.include({ code, next: packageCodes[code]?.next });
      }).timeout(60_000);
    }
  });

  it("should give packages that come together an id each, in batches", async () => {
    const packages: string[] = [];
    for (let count = 0; count < 5; count++) packages.push(seal(await disclose()));
    const queued = await Promise.all(packages.map((text) => post(text)));
    const ends = await Promise.all(queued.map(({ submissionHash }) => endOf(submissionHash)));
    expect(new Set(ends.map(({ leadId }) => leadId)).size).to.equal(5);
    expect(ends.map(({ attempts }) => attempts)).to.deep.equal([1, 1, 1, 1, 1]);
  }).timeout(60_000);

  it("should mint a package once that comes twice", async () => {
    const text = seal(await disclose());
    const first = await sent(text);
    const again = await post(text);
    expect(again).to.include({ state: "minted", leadId: first.leadId });
  }).timeout(60_000);

  it("should refuse a consumer who was sold under another nonce, and say how the first sale stands", async () => {
    const lead = await newLead();
    await sent(seal(await disclose(lead)));
    const second = await sent(seal(await disclose(lead)));
    expect(second.state).to.equal("rejected");
    const error = await follow(second);
    expect(error).to.include({ code: "LEAD_REFUSED" });
    expect(error.says).to.contain("The lead was refused.");
    expect(error.next).to.be.a("string");
  }).timeout(60_000);

  it("should refuse a submission whose nonce its seller cancelled", async () => {
    const disclosure = await disclose();
    await local.protocol.verifier.write.cancelSubmissions([[disclosure.submission.nonce]], {
      account: seller.wallet.account,
    });
    const end = await sent(seal(disclosure));
    expect(end.state).to.equal("rejected");
    expect(seller.explain(end.reason ?? "0x").code).to.equal("CREVerifier_NonceUsed");
  }).timeout(60_000);

  it("should refuse a signature that has run out", async () => {
    const disclosure = await disclose(undefined, 60);
    await local.connection.networkHelpers.time.increase(120);
    const end = await sent(seal(disclosure));
    expect(end).to.include({ state: "rejected", code: "DEADLINE_PASSED" });
    expect(await follow(end)).to.include({
      code: "DEADLINE_PASSED",
      next: packageCodes["DEADLINE_PASSED"]?.next,
    });
  }).timeout(60_000);

  it("should refuse a lead whose consumer did not consent in time", async () => {
    const now = await local.connection.networkHelpers.time.latest();
    const end = await sent(
      seal(await disclose(await newLead({ consentTime: now - 400 * 86_400 }))),
    );
    expect(end.state).to.equal("rejected");
    expect((await follow(end)).next).to.be.a("string");
  }).timeout(60_000);

  it("should refuse what is sealed to another key, or names an epoch that there was not", async () => {
    const stranger = { epoch: key.epoch, publicKey: publicKeyOf(7n) };
    const [sealed, early] = [await disclose(), await disclose()];
    const queued = [
      await post(seal(sealed, stranger)),
      await post(seal(early, { ...key, epoch: 9 })),
    ];
    const ends = await Promise.all(queued.map(({ submissionHash }) => endOf(submissionHash)));
    expect(ends.map(({ code }) => code)).to.deep.equal(["CONTENT_UNREADABLE", "EPOCH_UNKNOWN"]);
    for (const end of ends) {
      expect((await follow(end)).next).to.equal(packageCodes[end.code ?? ""]?.next);
    }
    // Its seller's own package still counts.
    expect(await sent(seal(sealed))).to.include({ state: "minted" });
  }).timeout(60_000);

  it("should refuse what is no package, and name the place but not the value", async () => {
    const malformed = await post("{");
    expect(malformed).to.include({ status: 422, code: "PACKAGE_MALFORMED" });
    const text = seal(await disclose());
    const { status, error, code } = await post(
      JSON.stringify({ ...JSON.parse(text), epoch: "secret" }),
    );
    expect({ status, code }).to.deep.equal({ status: 422, code: "PACKAGE_MALFORMED" });
    expect(error).to.contain("→ at epoch");
    expect(error).not.to.contain("secret");
    expect(packageRefused(code ?? "").next).to.contain("sealPackage");
  });

  it("should refuse a ciphertext that is not the one that was signed", async () => {
    const disclosure = await disclose();
    const ciphertext = disclosure.ciphertext.with(0, 255 - (disclosure.ciphertext[0] ?? 0));
    const { status, code } = await post(seal({ ...disclosure, ciphertext }));
    expect({ status, code }).to.deep.equal({ status: 422, code: "CONTENT_MISMATCH" });
  });

  it("should refuse a body that no run would take", async () => {
    expect((await post(" ".repeat(MAX_PACKAGE + 1))).status).to.equal(413);
  });

  it("should go on with what a DON had taken that died before its report", async () => {
    const disclosure = await disclose();
    const text = seal(disclosure);
    const submissionHash = submissionDigest(disclosure.submission, reference());
    const queueFile = path.join(local.folder, "left.sqlite");
    const block = BigInt(await local.connection.networkHelpers.time.latestBlock());
    const left = new PackageStore(queueFile);
    left.add({ submissionHash, text, deadline: disclosure.submission.deadline, block });
    left.begin(left.due(0, 1).map(({ id }) => id));
    left.close();

    let second: Service | undefined;
    try {
      second = await startDon({
        rpc: local.stack.rpc,
        protocol: local.protocol,
        workflow: scoringWorkflow,
        ipfs: local.stack.ipfs,
        queueFile,
        port: 0,
        log: local.log,
      });
      expect(await endOf(submissionHash, second.url)).to.include({ state: "minted", attempts: 2 });
    } finally {
      await second?.close();
    }
  }).timeout(60_000);

  it("should take packages of the key before until its end, then say what to do, and take the new key's", async () => {
    const { connection, protocol } = local;
    const { time } = connection.networkHelpers;
    const configurator = await connection.viem.getWalletClient(protocol.accounts.configurator);
    const { accessManager, verifier, don } = protocol;
    const until = (await time.latest()) + 2 * 86_400;
    const next = donKeyIn(don.secrets, key.epoch + 1);
    const change = [next, until];
    const governance = { accessManager, configurator };
    await (
      await scheduleConfiguration(connection, governance, verifier, "setDonKey", change)
    )();
    const old = await sent(seal(await disclose()));
    expect(old.state).to.equal("minted");

    await time.increaseTo(until + 1);
    const late = await sent(seal(await disclose()));
    expect(late).to.include({ state: "rejected", code: "EPOCH_EXPIRED" });
    expect((await follow(late)).next).to.equal(packageCodes["EPOCH_EXPIRED"]?.next);
    const current = await donKeyOf(seller);
    expect(current).to.deep.equal({ epoch: key.epoch + 1, publicKey: next });
    expect((await sent(seal(await disclose(), current))).state).to.equal("minted");
  }).timeout(60_000);

  it("should tell its health, and what it serves", async () => {
    const { don, chainId, addresses } = local.stack;
    const health = (await (await fetch(`${don}/health`)).json()) as object;
    expect(health).to.include({ status: "ok", chainId, verifier: addresses.verifier, waiting: 0 });
    expect(health).to.deep.include({ nodes: { count: 4, faulty: 1 } });
    const unknown = await fetch(`${don}/packages/0x${"12".repeat(32)}`);
    expect(unknown.status).to.equal(404);
    const response = await fetch(`${don}/leads`);
    expect(response.status).to.equal(404);
    expect(await response.text()).to.contain("only POST /packages");
  });
}).timeout(60_000);
