import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";

import { expect } from "chai";
import { build } from "esbuild";
import { bytesToHex, stringToBytes, zeroAddress } from "viem";
import type { Browser } from "playwright-core";

import { sealCapsule } from "../../deploy/sdk/crypto/capsule.ts";
import { contentHash, createContentKey, encryptContent } from "../../deploy/sdk/crypto/content.ts";
import { publicKeyOf } from "../../deploy/sdk/crypto/point.ts";
import { proveDelivery } from "../../deploy/sdk/delivery/delivery.ts";
import { launchChromium } from "../../deploy/board/chromium.ts";

const SDK = fileURLToPath(new URL("../../deploy/sdk/", import.meta.url));
/** The rooms of the SDK that run everywhere. */
const ROOMS = ["bid", "codes", "crypto", "delivery", "lead", "report"];
const [SELLER, BUYER, STRANGER] = [11n, 12n, 13n];
const NFT = "0x00000000000000000000000000000000000000aa";
const CONTENT = { contact: { firstName: "Ada", phone: "+15125550143" }, fields: { roofAge: 14 } };

/** All rooms as one script for a browser; `LeadEngine` holds what they export. */
async function bundle(): Promise<string> {
  const files = ROOMS.flatMap((room) => readdirSync(SDK + room).map((file) => `./${room}/${file}`));
  const { outputFiles, metafile } = await build({
    stdin: {
      contents: files.map((file) => `export * from "${file}";`).join("\n"),
      resolveDir: SDK,
      loader: "ts",
    },
    bundle: true,
    platform: "browser",
    format: "iife",
    globalName: "LeadEngine",
    write: false,
    metafile: true,
  });
  const foreign = Object.keys(metafile.inputs).filter((file) => file.startsWith("node:"));
  expect(foreign).to.deep.equal([]);
  return outputFiles[0]?.text ?? "";
}

/** A lead that was sold: what its buyer reads from the chain and from storage. */
function deliveredLead() {
  const contentKey = createContentKey();
  const context = { chainId: 8_453, nft: NFT, seller: zeroAddress, nonce: 1n } as const;
  const ciphertext = encryptContent(stringToBytes(JSON.stringify(CONTENT)), contentKey, context);
  const { capsule } = sealCapsule(contentKey, publicKeyOf(SELLER));
  const delivered = proveDelivery({
    ...{ chainId: context.chainId, nft: NFT, leadId: 1n, round: 1, capsule, secret: SELLER },
    ...{ buyer: zeroAddress, buyerKey: publicKeyOf(BUYER) },
  });
  return { capsule: delivered.capsule, ciphertext, context };
}

describe("the SDK in a browser", () => {
  let browser: Browser;
  before(async () => {
    browser = await launchChromium();
  });
  after(() => browser.close());

  /** Opens the lead in a page with this secret. */
  async function openInPage(secret: bigint): Promise<string> {
    const { capsule, ciphertext, context } = deliveredLead();
    const page = await browser.newPage();
    await page.addScriptTag({ content: await bundle() });
    const text = (point: { x: bigint; y: bigint }) => ({ x: String(point.x), y: String(point.y) });
    const lead = {
      capsule: { a: text(capsule.a), b: text(capsule.b), p: text(capsule.p) },
      ciphertext: bytesToHex(ciphertext),
      contentHash: contentHash(ciphertext),
      context: { ...context, nonce: String(context.nonce) },
      secret: String(secret),
    };
    return page.evaluate(
      `(() => {
        const { capsule, ciphertext, contentHash, context, secret } = ${JSON.stringify(lead)};
        const point = ({ x, y }) => ({ x: BigInt(x), y: BigInt(y) });
        const bytes = Uint8Array.from(ciphertext.slice(2).match(/../g), (byte) => parseInt(byte, 16));
        const sealed = {
          capsule: { a: point(capsule.a), b: point(capsule.b), p: point(capsule.p) },
          ciphertext: bytes,
          contentHash,
          context: { ...context, nonce: BigInt(context.nonce) },
        };
        try {
          return JSON.stringify(LeadEngine.openLead(sealed, BigInt(secret)));
        } catch (error) {
          return error.code;
        }
      })()`,
    );
  }

  it("decrypts a delivered lead with its buyer's secret", async () => {
    expect(JSON.parse(await openInPage(BUYER))).to.deep.equal(CONTENT);
  });

  for (const [who, secret] of [
    ["its seller", SELLER],
    ["a stranger", STRANGER],
  ] as const) {
    it(`decrypts it for nobody else: not for ${who}`, async () => {
      expect(await openInPage(secret)).to.equal("KEY_MISMATCH");
    });
  }
});
