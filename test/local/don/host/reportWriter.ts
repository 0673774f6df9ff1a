import { create, type MessageInitShape } from "@bufbuild/protobuf";
import { anyPack, anyUnpack } from "@bufbuild/protobuf/wkt";
import { expect } from "chai";
import { network } from "hardhat";
import { hexToBytes, zeroHash, type Hex } from "viem";

import { evmCapabilities } from "../../../../deploy/local/don/host/capabilities.ts";
import type { LocalDon } from "../../../../deploy/local/don/host/localDon.ts";
import { EVM_PB } from "../../../../deploy/local/don/host/messages.ts";
import {
  forwarderWriter,
  TransactionReverted,
  type RetryRules,
  type WriteReport,
} from "../../../../deploy/local/don/host/reportWriter.ts";
import { encodeLeadReports, reportNonce } from "../../../../deploy/sdk/report/leadReport.ts";
import { openMarket } from "../../../fixtures/market.ts";
import {
  CHAIN_SELECTOR,
  inputOf,
  PROBE,
  PROBE_CONFIG,
  probeDon,
  probeNode,
  textOf,
} from "../../../fixtures/probeDon.ts";

/** `txStatus` and the receiver's, as workflows see them. */
const DELIVERED = "[2,0]";
const RECEIVER_FAILED = "[2,1]";
/** Seconds until the verifier takes the report. */
const TOO_EARLY = 600;

describe("a report that is written", () => {
  describe("given the real forwarder, and a verifier for which the report is from the future", () => {
    const pauses: number[] = [];
    const sent: string[] = [];
    let body: Hex;
    let don: LocalDon;
    let pass: () => Promise<unknown>;
    let onSleep: () => Promise<unknown>;
    const logs: string[] = [];

    before(async function () {
      this.timeout(120_000);
      const connection = await network.create({ network: "default", chainType: "op" });
      const market = await openMarket(connection);
      const { workflow, signers, transmitter } = market.don;
      const report = await market.attest(await market.disclose(await market.makeLead()));
      const observedAt = Number((await market.publicClient.getBlock()).timestamp) + TOO_EARLY;
      body = encodeLeadReports([report], {
        chainSelector: CHAIN_SELECTOR,
        receiver: market.verifier.address,
        nonce: reportNonce([report], observedAt),
        observedAt,
      });
      pass = () => connection.networkHelpers.time.increaseTo(observedAt);
      const write = forwarderWriter({
        transmitter,
        publicClient: market.publicClient,
        forwarder: market.forwarder.address,
      });
      const counted: WriteReport = (written) => {
        sent.push(written.signatures.join());
        return write(written);
      };
      const sleep = (milliseconds: number) => {
        pauses.push(milliseconds);
        return onSleep();
      };
      don = probeDon(await probeNode(), {
        workflow,
        config: { ...PROBE_CONFIG, receiver: market.verifier.address },
        signers,
        log: (line) => logs.push(line),
        capabilities: evmCapabilities(CHAIN_SELECTOR, { writeReport: counted }, { sleep }),
      });
    });
    beforeEach(() => {
      pauses.length = 0;
      sent.length = 0;
      onSleep = () => Promise.resolve();
    });

    const write = async (executionId?: Hex) =>
      textOf(await don.trigger(PROBE.ordinary, inputOf(`write ${body}`), executionId));

    it("should say that the receiver failed after three attempts with the same signatures", async () => {
      expect(await write()).to.equal(RECEIVER_FAILED);
      expect(pauses).to.deep.equal([1_000, 2_000]);
      expect(sent).to.have.length(3);
      expect(new Set(sent)).to.have.property("size", 1);
    }).timeout(60_000);

    it("should deliver it when the receiver takes it at last, and not send it twice", async () => {
      onSleep = pass;
      const executionId: Hex = `0x${"ee".repeat(32)}`;
      expect(await write(executionId)).to.equal(DELIVERED);
      expect(pauses).to.deep.equal([1_000]);
      expect(await write(executionId)).to.equal(DELIVERED);
    }).timeout(60_000);
  });

  describe("given a chain that does not take it", () => {
    const request: MessageInitShape<typeof EVM_PB.WriteReportRequestSchema> = {
      receiver: hexToBytes(`0x${"11".repeat(20)}`),
      report: { sigs: [], rawReport: new Uint8Array(109), reportContext: new Uint8Array(96) },
      gasConfig: { gasLimit: 1n },
    };

    async function replyOf(writeReport: WriteReport, rules: Partial<RetryRules> = {}) {
      const capabilities = evmCapabilities(
        CHAIN_SELECTOR,
        { writeReport },
        { sleep: () => Promise.resolve(), ...rules },
      );
      const served = capabilities[`evm:ChainSelector:${CHAIN_SELECTOR}@1.0.0/WriteReport`];
      const { WriteReportRequestSchema, WriteReportReplySchema } = EVM_PB;
      const call = anyPack(WriteReportRequestSchema, create(WriteReportRequestSchema, request));
      const reply = served && anyUnpack(await served.run(call, "DON"), WriteReportReplySchema);
      return [reply?.txStatus, reply?.receiverContractExecutionStatus, reply?.errorMessage];
    }

    it("should try again, and say that the transaction reverted", async () => {
      let attempts = 0;
      const reverting = () => {
        attempts++;
        return Promise.reject(new TransactionReverted("it reverted"));
      };
      expect(await replyOf(reverting)).to.deep.equal([1, undefined, "it reverted"]);
      expect(attempts).to.equal(3);
    });

    it("should say that it was not mined", async () => {
      const lost = () => Promise.reject(new Error("not mined"));
      expect(await replyOf(lost, { attempts: 1 })).to.deep.equal([0, undefined, "not mined"]);
    });

    it("should forget the failures before a success", async () => {
      let attempts = 0;
      const late: WriteReport = () =>
        ++attempts < 3
          ? Promise.reject(new Error("not mined"))
          : Promise.resolve({ hash: zeroHash, delivered: true });
      expect((await replyOf(late)).slice(0, 2)).to.deep.equal([2, 0]);
    });
  });
});
