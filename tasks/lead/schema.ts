import { leafVerticals } from "../../deploy/parameters/verticals.ts";
import { getLeadSchema } from "../../deploy/sdk/actions/lead/getLeadSchema.ts";
import { plainAction } from "../cli/action.ts";

interface SchemaArguments {
  readonly json: boolean;
  readonly vertical: string;
}

/** Its output is the schema. */
export default plainAction<SchemaArguments>(async ({ vertical }) => {
  const schema = await getLeadSchema({ verticals: leafVerticals() }, { vertical });
  return { json: schema, text: JSON.stringify(schema, undefined, 2) };
});
