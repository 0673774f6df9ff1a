import { listVerticals } from "../../deploy/sdk/actions/vertical/listVerticals.ts";
import { durationText, usdcText } from "../../deploy/sdk/codes/text.ts";
import { listAction } from "../cli/action.ts";
import type { ClientOptions } from "../cli/client.ts";
import { grid } from "../cli/output.ts";

interface ListArguments extends ClientOptions {
  readonly slug: string;
}

export default listAction<ListArguments>(async ({ slug }, reader) => {
  const found = await listVerticals(reader, { slug });
  return {
    json: found,
    text:
      found.verticals.length === 0
        ? "No vertical matches."
        : grid(
            ["vertical", "lowest reserve", "commit, reveal, delivery", "needs", "public questions"],
            found.verticals.map((vertical) => [
              vertical.active ? vertical.slug : `${vertical.slug}, closed`,
              usdcText(vertical.minReserve),
              [vertical.commitWindow, vertical.revealWindow, vertical.deliveryWindow]
                .map(durationText)
                .join(", "),
              [
                ...(vertical.consentRequired ? ["consent"] : []),
                ...(vertical.licenceRequired ? ["licence"] : []),
              ].join(", "),
              vertical.fields.length,
            ]),
          ),
  };
});
