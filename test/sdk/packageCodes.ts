import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";

import { expect } from "chai";

import { packageCodes, packageRefused } from "../../deploy/sdk/errors/packageCodes.ts";

const ROOT = path.join(import.meta.dirname, "../..");
/** Where refusals of packages come from. */
const SOURCES = ["deploy/workflows", "deploy/local/don"];
/** A code as it is given: to an error, in an outcome, or by the queue. */
const CODES = /(?<=new LeadEngineError\(\s*|code: |code = .*|refuse\(id, )"([A-Z_]+)"/g;
/** Another run can change them, the queue's file is at fault, or they are no refusals. */
const NOT_FINAL = ["ATTESTED", "RUN_FULL", "SCORING_UNAVAILABLE", "UNEXPECTED", "QUEUE_FAILED"];

describe("what the DON's codes mean", () => {
  it("says of every code what to do", () => {
    const files = SOURCES.flatMap((folder) =>
      readdirSync(path.join(ROOT, folder), { recursive: true, encoding: "utf8" })
        .filter((file) => file.endsWith(".ts") && !/node_modules|\.test\.ts/.test(file))
        .map((file) => path.join(ROOT, folder, file)),
    );
    const given = files.flatMap((file) =>
      [...readFileSync(file, "utf8").matchAll(CODES)].map(([, code = ""]) => code),
    );
    expect(given).to.include.members(["INVALID_LEAD", "EPOCH_EXPIRED", "EPOCH_UNKNOWN"]);
    const silent = given.filter((code) => !NOT_FINAL.includes(code) && !(code in packageCodes));
    expect(silent).to.deep.equal([]);
  });

  it("says what to do about a code of a newer DON", () => {
    const error = packageRefused("NEW_CODE");
    expect(error).to.include({ code: "NEW_CODE" });
    expect(error.next).to.contain("newest version of the SDK");
  });

  it("names the place that is wrong where it is known", () => {
    const error = packageRefused("PACKAGE_MALFORMED", "at submission.nonce");
    expect(error.says).to.equal("The DON refuses the lead. at submission.nonce");
  });
});
