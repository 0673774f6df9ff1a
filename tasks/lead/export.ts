import { exportLeads } from "../../deploy/sdk/actions/lead/exportLeads.ts";
import { LeadEngineError } from "../../deploy/sdk/errors/leadEngineError.ts";
import { listAction } from "../cli/action.ts";
import { requireWhole } from "../cli/page.ts";
import { filterOf, type FilterArguments } from "./list.ts";

interface ExportArguments extends Omit<FilterArguments, "state"> {
  readonly format: string;
  readonly status: string | undefined;
  readonly days: number;
}

const MOST_DAYS = 36_500;

/** It works without a chain where a subgraph answers: days then end at this machine's time. */
export default listAction<ExportArguments>(async ({ format, status, days, ...args }, reader) => {
  if (format !== "csv" && format !== "json") {
    throw new LeadEngineError(
      "INVALID_FORMAT",
      `There is no format ${format}.`,
      "Choose csv or json.",
    );
  }
  requireWhole("--days", days, 0, MOST_DAYS);
  const { state, ...filter } = filterOf({ ...args, state: status });
  const done = await exportLeads(reader, {
    ...{ format, status: state, days: days === 0 ? undefined : days },
    ...filter,
  });
  return { json: done, text: done.text.trimEnd() };
});
