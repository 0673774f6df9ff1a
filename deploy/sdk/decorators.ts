import type { Chain, Client as ViemClient, Transport } from "viem";
import type { z } from "zod";

import { READING_ACTIONS, TRADING_ACTIONS } from "./actions/index.ts";
import { runAction, type ActionDefinition } from "./actions/definition.ts";
import { clientOf, traderOf, type Client, type ClientOptions } from "./client.ts";
import type { Wallet } from "./wallet.ts";

/** An action that is bound to its client. */
type Bound<DefinitionT> =
  DefinitionT extends ActionDefinition<never, infer ParametersT, infer ResultT>
    ? (parameters: z.input<ParametersT>) => Promise<z.output<ResultT>>
    : never;

/** Actions that are bound to their client, by name. */
type AllBound<DefinitionsT> = {
  readonly [NameT in keyof DefinitionsT]: Bound<DefinitionsT[NameT]>;
};

/** What anybody can read of a deployment. */
export type ReadingActions = AllBound<typeof READING_ACTIONS>;

/** All that a party can do on a deployment, and read from it. */
export type LeadEngineActions = ReadingActions & AllBound<typeof TRADING_ACTIONS>;

/**
 * Binds what anybody can read of a deployment to a viem client: `createPublicClient(…).extend(leadEngineReadingActions({ deployment }))`.
 */
export function leadEngineReadingActions(options: ClientOptions) {
  return (client: ViemClient<Transport, Chain>): ReadingActions =>
    bind(READING_ACTIONS, clientOf(client, client.chain.id, options));
}

/**
 * Binds all that a party can do on a deployment to a viem client with an account:
 * `createWalletClient(…).extend(leadEngineActions({ deployment, services }))`.
 */
export function leadEngineActions(options: ClientOptions) {
  return (client: Wallet): LeadEngineActions => {
    const reader = clientOf(client, client.chain.id, options);
    return { ...bind(READING_ACTIONS, reader), ...bind(TRADING_ACTIONS, traderOf(reader, client)) };
  };
}

function bind<DefinitionsT extends object>(
  definitions: DefinitionsT,
  client: Client,
): AllBound<DefinitionsT> {
  const bound = Object.entries(definitions).map(
    ([name, definition]: [string, ActionDefinition<Client, z.ZodObject, z.ZodType>]) => [
      name,
      (parameters: z.input<z.ZodObject>) => runAction(definition, client, parameters),
    ],
  );
  return Object.fromEntries(bound) as AllBound<DefinitionsT>;
}
