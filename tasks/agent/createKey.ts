import { facts } from "../cli/output.ts";
import { createKey } from "./agentKey.ts";
import { plainAction } from "../cli/action.ts";

export default plainAction(async () => {
  const { address, file } = await createKey();
  return {
    json: { address, file },
    text: facts([
      ["agent", address],
      ["key", `${file}: only you can read it`],
    ]),
  };
});
