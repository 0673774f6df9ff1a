import {
  listBounties,
  listBountiesDefinition,
} from "../../deploy/sdk/actions/bounty/listBounties.ts";
import { timeText, usdcText } from "../../deploy/sdk/codes/text.ts";
import { LeadEngineError } from "../../deploy/sdk/errors/leadEngineError.ts";
import { clientAction } from "../cli/action.ts";
import { parseAddress } from "../cli/address.ts";
import type { ClientOptions } from "../cli/client.ts";
import { grid } from "../cli/output.ts";
import { wantsText } from "./bountyFacts.ts";

interface ListArguments extends ClientOptions {
  readonly poster: string | undefined;
  readonly vertical: string | undefined;
  readonly state: string | undefined;
}

const STATES = listBountiesDefinition.parameters.shape.state.unwrap();

export default clientAction<ListArguments>(async ({ poster, vertical, state }, client) => {
  const page = await listBounties(client, {
    poster: poster === undefined ? undefined : parseAddress(poster),
    vertical,
    state: state === undefined ? undefined : stateNamed(state),
  });
  return { json: page, text: textOf(page.bounties) };
});

function textOf(bounties: Awaited<ReturnType<typeof listBounties>>["bounties"]): string {
  if (bounties.length === 0) return "No bounty matches.";
  return grid(
    ["bounty", "state", "pays", "left", "spent", "until", "wants"],
    bounties.map(({ terms, ...bounty }) => [
      `${bounty.bountyId} of\n${bounty.poster}`,
      bounty.state,
      usdcText(terms.price),
      usdcText(bounty.budget),
      `${usdcText(bounty.spent)}\n${bounty.bought} lead(s)`,
      timeText(terms.expiresAt),
      wantsText(terms).replaceAll(", ", "\n"),
    ]),
  );
}

function stateNamed(text: string) {
  const name = STATES.options.find((one) => one === text);
  if (name !== undefined) return name;
  throw new LeadEngineError(
    "INVALID_STATE",
    `There is no state ${text}.`,
    `The states are ${STATES.options.join(", ")}.`,
  );
}
