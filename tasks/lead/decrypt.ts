import { writeFile } from "node:fs/promises";

import { isAddressEqual, zeroHash } from "viem";

import { traderAction, type TraderOptions } from "../client/action.ts";
import { findContent } from "../client/content.ts";
import type { Trader } from "../client/client.ts";
import { deliveryKeyOfTrader } from "../client/deliveryKeys.ts";
import { facts } from "../client/output.ts";
import { TaskError } from "../client/taskError.ts";
import { capsuleOf } from "../protocol/capsuleOf.ts";
import { openLead, type LeadContent } from "../protocol/openLead.ts";
import { attestationOf } from "../protocol/attestationOf.ts";

interface DecryptArguments extends TraderOptions {
  readonly leadId: bigint;
  readonly out: string | undefined;
}

export default traderAction<DecryptArguments>(async ({ leadId, out }, trader) => {
  const content = await open(trader, leadId);
  if (out === undefined) return { json: { leadId, ...content }, text: textOf(content) };
  await writeNew(out, `${JSON.stringify(content, undefined, 2)}\n`);
  return {
    json: { leadId, file: out },
    text: `Lead ${leadId} is in ${out}, readable by you alone.`,
  };
});

async function open(trader: Trader, leadId: bigint): Promise<LeadContent> {
  const { nft, verifier } = trader.contracts;
  const { contentHash } = await nft.read.leadOf([leadId]);
  const owner = await nft.read.ownerOf([leadId]);
  if (contentHash === zeroHash) {
    throw new TaskError(
      `The content of lead ${leadId} was erased for ever.`,
      "Nobody can read it any more.",
    );
  }
  const { submission } = await attestationOf({ ...trader, verifier }, leadId);
  const { seller, nonce } = submission;
  if (!isAddressEqual(owner, trader.address)) {
    throw new TaskError(
      `Lead ${leadId} can be read by ${owner}, not by ${trader.address}.`,
      "Use that account's wallet (--account); a buyer can read a lead once it is delivered.",
    );
  }
  const capsule = await capsuleOf(nft, leadId);
  const ciphertext = await findContent(trader, contentHash);
  const { secret } = await deliveryKeyOfTrader(trader);
  const context = { chainId: trader.chainId, nft: nft.address, seller, nonce };
  return openLead({ capsule, ciphertext, contentHash, context }, secret);
}

function textOf({ contact, fields }: LeadContent): string {
  const rows = [...Object.entries(contact), ...Object.entries(fields)];
  return facts(
    rows.flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)] as const])),
  );
}

async function writeNew(file: string, text: string): Promise<void> {
  try {
    await writeFile(file, text, { mode: 0o600, flag: "wx" });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    throw new TaskError(
      code === "EEXIST" ? `${file} is there already.` : `${file} cannot be written (${code}).`,
      "Name another file with --out.",
    );
  }
}
