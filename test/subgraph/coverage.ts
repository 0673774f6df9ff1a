import { expect } from "chai";
import { artifacts } from "hardhat";
import { toEventSelector, type Abi, type AbiEvent } from "viem";

import Protocol from "../../deploy/modules/Protocol.ts";
import { handlerOf } from "../../subgraph/build/manifest.ts";
import {
  eventsOf,
  loadAbis,
  REDUNDANT_EVENTS,
  SOURCE_NAMES,
} from "../../subgraph/build/sources.ts";
import { functionsOf, readMappings } from "./mappings/functions.ts";
import { gapsOf } from "./mappings/gaps.ts";

type Module = typeof Protocol;

/** Names of all contracts and libraries that a module and its submodules deploy. */
function deployedBy({ futures, submodules }: Pick<Module, "futures" | "submodules">): string[] {
  const names = [...futures].flatMap((future) =>
    "contractName" in future ? [future.contractName] : [],
  );
  return [...new Set([...names, ...[...submodules].flatMap(deployedBy)])];
}

/** A minimal event, for what is not indexed. */
const unknown = (name: string, inputs: AbiEvent["inputs"]): AbiEvent => ({
  type: "event",
  name,
  inputs,
});

describe("what the subgraph indexes", () => {
  const mappings = readMappings();
  let abis: Awaited<ReturnType<typeof loadAbis>>;

  before(async () => {
    abis = await loadAbis();
  });

  it("is every event of every deployed contract but those that repeat others, or that anybody can repeat", async () => {
    const indexed = new Set(Object.values<Abi>(abis).flatMap(eventsOf).map(toEventSelector));
    const missing: string[] = [];
    for (const name of deployedBy(Protocol)) {
      const { abi } = await artifacts.readArtifact(name);
      for (const event of eventsOf(abi as Abi)) {
        const isRedundant = REDUNDANT_EVENTS.includes(event.name);
        if (!isRedundant && !indexed.has(toEventSelector(event))) {
          missing.push(`${name}.${event.name}`);
        }
      }
    }
    expect(missing).to.deep.equal([]);
  });

  it("has one handler per event: those of the same name in two contracts are the same event", () => {
    const handled = new Map<string, string>();
    for (const source of SOURCE_NAMES) {
      for (const event of eventsOf(abis[source])) {
        const handler = handlerOf(source, event.name);
        const selector = toEventSelector(event);
        expect(handled.get(handler) ?? selector, `${source}.${event.name}`).to.equal(selector);
        handled.set(handler, selector);
      }
    }
  });

  for (const name of SOURCE_NAMES) {
    it(`is every input of every event of ${name}`, () => {
      expect(gapsOf(name, abis[name], mappings)).to.deep.equal([]);
    });
  }

  describe("a gap", () => {
    const deposited = () => eventsOf(abis.PersonalEscrowVault).find((e) => e.name === "Deposited");

    it("is an event that has no handler", () => {
      const abi = [...abis.AuctionHouse, unknown("AuctionPaused", [])];
      expect(gapsOf("AuctionHouse", abi, mappings)).to.deep.equal([
        "AuctionHouse.AuctionPaused: no handler",
      ]);
    });

    it("is an input that the handler does not use", () => {
      const { inputs = [] } = deposited() ?? {};
      const wider = unknown("Deposited", [...inputs, { name: "memo", type: "bytes32" }]);
      expect(gapsOf("PersonalEscrowVault", [wider], mappings)).to.deep.equal([
        "PersonalEscrowVault.Deposited: params.memo is not used",
      ]);
    });

    it("is a member of a struct, or of an array of structs, that nothing uses", () => {
      const member = { name: "extra", type: "uint8" };
      const wider = [...abis.AuctionHouse, ...abis.ReservePricer]
        .filter((item) => item.type === "event")
        .filter(({ name }) => ["FeeConfigSet", "CurveSet"].includes(name))
        .map((event) => ({
          ...event,
          inputs: event.inputs.map((input) =>
            "components" in input ? { ...input, components: [...input.components, member] } : input,
          ),
        }));
      expect(gapsOf("LeadNFT", wider, mappings)).to.deep.equal([
        "LeadNFT.FeeConfigSet: params.config.extra is not used",
        "LeadNFT.CurveSet: params.points[].extra is not used",
      ]);
    });

    it("is an input that is only given a name, and one that a function is handed but ignores", () => {
      const functions = functionsOf([
        `export function handlePaid(event: Paid): void {
           const to = event.params.to;
           book(event.params.amount, event);
         }
         function book(amount: BigInt, event: Event): void { use(event.params.from); }`,
      ]);
      const inputs = ["from", "to", "amount"].map((name) => ({ name, type: "uint256" }));
      expect(gapsOf("LeadNFT", [unknown("Paid", inputs)], functions)).to.deep.equal([
        "LeadNFT.Paid: params.to is not used",
      ]);
    });
  });
});
