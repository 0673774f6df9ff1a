import {
  bigintToProtoBigInt,
  ConfidentialHTTPClient,
  consensusIdenticalAggregation,
  CronCapability,
  EVMClient,
  handler,
  handlerInTee,
  hexToBase64,
  HTTPCapability,
  HTTPClient,
  logTriggerConfig,
  prepareReportRequest,
  Runner,
  type CronPayload,
  type EVMLog,
  type HTTPPayload,
  type NodeRuntime,
  type Runtime,
  type TeeRuntime,
} from "@chainlink/cre-sdk";
import { bytesToHex, bytesToString, toHex, type Hex } from "viem";

type Config = {
  readonly url: string;
  readonly chainSelector: string;
  readonly emitters: readonly Hex[];
  readonly event: Hex;
  readonly receiver: Hex;
  readonly schedule: string;
  readonly authorizedKeys: readonly string[];
  readonly moreTriggers: number;
};
type Probe = (runtime: Runtime<Config>, argument: string) => string;

const evm = ({ config }: Runtime<Config>) => new EVMClient(BigInt(config.chainSelector));

const ask = (node: NodeRuntime<Config>, body = ""): string => {
  const request = { url: node.config.url, method: "POST", body: hexToBase64(toHex(body)) };
  return bytesToString(new HTTPClient().sendRequest(node, request).result().body);
};

const seen = (runtime: Runtime<Config>, body = ""): string =>
  runtime.runInNodeMode(ask, consensusIdenticalAggregation<string>())(body).result();

const askConfidentially = (runtime: Runtime<Config>): string => {
  const response = new ConfidentialHTTPClient().sendRequest(runtime, {
    vaultDonSecrets: [{ key: "API_KEY", namespace: "main" }],
    request: {
      url: runtime.config.url,
      method: "POST",
      bodyString: '{"lead": "{{.lead}}"}',
      multiHeaders: { authorization: { values: ["Bearer {{.API_KEY}}"] } },
      templatePublicValues: { lead: "seven" },
    },
  });
  return bytesToString(response.result().body);
};

const reportOf = (runtime: Runtime<Config>, body: Hex) =>
  runtime.report(prepareReportRequest(body)).result();

const write = (runtime: Runtime<Config>, body: Hex, gasLimit: string): string => {
  const { receiver } = runtime.config;
  const reply = evm(runtime)
    .writeReport(runtime, { receiver, report: reportOf(runtime, body), gasConfig: { gasLimit } })
    .result();
  return JSON.stringify([reply.txStatus, reply.receiverContractExecutionStatus ?? null]);
};

const queryLogs = (runtime: Runtime<Config>, blocks: number): string => {
  const { emitters } = runtime.config;
  const filterQuery = {
    fromBlock: bigintToProtoBigInt(1),
    toBlock: bigintToProtoBigInt(blocks),
    addresses: emitters.map(hexToBase64),
  };
  return String(evm(runtime).filterLogs(runtime, { filterQuery }).result().logs.length);
};

const repeat = (times: number, work: () => unknown): string => {
  for (let time = 0; time < times; time++) work();
  return "done";
};

const logTimes = (runtime: Runtime<Config>, times: number, line: string): string =>
  repeat(times, () => {
    runtime.log(line);
  });

