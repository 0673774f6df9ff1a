import { concat, keccak256, numberToHex, recoverAddress, size, type Address, type Hex } from "viem";

/** A node's key for reports. */
export interface ReportSigner {
  readonly address: Address;
  /** 65 bytes: r, s and a recovery id of 0, 1, 27 or 28. */
  readonly sign: (parameters: { hash: Hex }) => Promise<Hex>;
}

/** A signature that was checked, and whose it is. */
export interface CheckedSignature {
  readonly signerId: number;
  /** With a recovery id of 0 or 1, as the forwarder wants it. */
  readonly signature: Hex;
}

/** OCR's report context: configuration digest, sequence number, extra hash. The forwarder only hashes it. */
export function reportContextOf(configDigest: Hex, sequence: bigint): Hex {
  return concat([
    configDigest,
    numberToHex(0, { size: 27 }),
    numberToHex(sequence, { size: 4 }),
    numberToHex(0, { size: 33 }),
  ]);
}

/** What nodes sign: `keccak256(keccak256(rawReport) ‖ context)`. */
export function reportHash(rawReport: Hex, context: Hex): Hex {
  return keccak256(concat([keccak256(rawReport), context]));
}

/** A signature of 65 bytes with a recovery id of 0 or 1, as the forwarder wants it. */
export function forForwarder(signature: Hex): Hex {
  const recoveryId = Number(`0x${signature.slice(-2)}`) % 27;
  return concat([signature.slice(0, -2) as Hex, numberToHex(recoveryId, { size: 1 })]);
}

/**
 * The first `needed` good signatures over `reportHash`. A node that signs anything else does not count, and
 * nobody waits for one that is silent.
 * @throws {Error} too few nodes sign within `milliseconds`.
 */
export async function signReport(
  rawReport: Hex,
  context: Hex,
  signers: readonly ReportSigner[],
  { needed, milliseconds }: { readonly needed: number; readonly milliseconds: number },
): Promise<CheckedSignature[]> {
  const hash = reportHash(rawReport, context);
  const good: CheckedSignature[] = [];
  let timer: NodeJS.Timeout | undefined;
  await new Promise<void>((resolve) => {
    timer = setTimeout(resolve, milliseconds);
    const all = signers.map(async (signer, signerId) => {
      const signature = await checkedSignature(signer, hash);
      if (signature !== undefined && good.length < needed) good.push({ signerId, signature });
      if (good.length === needed) resolve();
    });
    void Promise.all(all).then(() => {
      resolve();
    });
  });
  clearTimeout(timer);
  if (good.length === needed) return good;
  throw new Error(`Too few nodes signed the report: ${good.length}, and ${needed} must.`);
}

async function checkedSignature(signer: ReportSigner, hash: Hex): Promise<Hex | undefined> {
  try {
    const signature = await signer.sign({ hash });
    const recovered = await recoverAddress({ hash, signature });
    if (size(signature) !== 65 || recovered !== signer.address) return undefined;
    return forForwarder(signature);
  } catch {
    return undefined;
  }
}
