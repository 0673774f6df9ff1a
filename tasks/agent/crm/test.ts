import { openRequester } from "../../../deploy/agent/crm/guardedRequest.ts";
import { hookNamed } from "../../../deploy/agent/crm/hooks.ts";
import { tryHook } from "../../../deploy/agent/crm/tryHook.ts";
import { plainAction } from "../../cli/action.ts";
import { hookSecrets } from "../../cli/hookSecret.ts";
import { withOutbox, type CrmArguments } from "./withOutbox.ts";

interface TestArguments extends CrmArguments {
  readonly hook: string;
}

export default plainAction<TestArguments>((args, hre) =>
  withOutbox(args, hre, async (outbox, hooks) => {
    const hook = hookNamed(hooks, args.hook);
    const secret = await hookSecrets(hre)(hook.secret);
    const requester = openRequester();
    try {
      const tried = await tryHook(hook, { outbox, requester, secret, now: Date.now() });
      const { id, failure } = tried;
      return {
        json: { hook: hook.name, ...tried },
        text:
          failure === null
            ? `${hook.name} took ${id}.`
            : `${hook.name} did not take ${id}: ${failure}.`,
        failed: failure !== null,
      };
    } finally {
      requester.close();
    }
  }),
);