const PROBES = new Map<string, Probe>(
  Object.entries({
    loop: () => {
      for (;;);
    },
    eat: () => {
      for (const eaten: Uint8Array[] = []; ;) eaten.push(new Uint8Array(1_000_000).fill(1));
    },
    secret: (runtime) => runtime.getSecret({ id: "LEAD_KEY" }).result().value,
    time: (runtime) => `${runtime.now().getTime()} ${Math.random()}`,
    confidential: askConfidentially,
    logs: (runtime, blocks) => queryLogs(runtime, Number(blocks)),
    write: (runtime, body) => write(runtime, body as Hex, "3000000"),

    httpCalls: (runtime) => repeat(6, () => seen(runtime)),
    confidentialHttpCalls: (runtime) => repeat(6, () => askConfidentially(runtime)),
    httpRequestBytes: (runtime) => seen(runtime, "x".repeat(10_001)),
    httpResponseBytes: (runtime) => seen(runtime),
    evmReads: (runtime) => repeat(16, () => evm(runtime).headerByNumber(runtime, {}).result()),
    logQueryBlocks: (runtime) => queryLogs(runtime, 101),
    consensusCalls: (runtime) => repeat(21, () => reportOf(runtime, "0x01")),
    secrets: (runtime) => repeat(6, () => runtime.getSecret({ id: "LEAD_KEY" }).result()),
    reportBytes: (runtime) => repeat(1, () => reportOf(runtime, toHex(new Uint8Array(5_001)))),
    reportGas: (runtime) => write(runtime, "0x01", "5000001"),
    resultBytes: () => "x".repeat(100_001),
    logLines: (runtime) => logTimes(runtime, 1_001, "line"),
    logLineBytes: (runtime) => logTimes(runtime, 1, "x".repeat(1_001)),
  } satisfies Readonly<Record<string, Probe>>),
);

const onTrigger = (runtime: Runtime<Config>, payload: HTTPPayload): string => {
  const text = bytesToString(payload.input);
  const [name = "", argument = ""] = text.replaceAll('"', "").split(" ");
  const probe = PROBES.get(name);
  if (probe !== undefined) return probe(runtime, argument);
  const answer = seen(runtime);
  runtime.log(`seen ${answer}`);
  const report = reportOf(runtime, toHex(`${text} ${answer}`));
  return bytesToHex(report.x_generatedCodeOnly_unwrap().rawReport);
};

const inEnclave = (runtime: TeeRuntime<Config>, payload: HTTPPayload): string => {
  PROBES.get(bytesToString(payload.input))?.(runtime.usingTheDons(), "");
  const request = { url: runtime.config.url, method: "GET" };
  const answer = bytesToString(new HTTPClient().sendRequest(runtime, request).result().body);
  const report = runtime.reportFromDon(prepareReportRequest(toHex(answer))).result();
  return bytesToHex(report.x_generatedCodeOnly_unwrap().sigs[1]?.signature ?? new Uint8Array());
};

const onLog = (runtime: Runtime<Config>, log: EVMLog): string => {
  runtime.log(`log ${bytesToHex(log.address)} ${bytesToHex(log.data)}`);
  if (log.data.length === 4) throw new Error("a log of four bytes");
  return "done";
};

const onTick = (runtime: Runtime<Config>, { scheduledExecutionTime }: CronPayload): string => {
  runtime.log(`tick ${String(scheduledExecutionTime?.seconds ?? "never")}`);
  return "done";
};

/** The workflow that the host's tests run: it does what its input names, much of it wrong. */
export async function main() {
  const runner = await Runner.newRunner<Config>();
  await runner.run((config) => {
    const authorizedKeys = config.authorizedKeys.map((publicKey) => ({
      type: "KEY_TYPE_ECDSA_EVM" as const,
      publicKey,
    }));
    const emitted = logTriggerConfig({
      addresses: [...config.emitters],
      topics: [[config.event]],
      confidence: "LATEST",
    });
    const more = Array.from({ length: config.moreTriggers }, () =>
      handler(new HTTPCapability().trigger({}), onTrigger),
    );
    return [
      handler(new HTTPCapability().trigger({ authorizedKeys }), onTrigger),
      handlerInTee(new HTTPCapability().trigger({}), inEnclave, [
        { tee: "nitro", regions: ["us-west-2"] },
      ]),
      handler(new EVMClient(BigInt(config.chainSelector)).logTrigger(emitted), onLog),
      handler(new CronCapability().trigger({ schedule: config.schedule }), onTick),
      ...more,
    ];
  });
}
