import { hexToBigInt, isHex, size } from "viem";

import { publicKeyOf } from "../../deploy/sdk/crypto/point.ts";
import { LeadEngineError } from "../../deploy/sdk/errors/leadEngineError.ts";
import { plainAction } from "../cli/action.ts";
import { readVariable } from "../cli/configVariable.ts";
import { facts } from "../cli/output.ts";

interface DonKeyArguments {
  readonly secret: string;
  readonly json: boolean;
}

export default plainAction<DonKeyArguments>(async ({ secret: name }, hre) => {
  const next = `Make one with \`openssl rand -hex 32\`, and keep it with \`npx hardhat keystore set ${name}\`.`;
  const text = await readVariable(name, hre).catch((cause: unknown) => {
    throw new LeadEngineError("NO_KEY", `The secret ${name} cannot be read.`, next, { cause });
  });
  const secret = text.startsWith("0x") ? text : `0x${text}`;
  if (!isHex(secret) || size(secret) !== 32) {
    throw new LeadEngineError("NO_KEY", `The secret ${name} is not 32 bytes in hexadecimal.`, next);
  }
  const { x, y } = publicKeyOf(hexToBigInt(secret));
  return {
    json: { x, y },
    text: facts([
      ["public key", `{"x":"${x}","y":"${y}"}`],
      ["donKeyX", `${x}n`],
      ["donKeyY", `${y}n`],
    ]),
  };
});
