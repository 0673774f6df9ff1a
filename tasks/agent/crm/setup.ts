import { openRequester } from "../../../deploy/agent/crm/guardedRequest.ts";
import { setUpHubspot } from "../../../deploy/agent/crm/hubspotProperties.ts";
import { readOperatorConfig } from "../../../deploy/agent/operatorConfig.ts";
import { LeadEngineError } from "../../../deploy/sdk/errors/leadEngineError.ts";
import { plainAction } from "../../cli/action.ts";
import { hookSecrets } from "../../cli/hookSecret.ts";
import { operatorFile } from "../../cli/operatorFile.ts";
import { grid } from "../../cli/output.ts";
import type { CrmArguments } from "./withOutbox.ts";

export default plainAction<CrmArguments>(async ({ operator }, hre) => {
  const { hooks } = await readOperatorConfig(operatorFile(operator));
  const secretOf = hookSecrets(hre);
  const requester = openRequester();
  try {
    const done = [];
    for (const hook of hooks) {
      if (hook.format !== "hubspot") continue;
      done.push(await setUpHubspot(requester, hook, await secretOf(hook.secret)));
    }
    if (done.length === 0) {
      throw new LeadEngineError(
        "UNKNOWN_HOOK",
        "The operator's file has no hook of format hubspot.",
        "Only HubSpot needs to be set up.",
      );
    }
    return {
      json: { hooks: done },
      text: grid(
        ["hook", "created", "there already"],
        done.map(({ hook, created, existing }) => [hook, created.length, existing.length]),
      ),
    };
  } finally {
    requester.close();
  }
});
