import { getVertical } from "../../deploy/sdk/actions/vertical/getVertical.ts";
import type { ListedVertical } from "../../deploy/sdk/actions/vertical/listVerticals.ts";
import { bpsText, durationText, usdcText } from "../../deploy/sdk/codes/text.ts";
import { optionWords } from "../../deploy/sdk/lead/attributeWords.ts";
import { listAction } from "../cli/action.ts";
import type { ClientOptions } from "../cli/client.ts";
import { facts, grid } from "../cli/output.ts";

interface ShowArguments extends ClientOptions {
  readonly slug: string;
}

export default listAction<ShowArguments>(async ({ slug }, reader) => {
  const vertical = await getVertical(reader, { slug });
  const { consentRequired, consentMaxAge, restrictedRegions, fields } = vertical;
  return {
    json: vertical,
    text: [
      facts([
        ["vertical", vertical.active ? slug : `${slug}, closed`],
        ["lowest reserve", usdcText(vertical.minReserve)],
        ["commit phase", durationText(vertical.commitWindow)],
        ["reveal phase", durationText(vertical.revealWindow)],
        ["delivery window", durationText(vertical.deliveryWindow)],
        [
          "bidder's bond",
          `${bpsText(vertical.bidBondBps)} of the reserve, ${usdcText(vertical.bidBondMin)} to ${usdcText(vertical.bidBondMax)}`,
        ],
        ["seller's bond", `${bpsText(vertical.deliveryBondBps)} of the reserve`],
        [
          "consent",
          consentRequired ? `needed, at most ${durationText(consentMaxAge)} old` : "not needed",
        ],
        [
          "licence",
          vertical.licenceRequired
            ? "needed, unless a region says otherwise"
            : "not needed, unless a region says so",
        ],
        ["same consumer", `refused again for ${durationText(vertical.duplicateWindow)}`],
        ["closed regions", restrictedRegions.length === 0 ? "none" : restrictedRegions.join(", ")],
      ]),
      grid(
        ["public question", "field", "answers"],
        fields.map((field) => [field.title, field.name, answersOf(field)]),
      ),
    ].join("\n"),
  };
});

function answersOf({ kind, unit, edges, options }: ListedVertical["fields"][number]): string {
  if (kind === "Option") return options.map(optionWords).join(", ");
  return kind === "Flag" ? "yes, no" : `bands from ${edges.join(", ")} ${unit ?? ""}`;
}
