import { QUICKNET, type BeaconChain } from "../../sdk/bid/beaconChain.ts";

/**
 * The beacons of local chains: quicknet's rounds, signed by the key of `signRound`. Written down, because to derive it takes a third of a
 * second of every command.
 */
export const LOCAL_LEAGUE: BeaconChain = {
  hash: "c9ecd575dcee8b59ca14d99dc9520d5bb0bfe7e43cb82f08cdefd1f425697c42",
  publicKey:
    "0x8f69f8dc1b041261f3b7fc00f93b3fca7106ddde22642123919661bd6f582c681502fb6380debeb8ff68b9216a289f240c65edc49b323b6b3a971edf5dc62d6eb6721732aac7944dff22a04cf389cfacc0814cd451b6e4fe58e349c3e7319711",
  genesis: QUICKNET.genesis,
  period: QUICKNET.period,
  endpoints: [],
};
