import { addContractMock, EvmMock, newTestRuntime } from "@chainlink/cre-sdk/test";
import type { HTTPPayload, TeeRuntime } from "@chainlink/cre-sdk";
import { bytesToHex, stringToBytes, type Hex } from "viem";

import { creVerifierAbi } from "../../sdk/generated/abis.ts";
import { bodyOf } from "../../sdk/report/forwarderReport.ts";
import { decodeLeadReports } from "../../sdk/report/leadReport.ts";
import type { Config } from "../confidential/main.ts";
import { NOW } from "../../../test/fixtures/leads.ts";
import {
  DEDUP_SECRET,
  EPOCH,
  LEAD_KEY,
  NFT,
  REFERENCE,
  SELLER,
} from "../../../test/fixtures/packages.ts";

/** Chainlink's selector of the chain. */
export const CHAIN_SELECTOR = 10_344_971_235_874_465_080n;
/** The workflow's configuration, without vendors. */
export const CONFIG: Config = {
  ...REFERENCE,
  chainSelector: String(CHAIN_SELECTOR),
  nft: NFT,
  house: NFT,
  keeper: NFT,
  matcher: NFT,
  authorizedKeys: [SELLER.address],
};

/** The SDK has no public runtime of an enclave: this one is the DON's with an enclave's two methods. */
export function enclave(
  secrets: Record<string, string>,
  config = CONFIG,
): TeeRuntime<Config> & { getLogs(): string[] } {
  const don = newTestRuntime<Config>(
    new Map([["main", new Map(Object.entries(secrets))]]),
    {},
    config,
  );
  return Object.assign(Object.create(don) as typeof don, {
    usingTheDons: () => don,
    reportFromDon: don.report.bind(don),
  });
}

/** What a test changes of the chain. */
interface ChainState {
  readonly txStatus?: "TX_STATUS_SUCCESS" | "TX_STATUS_REVERTED";
  /** Whether the verifier took what the forwarder handed over. */
  readonly isRefused?: boolean;
  readonly epoch?: number;
  readonly previousUntil?: number;
}

/** A chain that says the tests' time, knows the DON's epochs and takes every report. */
export function chain({
  txStatus = "TX_STATUS_SUCCESS",
  isRefused = false,
  epoch = EPOCH,
  previousUntil = 0,
}: ChainState = {}) {
  const written: { receiver: string; body: Hex; gasLimit: bigint | undefined }[] = [];
  const mock = EvmMock.testInstance(CHAIN_SELECTOR);
  mock.headerByNumber = () => ({ header: { timestamp: String(NOW) } });
  const verifier = addContractMock(mock, { address: REFERENCE.verifier, abi: creVerifierAbi });
  verifier.donEpoch = () => epoch;
  verifier.donKeyOf = () => [{ x: 0n, y: 0n }, previousUntil];
  mock.writeReport = ({ receiver, report, gasConfig }) => {
    const body = bodyOf(bytesToHex(report?.rawReport ?? new Uint8Array()));
    written.push({ receiver: bytesToHex(receiver), body, gasLimit: gasConfig?.gasLimit });
    const status = isRefused ? "REVERTED" : "SUCCESS";
    return {
      txStatus,
      receiverContractExecutionStatus: `RECEIVER_CONTRACT_EXECUTION_STATUS_${status}`,
    };
  };
  return written;
}

/** Its secrets, without those of vendors. */
export const SECRETS = { [`LEAD_KEY_${EPOCH}`]: LEAD_KEY, DEDUP_SECRET };

/** What the HTTP trigger hands over. */
export function payload(text: string): HTTPPayload {
  return { input: stringToBytes(text) } as HTTPPayload;
}

/** An enclave that knows a vendor gateway. */
export function withVendors() {
  const vendorUrl = "https://vendors.example/v1/checks";
  return enclave({ ...SECRETS, VENDOR_API_KEY: "key" }, { ...CONFIG, vendorUrl });
}

/** The nonces of the submissions that were reported. */
export function noncesOf(written: readonly { readonly body: Hex }[]): bigint[] {
  return written.flatMap(({ body }) =>
    decodeLeadReports(body).reports.map(({ submission }) => submission.nonce),
  );
}

/** What a run says about its packages. */
export function codesOf(outcome: string): string[] {
  return (JSON.parse(outcome) as { packages: { code: string }[] }).packages.map(({ code }) => code);
}
