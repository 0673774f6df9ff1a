import type { LocalProtocol } from "../../deploy/deployLocalProtocol.ts";
import type { Capsule } from "../crypto/capsule.ts";

/** The present capsule of a lead, from the event that set it last. */
export async function capsuleOf(nft: LocalProtocol["nft"], leadId: bigint): Promise<Capsule> {
  const range = { fromBlock: 0n } as const;
  const delivered = await nft.getEvents.LeadDelivered({ leadId }, range);
  const minted = await nft.getEvents.LeadMinted({ leadId }, range);
  const capsule = (delivered.at(-1) ?? minted.at(-1))?.args.capsule;
  if (capsule === undefined) throw new Error(`Lead ${leadId} was never minted.`);
  return capsule;
}
