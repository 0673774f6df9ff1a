import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, hexToBytes, type Hex } from "viem";

import { roundTime } from "../../sdk/bid/beaconChain.ts";
import { HttpError, jsonResponse, serve, type Service } from "../http.ts";
import { LOCAL_LEAGUE } from "./localLeague.ts";
import { signRound } from "./signRound.ts";

/** How a local beacon is started. */
export interface BeaconOptions {
  /** The chain's time, Unix seconds: the pending block's. */
  readonly now: () => Promise<number>;
  /** 0 takes a free one. */
  readonly port: number;
  /** File that gets a line for every request. */
  readonly log: string;
}

const { hash, publicKey, genesis, period } = LOCAL_LEAGUE;
const ROUND = new RegExp(`^/${hash}/public/([1-9][0-9]{0,14})$`);

/**
 * Starts a beacon with drand's HTTP paths, `/<chain hash>/info` and `/<chain hash>/public/<round>`, whose time is the chain's: it signs
 * any round up to now on demand, and none ahead. There is no `latest`: clients ask for explicit rounds.
 */
export async function startBeacon({ now, port, log }: BeaconOptions): Promise<Service> {
  return serve(
    async ({ method, url }) => {
      const { pathname } = new URL(url);
      if (method === "GET" && pathname === `/${hash}/info`) return jsonResponse(info());
      const [, digits] = (method === "GET" && ROUND.exec(pathname)) || [];
      if (digits !== undefined) return jsonResponse(await beaconOf(Number(digits), now));
      throw new HttpError(
        404,
        `There is no ${method} ${pathname}, only GET /${hash}/info and GET /${hash}/public/<round>.`,
      );
    },
    { port, portOption: "--beacon-port", maxBody: 0, log },
  );
}

async function beaconOf(round: number, now: () => Promise<number>) {
  const from = roundTime(LOCAL_LEAGUE, round);
  const time = await now();
  if (time < from) throw new HttpError(425, `Round ${round} is signed in ${from - time} s.`);
  const signature = signRound(round);
  const randomness = bytesToHex(sha256(hexToBytes(signature)));
  return { round, randomness: bare(randomness), signature: bare(signature) };
}

function info() {
  return {
    public_key: bare(publicKey),
    period,
    genesis_time: genesis,
    hash,
    groupHash: hash,
    schemeID: "bls-unchained-g1-rfc9380",
    metadata: { beaconID: "local-league" },
  };
}

/** Hexadecimal as drand writes it. */
function bare(bytes: Hex): string {
  return bytes.slice(2);
}
