import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { expect } from "chai";

const ROOT = join(import.meta.dirname, "../../deploy/workflows/scoring");
const FILES = readdirSync(ROOT, { recursive: true, encoding: "utf8" }).filter((name) =>
  name.endsWith(".ts"),
);
/** All that differs between Node and QuickJS, or between two runs. */
const FORBIDDEN =
  /\b(Date\b|Math\.random|process\.|Buffer\b|Intl\b|toLocale|localeCompare|setTimeout|fetch\(|crypto\.)/;

describe("scoring: portability", () => {
  for (const name of FILES) {
    const source = readFileSync(join(ROOT, name), "utf8");
    describe(`given ${name}`, () => {
      it("it should import only its own files, zod and noble", () => {
        for (const [, module] of source.matchAll(/from "([^"]+)"/g)) {
          expect(module).to.match(/^(\.{1,2}\/|zod$|@noble\/hashes\/)/);
        }
      });
      it("it should use nothing that depends on machine, place or time", () => {
        expect(source).not.to.match(FORBIDDEN);
      });
    });
  }
});
