import type { Client } from "../client.ts";
import { hasCode } from "../errors/leadEngineError.ts";

/** Who reads a list: a client, or services with a way to open a client where no subgraph answers. */
export type ListReader =
  Client | (Pick<Client, "services" | "now"> & { readonly openClient: () => Promise<Client> });

/**
 * Reads from the subgraph where one answers, else from the chain, and notes that. The answer is the same; a subgraph may be some blocks
 * behind, and a chain takes longer.
 * @throws {LeadEngineError} `WRONG_SUBGRAPH`.
 */
export async function indexOrChain<AnswerT>(
  reader: ListReader,
  fromIndex: (url: string) => Promise<AnswerT>,
  fromChain: (client: Client) => Promise<AnswerT>,
): Promise<AnswerT> {
  let why = "no subgraph is named";
  try {
    const url = await reader.services.index();
    if (url !== undefined) return await fromIndex(url);
  } catch (error) {
    if (!hasCode(error, "SUBGRAPH_FAILED")) throw error;
    why = error.says.replace(/\.$/, "");
  }
  const client = "openClient" in reader ? await reader.openClient() : reader;
  client.note(`Read from the chain: ${why}.`);
  return fromChain(client);
}
