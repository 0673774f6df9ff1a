import { expect } from "chai";

import { promiseIntegration } from "../../../../../deploy/local/don/host/plugin/webAssembly.ts";

describe("promiseIntegration", () => {
  it("should say what to do with a Node that cannot suspend WebAssembly", () => {
    expect(() => promiseIntegration({})).to.throw("`npm run setup` installs (24.21.0)");
  });

  it("should be there in the Node of the project", () => {
    expect(promiseIntegration()).to.have.all.keys("Suspending", "promising");
  });
});
