import { SubgraphError } from "./subgraphError.ts";

/** Where a new version goes on from an older one, instead of indexing all anew. */
export interface Graft {
  /** Id of the older version's deployment, on the same Graph Node. */
  readonly base: string;
  /** Last block that is taken over from it. */
  readonly block: number;
}

/** IPFS hash of a deployment, and a block. */
const GRAFT = /^(Qm[1-9A-HJ-NP-Za-km-z]{44})@([1-9][0-9]{0,14})$/;

/**
 * The graft that an option names.
 * @param text a deployment's id and a block, such as `Qm…@1234`; undefined for none.
 * @throws {SubgraphError} it is of another form.
 */
export function graftOf(text: string | undefined): Graft | undefined {
  if (text === undefined) return undefined;
  const [, base, block] = GRAFT.exec(text) ?? [];
  if (base === undefined || block === undefined) {
    throw new SubgraphError(
      `${text} is no graft. Give the older deployment's id and the last block to take over, such as Qm…@1234.`,
    );
  }
  return { base, block: Number(block) };
}
