import { leafVerticals } from "../../deploy/parameters/verticals.ts";
import { getLeadExample } from "../../deploy/sdk/actions/lead/getLeadExample.ts";
import { serviceAction } from "../cli/action.ts";
import type { ClientOptions } from "../cli/client.ts";
import { chosenTime } from "../cli/connect.ts";

interface ExampleArguments extends ClientOptions {
  readonly vertical: string;
}

/** Its output is the file. */
export default serviceAction<ExampleArguments>(async ({ vertical }, _services, hre) => {
  const now = async () => (await chosenTime(hre)).now;
  const lead = await getLeadExample({ verticals: leafVerticals(), now }, { vertical });
  return { json: lead, text: JSON.stringify(lead, undefined, 2) };
});
