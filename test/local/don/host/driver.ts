import { expect } from "chai";
import { stringToHex } from "viem";

import { evmCapabilities } from "../../../../deploy/local/don/host/capabilities.ts";
import { Driving, EMITTER } from "../../../fixtures/driving.ts";
import {
  CHAIN_SELECTOR,
  failureOf,
  inputOf,
  PROBE,
  probeDon,
  textOf,
} from "../../../fixtures/probeDon.ts";

describe("Driver", () => {
  let drive: Driving;

  before(async function () {
    this.timeout(120_000);
    drive = await Driving.start();
  });

  it("should run the workflow's handlers, in the plugin", async () => {
    const don = probeDon(drive.node, {
      config: drive.config,
      capabilities: evmCapabilities(CHAIN_SELECTOR, { logs: drive.client }),
      log: (line) => drive.logs.push(line),
    });
    const driver = await drive.open({ don });
    await drive.emit(stringToHex("hello"));
    await drive.emit(stringToHex("four"));
    drive.now = Date.UTC(2026, 10, 28, 12, 5);
    await driver.poll();
    const { result } = await driver.execute(await drive.request(["time"]));
    await failureOf(result);
    expect(textOf(await don.trigger(PROBE.ordinary, inputOf("logs 2")))).to.equal("2");
    expect(drive.logs).to.include(`log ${EMITTER} ${stringToHex("hello")}`);
    expect(drive.logs).to.include("The run of trigger 2 failed: Error: a log of four bytes");
    expect(drive.logs).to.include(`tick ${drive.now / 1_000}`);
  }).timeout(60_000);
}).timeout(60_000);
