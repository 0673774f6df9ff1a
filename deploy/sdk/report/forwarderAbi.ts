import { parseAbi } from "viem";

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
