import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";

import { expect } from "chai";

import { LOCAL_LEAGUE } from "../../deploy/local/beacon/localLeague.ts";
import { signRound } from "../../deploy/local/beacon/signRound.ts";
import { beaconSignature } from "../../deploy/sdk/actions/bid/beaconSignature.ts";
import { roundTime } from "../../deploy/sdk/bid/beaconChain.ts";
import { LeadEngineError } from "../../deploy/sdk/errors/leadEngineError.ts";
import { openServices } from "../../deploy/sdk/services.ts";
import { errorOf } from "../fixtures/errorOf.ts";

const ROUND = 9_000;
const SIGNATURE = signRound(ROUND);
/** Nobody listens there. */
const DEAD = "http://127.0.0.1:9";

const answerOf = (round: number, signature: string) =>
  JSON.stringify({ round, randomness: "00", signature: signature.slice(2) });

describe("beaconSignature", () => {
  const servers: Server[] = [];
  const asked: string[] = [];

  /** An endpoint that answers everything with this. */
  async function endpoint(body: string, status = 200): Promise<string> {
    const server = createServer((request, response) => {
      asked.push(request.url ?? "");
      response.writeHead(status).end(body);
    });
    servers.push(server);
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  afterEach(async () => {
    asked.length = 0;
    const closing = servers.splice(0).map(
      (server) =>
        new Promise((resolve) => {
          server.close(resolve);
          server.closeAllConnections();
        }),
    );
    await Promise.all(closing);
  });

  const ask = (
    endpoints: readonly string[],
    { named, now = roundTime(LOCAL_LEAGUE, ROUND) }: { named?: string; now?: number } = {},
  ) =>
    beaconSignature(
      {
        beacon: { ...LOCAL_LEAGUE, endpoints },
        services: openServices({ urlOf: () => named, chain: undefined }),
        now: () => Promise.resolve(now),
      },
      ROUND,
    );

  it("should ask for the round by its number, with drand's path", async () => {
    expect(await ask([await endpoint(answerOf(ROUND, SIGNATURE))])).to.equal(SIGNATURE);
    expect(asked).to.deep.equal([`/${LOCAL_LEAGUE.hash}/public/${ROUND}`]);
  });

  it("should go on to the next endpoint where one is dead, lies or fails", async () => {
    const endpoints = [
      DEAD,
      await endpoint(answerOf(ROUND, signRound(ROUND + 1))),
      await endpoint(answerOf(ROUND + 1, signRound(ROUND + 1))),
      await endpoint("not JSON"),
      await endpoint("{}"),
      await endpoint(answerOf(ROUND, SIGNATURE), 500),
      await endpoint(answerOf(ROUND, SIGNATURE)),
    ];
    expect(await ask(endpoints)).to.equal(SIGNATURE);
  });

  it("should ask the one that is named before the network's", async () => {
    const named = await endpoint(answerOf(ROUND, SIGNATURE));
    expect(await ask([DEAD], { named })).to.equal(SIGNATURE);
    expect(await ask([await endpoint(answerOf(ROUND, SIGNATURE))], { named: DEAD })).to.equal(
      SIGNATURE,
    );
  });

  it("should name every endpoint that gave nothing, and say that bidders need none", async () => {
    const lying = await endpoint(answerOf(ROUND, signRound(ROUND + 1)));
    const error = await errorOf(ask([DEAD, lying]), LeadEngineError);
    expect(error.code).to.equal("BEACON_SILENT");
    expect(error.says).to.include(DEAD).and.include(`${lying} gave a wrong signature`);
    expect(error.next).to.include("Bidders can open their own bids");
  });

  it("should ask nobody before the round's time", async () => {
    const now = roundTime(LOCAL_LEAGUE, ROUND) - 1;
    const good = await endpoint(answerOf(ROUND, SIGNATURE));
    const error = await errorOf(ask([good], { now }), LeadEngineError);
    expect(error.code).to.equal("TOO_EARLY");
    expect(asked).to.deep.equal([]);
  });

  it("should say that no beacon is known where none is", async () => {
    const error = await errorOf(ask([]), LeadEngineError);
    expect(error.code).to.equal("SERVICE_UNKNOWN");
  });
});
