import type { AgentStore } from "../agent/store/agentStore.ts";
import type { Market } from "../agent/store/market.ts";
import type { Outbox } from "../agent/crm/outbox.ts";
import type { OperatorConfig } from "../agent/operatorConfig.ts";
import type { Client, Trader } from "../sdk/client.ts";

/** What the server works with. */
export interface McpContext {
  readonly client: Client;
  /** With what it can send; undefined where it only reads. */
  readonly trading: Trading | undefined;
  /** Whether tools may send without asking a person first. */
  readonly unattended: boolean;
  /** The command that does what a call of the SDK does, for the operator's terminal. */
  readonly commandOf: (call: string) => string;
  /** Reads a document of the repository. */
  readonly document: (name: DocumentName) => Promise<string>;
}

/** A wallet, what its operator allows, and what agent and server remember together. */
export interface Trading {
  readonly trader: Trader;
  readonly operator: OperatorConfig;
  readonly store: AgentStore;
  readonly market: Market;
  readonly outbox: Outbox;
}

/** Documents that agents can read. */
export const DOCUMENTS = {
  readme: { file: "README.md", title: "How to use it", mimeType: "text/markdown" },
  contracts: {
    file: "contracts/README.md",
    title: "How the contracts work",
    mimeType: "text/markdown",
  },
  schema: {
    file: "subgraph/schema.graphql",
    title: "Schema of the subgraph",
    mimeType: "application/graphql",
  },
} as const;

/** Name of a document. */
export type DocumentName = keyof typeof DOCUMENTS;
