/** The subgraph cannot be built or deployed; the message names the cause and the next step. */
export class SubgraphError extends Error {}
