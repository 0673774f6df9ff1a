import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";

import { expect } from "chai";

import { askGateway } from "../../deploy/scoring/askGateway.ts";
import { vendorQuestion } from "../../deploy/workflows/shared/vendorGateway.ts";
import { sampleLead } from "../fixtures/leads.ts";

describe("the scoring service's questions to the vendor gateway", () => {
  const asked: { authorization: string | undefined; body: string }[] = [];
  let reply: (attempt: number, body: string) => { status: number; body: string; location?: string };
  const server = createServer((request, response) => {
    void text(request).then((body) => {
      asked.push({ authorization: request.headers.authorization, body });
      const { status, body: said, location } = reply(asked.length, body);
      response.writeHead(status, location === undefined ? {} : { location }).end(said);
    });
  });
  let gateway: { url: string; apiKey: string };
  const lead = sampleLead();

  before(async () => {
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    gateway = { url: `http://127.0.0.1:${port}/v1/checks`, apiKey: "vendor key" };
  });
  beforeEach(() => {
    asked.length = 0;
  });
  after(() => server.close());

  it("should be one for all leads", async () => {
    reply = () => ({
      status: 200,
      body: JSON.stringify({ checks: [{ email: "deliverable" }, { doNotCall: "clear" }] }),
    });
    expect(await askGateway(gateway, [lead, lead])).to.deep.equal([
      { email: "deliverable" },
      { doNotCall: "clear" },
    ]);
    expect(asked).to.have.length(1);
    expect(asked[0]?.authorization).to.equal("Bearer vendor key");
    expect(asked[0]?.body).to.equal(vendorQuestion([lead, lead]));
  });

  it("should be asked again once, and count as not answered then", async () => {
    reply = (attempt) => ({ status: attempt === 1 ? 503 : 200, body: '{"checks":[{}]}' });
    expect(await askGateway(gateway, [lead])).to.deep.equal([{}]);
    expect(asked).to.have.length(2);
    for (const said of [
      { status: 500, body: "" },
      { status: 200, body: "no JSON" },
      { status: 200, body: '{"checks":[]}' },
      { status: 200, body: `"${"x".repeat(100_001)}"` },
      { status: 302, body: "", location: "/elsewhere" },
    ]) {
      asked.length = 0;
      reply = () => said;
      expect(await askGateway(gateway, [lead])).to.deep.equal([{}]);
      expect(asked).to.have.length(2);
    }
  });

  it("should be one for every twelve leads, so that one that fails spoils no other", async () => {
    const sizes: number[] = [];
    reply = (_attempt, body) => {
      const { contacts } = JSON.parse(body) as { contacts: object[] };
      sizes.push(contacts.length);
      const checks = contacts.map(() => ({ email: "deliverable" }));
      return { status: contacts.length === 12 ? 503 : 200, body: JSON.stringify({ checks }) };
    };
    const leads = Array.from({ length: 13 }, () => lead);
    const silence = Array<object>(12).fill({});
    expect(await askGateway(gateway, leads)).to.deep.equal([...silence, { email: "deliverable" }]);
    expect(sizes.sort((a, b) => a - b)).to.deep.equal([1, 12, 12]);
  });

  it("should not be asked without a lead, and may be gone", async () => {
    expect(await askGateway(gateway, [])).to.deep.equal([]);
    expect(asked).to.have.length(0);
    const nowhere = { url: "http://127.0.0.1:9/", apiKey: "" };
    expect(await askGateway(nowhere, [lead])).to.deep.equal([{}]);
  });
});
