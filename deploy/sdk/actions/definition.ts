import { z } from "zod";

import type { Client } from "../client.ts";
import { LeadEngineError } from "../errors/leadEngineError.ts";

/** An action with its description and schemas: Hardhat's options, MCP's tools and the reference follow from them. */
export interface ActionDefinition<
  ClientT extends Client,
  ParametersT extends z.ZodObject,
  ResultT extends z.ZodType,
> {
  /** The function's, such as `commitBid`. */
  readonly name: string;
  /** Such as `Commit a sealed bid`. */
  readonly title: string;
  /** What it does and when to use it. */
  readonly description: string;
  readonly parameters: ParametersT;
  readonly result: ResultT;
  /** Whether it leaves the chain unchanged. */
  readonly readOnly: boolean;
  readonly run: (client: ClientT, parameters: z.output<ParametersT>) => Promise<z.output<ResultT>>;
}

/** Defines an action. The client that `run` takes says whether it needs a wallet. */
export function defineAction<
  ClientT extends Client,
  ParametersT extends z.ZodObject,
  ResultT extends z.ZodType,
>(
  definition: ActionDefinition<ClientT, ParametersT, ResultT>,
): ActionDefinition<ClientT, ParametersT, ResultT> {
  return definition;
}

/**
 * Checks parameters that come from outside, and runs an action.
 * @throws {LeadEngineError} `INVALID_PARAMETERS` names each parameter and its rule, never its value.
 */
export async function runAction<
  ClientT extends Client,
  ParametersT extends z.ZodObject,
  ResultT extends z.ZodType,
>(
  { name, parameters, run }: ActionDefinition<ClientT, ParametersT, ResultT>,
  client: ClientT,
  given: z.input<ParametersT>,
): Promise<z.output<ResultT>> {
  const { success, data, error } = parameters.safeParse(given);
  if (success) return run(client, data);
  throw new LeadEngineError(
    "INVALID_PARAMETERS",
    `The parameters of ${name} are wrong: ${z.prettifyError(error)}`,
    "Correct them; the action's definition has their schema.",
  );
}
