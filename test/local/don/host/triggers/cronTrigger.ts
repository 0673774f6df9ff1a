import { anyUnpack } from "@bufbuild/protobuf/wkt";
import { expect } from "chai";

import { LimitReached } from "../../../../../deploy/local/don/host/limits.ts";
import { CRON_TRIGGER_PB } from "../../../../../deploy/local/don/host/messages.ts";
import { Driving } from "../../../../fixtures/driving.ts";
import { errorOf } from "../../../../fixtures/errorOf.ts";
import { PROBE } from "../../../../fixtures/probeDon.ts";

describe("cron trigger", () => {
  let drive: Driving;

  beforeEach(async function () {
    this.timeout(120_000);
    drive = await Driving.start();
  });

  const ticks = () =>
    drive.runs.flatMap(({ index, payload }) => {
      const tick = index === PROBE.cron && anyUnpack(payload, CRON_TRIGGER_PB.PayloadSchema);
      return tick ? [Number(tick.scheduledExecutionTime?.seconds) * 1_000] : [];
    });

  it("should start a run at each scheduled time", async () => {
    const driver = await drive.open();
    await driver.poll();
    expect(ticks()).to.deep.equal([]);
    drive.now = Date.UTC(2026, 10, 28, 12, 5, 0);
    await driver.poll();
    await driver.poll();
    drive.now = Date.UTC(2026, 10, 28, 12, 10, 1);
    await driver.poll();
    expect(ticks()).to.deep.equal([Date.UTC(2026, 10, 28, 12, 5), Date.UTC(2026, 10, 28, 12, 10)]);
  });

  it("should make one run of what was missed, over a restart too", async () => {
    await drive.open();
    drive.now = Date.UTC(2026, 10, 28, 13, 1);
    const driver = await drive.open();
    await driver.poll();
    await driver.poll();
    expect(ticks()).to.deep.equal([Date.UTC(2026, 10, 28, 13, 0)]);
  });

  it("should read a schedule in its time zone", async () => {
    const driver = await drive.open({
      don: drive.recording({ schedule: "TZ=America/New_York 30 9 * * *" }),
    });
    drive.now += 86_400_000;
    await driver.poll();
    expect(ticks()).to.deep.equal([Date.UTC(2026, 10, 28, 14, 30)]);
  });

  it("should refuse to run more often than every half minute", async () => {
    for (const schedule of ["*/20 * * * * *", "0,45 10,11 * * * *", "0,29 0 0 1 1 *"]) {
      const { message } = await errorOf(
        drive.open({ don: drive.recording({ schedule }) }),
        LimitReached,
      );
      expect(message).to.include("(limit cronTrigger)");
    }
    await drive.open({ don: drive.recording({ schedule: "*/30 * * * * *" }) });
  });
}).timeout(60_000);
