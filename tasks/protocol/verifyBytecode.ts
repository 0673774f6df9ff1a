import { codeReader } from "../../deploy/bytecode/builtCode.ts";
import { verifyBytecode, type CodeFinding } from "../../deploy/bytecode/verifyBytecode.ts";
import { builtRuntime } from "../build/builtRuntime.ts";
import { clientAction } from "../cli/action.ts";
import type { ClientOptions } from "../cli/client.ts";
import { grid } from "../cli/output.ts";

interface VerifyBytecodeArguments extends ClientOptions {
  readonly profile: string;
}

export default clientAction<VerifyBytecodeArguments>(async ({ profile }, client, hre) => {
  client.note(`Building with the profile ${profile}`);
  const { artifacts } = await builtRuntime(hre, profile);
  const findings = await verifyBytecode(
    client.publicClient,
    client.deployment,
    codeReader(artifacts),
  );
  const faults = findings.filter(({ state }) => state !== "same");
  return {
    json: { profile, findings, faults: faults.length },
    text: [
      grid(["contract", "part", "address", "compared with", "code"], findings.map(row)),
      faults.length === 0
        ? `All code is what the profile ${profile} builds.`
        : `${faults.length} of ${findings.length} differ from what the profile ${profile} builds.`,
    ].join("\n"),
    failed: faults.length > 0,
  };
});

function row({ contract, part, address, artifact, state, offset, where }: CodeFinding) {
  const place = [offset === null ? "" : ` at byte ${offset}`, where === null ? "" : `: ${where}`];
  return [contract, part, address ?? "-", artifact, `${state}${place.join("")}`];
}
