import {
  consensusIdenticalAggregation,
  handler,
  handlerInTee,
  HTTPCapability,
  HTTPClient,
  prepareReportRequest,
  Runner,
  type HTTPPayload,
  type NodeRuntime,
  type Runtime,
  type TeeRuntime,
} from "@chainlink/cre-sdk";
import { bytesToHex, bytesToString, toHex } from "viem";

type Config = { readonly url: string };

const ask = (node: NodeRuntime<Config>): string => {
  const response = new HTTPClient().sendRequest(node, { url: node.config.url, method: "GET" });
  return bytesToString(response.result().body);
};

const misbehave = (how: string): void => {
  const eaten: Uint8Array[] = [];
  while (how === "loop" || how === "eat") {
    if (how === "eat") eaten.push(new Uint8Array(1_000_000).fill(1));
  }
};

const onTrigger = (runtime: Runtime<Config>, payload: HTTPPayload): string => {
  const text = bytesToString(payload.input);
  misbehave(text);
  if (text === "secret") return runtime.getSecret({ id: "LEAD_KEY" }).result().value;
  if (text === "time") return `${runtime.now().getTime()} ${Math.random()}`;
  if (text === "greedy") {
    for (let call = 0; call < 6; call++) {
      runtime.runInNodeMode(ask, consensusIdenticalAggregation<string>())().result();
    }
  }
  const seen = runtime.runInNodeMode(ask, consensusIdenticalAggregation<string>())().result();
  runtime.log(`seen ${seen}`);
  const report = runtime.report(prepareReportRequest(toHex(`${text} ${seen}`))).result();
  return bytesToHex(report.x_generatedCodeOnly_unwrap().rawReport);
};

const inEnclave = (runtime: TeeRuntime<Config>, payload: HTTPPayload): string => {
  misbehave(bytesToString(payload.input));
  const request = { url: runtime.config.url, method: "GET" };
  const seen = bytesToString(new HTTPClient().sendRequest(runtime, request).result().body);
  const report = runtime.reportFromDon(prepareReportRequest(toHex(seen))).result();
  return bytesToHex(report.x_generatedCodeOnly_unwrap().sigs[1]?.signature ?? new Uint8Array());
};

/** The workflow that the host's tests run: it asks a server, reports what it saw, and misbehaves when it is told to. */
export async function main() {
  const runner = await Runner.newRunner<Config>();
  await runner.run(() => [
    handler(new HTTPCapability().trigger({}), onTrigger),
    handlerInTee(new HTTPCapability().trigger({}), inEnclave, [
      { tee: "nitro", regions: ["us-west-2"] },
    ]),
  ]);
}
