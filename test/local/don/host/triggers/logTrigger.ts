import { anyUnpack } from "@bufbuild/protobuf/wkt";
import { expect } from "chai";
import { numberToHex, stringToHex } from "viem";

import { LimitReached } from "../../../../../deploy/local/don/host/limits.ts";
import { EVM_PB } from "../../../../../deploy/local/don/host/messages.ts";
import { Driving, EMITTER, EVENT, STRANGER } from "../../../../fixtures/driving.ts";
import { errorOf } from "../../../../fixtures/errorOf.ts";
import { failureOf } from "../../../../fixtures/probeDon.ts";

describe("log trigger", () => {
  let drive: Driving;

  beforeEach(async function () {
    this.timeout(120_000);
    drive = await Driving.start();
  });

  it("should start a run for each that matches, in order", async () => {
    await drive.emit(stringToHex("before"));
    const driver = await drive.open();
    await drive.emit(stringToHex("one"));
    await drive.emit(stringToHex("not this event"), STRANGER);
    await drive.emit(stringToHex("two"));
    await driver.poll();
    await driver.poll();
    expect(drive.texts()).to.deep.equal(["one", "two"]);
    const log = drive.runs[0] && anyUnpack(drive.runs[0].payload, EVM_PB.LogSchema);
    expect(Buffer.from(log?.address ?? []).toString("hex")).to.equal(EMITTER.slice(2));
    expect(Buffer.from(log?.eventSig ?? []).toString("hex")).to.equal(EVENT.slice(2));
    expect(Buffer.from(log?.blockNumber?.absVal ?? []).readUInt8()).to.equal(2);
  });

  it("should lose none to a restart", async () => {
    await (await drive.open()).poll();
    await drive.emit(stringToHex("while it was down"));
    await (await drive.open()).poll();
    expect(drive.texts()).to.deep.equal(["while it was down"]);
  });

  it("should hand over again, under the same id, what ran when the driver ended", async () => {
    const driver = await drive.open();
    await drive.emit(stringToHex("one"));
    const atStart = drive.cursor;
    await driver.poll();
    drive.cursor = atStart;
    await (await drive.open()).poll();
    expect(drive.texts()).to.deep.equal(["one", "one"]);
    expect(drive.runs[0]?.id).to.equal(drive.runs[1]?.id);
  });

  it("should go on after a run that fails, and say so", async () => {
    const driver = await drive.open({ don: drive.recording({}, "bad") });
    await drive.emit(stringToHex("bad"));
    await drive.emit(stringToHex("good"));
    await driver.poll();
    expect(drive.texts()).to.deep.equal(["bad", "good"]);
    expect(drive.logs).to.deep.equal(["The run of trigger 2 failed: Error: the handler failed"]);
  });

  it("should let those wait that are more than ten in six seconds", async () => {
    const driver = await drive.open();
    for (let log = 0; log < 12; log++) await drive.emit(numberToHex(log, { size: 1 }));
    await driver.poll();
    drive.now += 5_999;
    await driver.poll();
    expect(drive.texts()).to.have.length(10);
    expect(drive.logs.join()).to.include("(limit logTrigger)");
    drive.now += 1;
    await driver.poll();
    expect(drive.texts()).to.have.length(12);
  });

  it("should lose none of those that wait to a restart", async () => {
    const driver = await drive.open();
    for (let log = 0; log < 12; log++) await drive.emit(numberToHex(log, { size: 1 }));
    await driver.poll();
    await (await drive.open()).poll();
    expect(new Set(drive.texts())).to.have.property("size", 12);
    expect(drive.runs).to.have.length(12);
  });

  it("should leave out a log that is too large, and print it", async () => {
    const driver = await drive.open();
    await drive.emit(`0x${"61".repeat(4_969)}`);
    await drive.emit(stringToHex("small"));
    await driver.poll();
    expect(drive.texts()).to.deep.equal(["small"]);
    expect(drive.logs.join()).to.include("not 5001 (limit logTriggerBytes)");
  });

  it("should refuse a filter with too many addresses, or without an event", async () => {
    const emitters = [1n, 2n, 3n, 4n, 5n, 6n].map((one) => numberToHex(one, { size: 20 }));
    const { message } = await errorOf(
      drive.open({ don: drive.recording({ emitters }) }),
      LimitReached,
    );
    expect(message).to.include("(limit logTriggerAddresses)");
    const elsewhere = { selector: 1n, client: drive.client };
    expect(await failureOf(drive.open({ chain: elsewhere }))).to.include("is not served here");
  });
}).timeout(60_000);
