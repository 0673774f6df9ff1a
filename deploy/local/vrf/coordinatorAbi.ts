import { parseAbi } from "viem";

/** What the local VRF uses of Chainlink's `VRFCoordinatorV2_5Mock`. */
export const coordinatorAbi = parseAbi([
  "function fulfillRandomWords(uint256 requestId, address consumer)",
  "event RandomWordsRequested(bytes32 indexed keyHash, uint256 requestId, uint256 preSeed, uint256 indexed subId, uint16 minimumRequestConfirmations, uint32 callbackGasLimit, uint32 numWords, bytes extraArgs, address indexed sender)",
  "event RandomWordsFulfilled(uint256 indexed requestId, uint256 outputSeed, uint256 indexed subId, uint96 payment, bool nativePayment, bool success, bool onlyPremium)",
  "error InvalidRequest()",
  "error InsufficientBalance()",
]);
