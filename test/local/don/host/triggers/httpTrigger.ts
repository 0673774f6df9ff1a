import { anyUnpack } from "@bufbuild/protobuf/wkt";
import { expect } from "chai";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";

import { HTTP_TRIGGER_PB } from "../../../../../deploy/local/don/host/messages.ts";
import {
  REFUSALS,
  RequestRefused,
  signRequest,
} from "../../../../../deploy/local/don/host/triggers/httpRequest.ts";
import { Driving } from "../../../../fixtures/driving.ts";
import { errorOf } from "../../../../fixtures/errorOf.ts";
import { failureOf, PROBE, WORKFLOW } from "../../../../fixtures/probeDon.ts";

describe("HTTP trigger", () => {
  let drive: Driving;

  beforeEach(async function () {
    this.timeout(120_000);
    drive = await Driving.start();
  });

  it("should start the run that a request asks for", async () => {
    const { executionId, result } = await (
      await drive.open()
    ).execute(await drive.request({ lead: 7 }));
    expect((await result).value.value).to.equal("run 1");
    const [run] = drive.runs;
    expect(run?.index).to.equal(PROBE.ordinary);
    expect(run?.id).to.equal(executionId);
    const payload = run && anyUnpack(run.payload, HTTP_TRIGGER_PB.PayloadSchema);
    expect(Buffer.from(payload?.input ?? []).toString()).to.equal('{"lead":7}');
    expect(payload?.key?.publicKey).to.equal(drive.caller.address);
  });

  it("should refuse a caller without a key, and all of them when there are no keys", async () => {
    const stranger = privateKeyToAccount(generatePrivateKey());
    const call = { workflowId: WORKFLOW.id, input: {} };
    const driver = await drive.open();
    const refusal = await errorOf(
      driver.execute(await signRequest(stranger, call, drive.now)),
      RequestRefused,
    );
    expect(refusal.message).to.include(`The signer ${stranger.address} may not start`);
    const closed = await drive.open({ don: drive.recording({ authorizedKeys: [] }) });
    expect(await failureOf(closed.execute(await drive.request()))).to.include("may not start");
  });

  it("should take a request once, and for its workflow only", async () => {
    const driver = await drive.open({ httpRate: { runs: 9, milliseconds: 1 } });
    const once = await drive.request();
    await driver.execute(once);
    expect(await failureOf(driver.execute(once))).to.include("The token was used before");
    const elsewhere = await drive.request({}, `0x${"cd".repeat(32)}`);
    expect(await failureOf(driver.execute(elsewhere))).to.include("There is no workflow 0xcdcd");
    expect(drive.runs).to.have.length(1);
  });

  it("should take one in a minute, and print that there were more", async () => {
    const driver = await drive.open();
    await driver.execute(await drive.request());
    drive.now += 59_999;
    const refusal = await errorOf(driver.execute(await drive.request()), RequestRefused);
    expect(refusal.code).to.equal(REFUSALS.limit);
    expect(drive.logs).to.deep.equal([
      "CRE allows a trigger of this kind 1 runs in 60000 ms (limit httpTrigger)",
    ]);
    drive.now += 1;
    await driver.execute(await drive.request());
    expect(drive.runs).to.have.length(2);
  });
}).timeout(60_000);
