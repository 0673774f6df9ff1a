import { create } from "@bufbuild/protobuf";
import { expect } from "chai";

import { consensusOf } from "../../../../../deploy/local/don/host/consensus/observe.ts";
import {
  SDK_PB,
  VALUES_PB,
  type SimpleConsensusInputs,
  type Value,
} from "../../../../../deploy/local/don/host/messages.ts";

const QUORUM = 3;
const [MEDIAN, IDENTICAL, FREQUENCY_LIST] = [1, 2, 5] as const;

const text = (value: string): Value =>
  create(VALUES_PB.ValueSchema, { value: { case: "stringValue", value } });
const int = (value: bigint): Value =>
  create(VALUES_PB.ValueSchema, { value: { case: "int64Value", value } });
const map = (fields: Record<string, Value>): Value =>
  create(VALUES_PB.ValueSchema, { value: { case: "mapValue", value: { fields } } });

const byRule = (value: number) => ({ descriptor: { case: "aggregation", value } }) as const;

function inputs(
  observations: readonly (Value | Error)[],
  descriptors: object,
  fallback?: Value,
): SimpleConsensusInputs[] {
  return observations.map((seen) =>
    create(SDK_PB.SimpleConsensusInputsSchema, {
      descriptors,
      ...(fallback === undefined ? {} : { default: fallback }),
      observation:
        seen instanceof Error
          ? { case: "error", value: seen.message }
          : { case: "value", value: seen },
    }),
  );
}

describe("consensusOf", () => {
  describe("given the rule that all say the same", () => {
    const rule = byRule(IDENTICAL);

    it("should take what a quorum says", () => {
      const said = inputs([text("a"), text("b"), text("a"), text("a")], rule);
      expect(consensusOf(said, 0, QUORUM)).to.deep.equal(text("a"));
    });

    it("should wait for who can still decide it", () => {
      const said = inputs([text("a"), text("b"), text("a")], rule);
      expect(consensusOf(said, 1, QUORUM)).to.equal(undefined);
      expect(() => consensusOf(said, 0, QUORUM)).to.throw("no consensus");
    });

    it("should take the workflow's default when they differ", () => {
      const said = inputs([text("a"), text("b"), text("c")], rule, text("none"));
      expect(consensusOf(said, 0, QUORUM)).to.deep.equal(text("none"));
    });

    it("should say what failed", () => {
      const said = inputs([new Error("timed out"), text("a"), new Error("timed out")], rule);
      expect(() => consensusOf(said, 0, QUORUM)).to.throw("timed out");
    });
  });

  describe("given the rule of the median", () => {
    it("should lie between what honest nodes saw, whatever one says", () => {
      for (const lie of [-1_000n, 11n, 1_000n]) {
        const said = inputs([int(10n), int(lie), int(12n)], byRule(MEDIAN));
        const { value } = consensusOf(said, 1, QUORUM) ?? text("nothing");
        expect(value.case).to.equal("int64Value");
        expect(Number(value.value)).to.be.within(10, 12);
      }
    });

    it("should refuse text", () => {
      const said = inputs([text("a"), text("b"), text("c")], byRule(MEDIAN));
      expect(() => consensusOf(said, 0, QUORUM)).to.throw("no median of stringValue");
    });
  });

  describe("given a rule for each field", () => {
    it("should apply each", () => {
      const fields = { price: byRule(MEDIAN), name: byRule(IDENTICAL) };
      const rule = { descriptor: { case: "fieldsMap", value: { fields } } };
      const seen = [9n, 10n, 11n].map((price) => map({ price: int(price), name: text("x") }));
      expect(consensusOf(inputs(seen, rule), 0, QUORUM)).to.deep.equal(
        map({ price: int(10n), name: text("x") }),
      );
    });
  });

  it("should refuse a rule that it does not know", () => {
    const said = inputs([text("a"), text("a"), text("a")], byRule(FREQUENCY_LIST));
    expect(() => consensusOf(said, 0, QUORUM)).to.throw("identity, median and fields only");
  });
});
