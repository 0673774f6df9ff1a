import { expect } from "chai";
import type { Hex } from "viem";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";

import {
  REFUSALS,
  RequestRefused,
  signRequest,
  verifyRequest,
  type SignedRequest,
} from "../../../../../deploy/local/don/host/triggers/httpRequest.ts";
import { errorOf } from "../../../../fixtures/errorOf.ts";

const NOW = 1_700_000_000_000;
const WORKFLOW_ID: Hex = `0x${"ab".repeat(32)}`;
const caller = privateKeyToAccount(generatePrivateKey());
const call = { workflowId: WORKFLOW_ID, input: { packages: [{ b: 1, a: "<&>" }] } };

describe("verifyRequest", () => {
  const refusalOf = (request: SignedRequest, now = NOW) =>
    errorOf(verifyRequest(request, now), RequestRefused);

  it("should take what the caller signed", async () => {
    const { signer, workflowId, input, expires } = await verifyRequest(
      await signRequest(caller, call, NOW),
      NOW + 299_000,
    );
    expect(signer).to.equal(caller.address);
    expect(workflowId).to.equal(WORKFLOW_ID);
    expect(input).to.deep.equal(call.input);
    expect(expires).to.equal(NOW / 1_000 + 300);
  });

  it("should take a body that is written otherwise", async () => {
    const { body, authorization } = await signRequest(caller, call, NOW);
    const written = JSON.stringify(JSON.parse(body), null, 2);
    expect((await verifyRequest({ body: written, authorization }, NOW)).input).to.deep.equal(
      call.input,
    );
  });

  it("should refuse another body", async () => {
    const { body, authorization } = await signRequest(caller, call, NOW);
    const changed = { body: body.replace('"b":1', '"b":2'), authorization };
    expect((await refusalOf(changed)).message).to.include("was signed for another request");
  });

  it("should refuse the name of another issuer", async () => {
    const other = privateKeyToAccount(generatePrivateKey());
    const forged = await signRequest({ ...other, address: caller.address }, call, NOW);
    expect((await refusalOf(forged)).message).to.include("is not signed by its issuer");
  });

  it("should refuse a token out of its time", async () => {
    const request = await signRequest(caller, call, NOW);
    expect((await refusalOf(request, NOW + 300_000)).message).to.include("has expired");
    expect((await refusalOf(request, NOW - 301_000)).message).to.include("is from the future");
  });

  it("should refuse a token that lives too long", async () => {
    const { body, authorization } = await signRequest(caller, call, NOW);
    const [, payload = ""] = authorization.split(".");
    const claims = JSON.parse(Buffer.from(payload, "base64url").toString()) as { exp: number };
    const parts = [
      { alg: "ETH", typ: "JWT" },
      { ...claims, exp: claims.exp + 1 },
    ];
    const message = parts
      .map((part) => Buffer.from(JSON.stringify(part)).toString("base64url"))
      .join(".");
    const signature = Buffer.from((await caller.signMessage({ message })).slice(2), "hex");
    const token = `Bearer ${message}.${signature.toString("base64url")}`;
    expect((await refusalOf({ body, authorization: token })).message).to.include("lives longer");
  });

  it("should refuse what is no token", async () => {
    const { body, authorization } = await signRequest(caller, call, NOW);
    const cases: readonly [string, string][] = [
      ["", "carries no bearer token"],
      ["Bearer a.b.c.d", "has not three parts"],
      ["Bearer a.b.c", "The token's header is not JSON"],
      [authorization.replace(/[^.]*$/, "AAAA"), "signature is none"],
      [
        authorization.replace("eyJhbGciOiJFVEgi", "eyJhbGciOiJFVEci"),
        "The token's header is wrong",
      ],
    ];
    for (const [token, why] of cases) {
      expect((await refusalOf({ body, authorization: token })).message).to.include(why);
    }
  });

  it("should refuse a body that asks for nothing", async () => {
    const { authorization } = await signRequest(caller, call, NOW);
    const parse = await refusalOf({ body: "{", authorization });
    expect(parse.code).to.equal(REFUSALS.parse);
    for (const body of ["{}", '{"jsonrpc":"2.0","id":"a/b","method":"workflows.execute"}']) {
      expect((await refusalOf({ body, authorization })).code).to.equal(REFUSALS.invalid);
    }
  });
});
