import {
  parseAbi,
  concat,
  keccak256,
  numberToHex,
  size,
  slice,
  type Address,
  type Hex,
} from "viem";

/** What the DON uses of Chainlink's `KeystoneForwarder` 1.0.0. */
export const forwarderAbi = parseAbi([
  "function setConfig(uint32 donId, uint32 configVersion, uint8 f, address[] signers)",
  "function report(address receiver, bytes rawReport, bytes reportContext, bytes[] signatures)",
  "event ReportProcessed(address indexed receiver, bytes32 indexed workflowExecutionId, bytes2 indexed reportId, bool result)",
  "error InsufficientGasForRouting(bytes32 transmissionId)",
  "error AlreadyAttempted(bytes32 transmissionId)",
  "error InvalidSigner(address signer)",
  "error InvalidSignature(bytes signature)",
  "error InvalidSignatureCount(uint256 expected, uint256 received)",
  "error DuplicateSigner(address signer)",
  "error InvalidConfig(uint64 configId)",
  "error InvalidReport()",
]);

/** The workflow that reports: what `CREVerifier` checks, and the forwarder's configuration it runs under. */
export type WorkflowIdentity = {
  readonly id: Hex;
  /** Ten bytes. */
  readonly name: Hex;
  readonly owner: Address;
  readonly donId: number;
  readonly configVersion: number;
};

/** One run of a workflow that ends in a report. */
export type WorkflowRun = {
  readonly workflow: WorkflowIdentity;
  readonly body: Hex;
  /** Unix seconds. */
  readonly timestamp: number;
  /** By default derived from workflow, time and body; the forwarder accepts one report for each execution, receiver and report id. */
  readonly executionId?: Hex;
  /** Tells the reports of one execution apart: 1 by default. */
  readonly reportId?: number;
};

const REPORT_VERSION = 1;
/** Bytes before the body. */
const HEADER = 109;

/** A report as the forwarder reads it: version, execution id, timestamp, DON id and configuration, workflow id, name, owner, report id, body. */
export function buildRawReport(run: WorkflowRun): Hex {
  const { id, name, owner, donId, configVersion } = run.workflow;
  if (size(id) !== 32 || size(name) !== 10) {
    throw new Error("A workflow id has 32 bytes and a workflow name 10.");
  }
  return concat([
    numberToHex(REPORT_VERSION, { size: 1 }),
    run.executionId ?? executionIdOf(run),
    numberToHex(run.timestamp, { size: 4 }),
    numberToHex(donId, { size: 4 }),
    numberToHex(configVersion, { size: 4 }),
    id,
    name,
    owner,
    numberToHex(run.reportId ?? 1, { size: 2 }),
    run.body,
  ]);
}

/** The body of a raw report. */
export function bodyOf(rawReport: Hex): Hex {
  return slice(rawReport, HEADER);
}

function executionIdOf({ workflow, body, timestamp }: WorkflowRun): Hex {
  return keccak256(concat([workflow.id, numberToHex(timestamp, { size: 4 }), body]));
}
