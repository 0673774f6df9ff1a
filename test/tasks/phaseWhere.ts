import { expect } from "chai";

import { phaseAt, type RoundClock } from "../../deploy/sdk/actions/auction/standing.ts";
import { Phase } from "../../deploy/sdk/codes/enums.ts";
import { phaseWhere, type RoundPhase } from "../../deploy/sdk/subgraph/phaseWhere.ts";

const NOW = 1_790_000_000;
/** Before, at and after the time that is asked about, with room for a later deadline. */
const TIMES = [NOW - 1, NOW, NOW + 1, NOW + 2, NOW + 3];
const PHASES = Object.keys(Phase).filter((name): name is RoundPhase => name !== "None");
const OUTCOMES = ["Sold", "Unsold", "Cancelled", "Undelivered", "Barred", "Voided", "Erased"];

/** What a `where` of the subgraph's sees of a round. */
type Row = Readonly<Record<string, unknown>>;

/** Rounds as they can be: whether all are opened, led, tied, or over, before and after each deadline. */
function rounds(): RoundClock[] {
  const found: RoundClock[] = [];
  for (const outcome of [null, ...OUTCOMES] as RoundClock["outcome"][]) {
    for (const commitEnd of TIMES) {
      for (const revealEnd of TIMES.filter((time) => time >= commitEnd)) {
        for (const refundableAt of [...TIMES.filter((time) => time > revealEnd), null]) {
          for (const sealedBids of [0, 2]) {
            for (const hasLeader of [false, true]) {
              const tieOpen = refundableAt === null;
              found.push({
                outcome,
                commitEnd,
                revealEnd,
                refundableAt,
                sealedBids,
                hasLeader,
                tieOpen,
              });
            }
          }
        }
      }
    }
  }
  return found.filter(isPossible);
}

/** Only what is led can be tied, and only by bids, which are opened after the commit phase; the reveal phase ends with the last opening. */
function isPossible({ commitEnd, revealEnd, sealedBids, hasLeader, tieOpen }: RoundClock): boolean {
  if (!tieOpen) return true;
  return hasLeader && commitEnd <= NOW && (sealedBids > 0 || revealEnd <= NOW);
}

function rowOf(round: RoundClock): Row {
  const { sealedBids, hasLeader, ...others } = round;
  return { ...others, pendingCommitments: sealedBids, leader: hasLeader ? "0x01" : null };
}

/** Whether a row fits a `where`, by the tests that `phaseWhere` uses. */
function fits(row: Row, where: object): boolean {
  return Object.entries(where).every(([key, wanted]: [string, unknown]) => {
    if (key === "or") return (wanted as object[]).some((one) => fits(row, one));
    const [, name = key, test = ""] = /^(\w+?)_(gt|lte|in|not)$/.exec(key) ?? [];
    const value = row[name];
    switch (test) {
      case "gt":
        return value !== null && Number(value) > Number(wanted);
      case "lte":
        return value !== null && Number(value) <= Number(wanted);
      case "in":
        return (wanted as unknown[]).includes(value);
      case "not":
        return value !== wanted;
      default:
        return value === wanted;
    }
  });
}

describe("the filter for a phase", () => {
  const all = rounds();
  it(`finds the rounds that are in it, and no others, of ${all.length}`, () => {
    for (const round of all) {
      const found = PHASES.filter((phase) => fits(rowOf(round), phaseWhere(phase, NOW)));
      expect(found, JSON.stringify(round)).to.deep.equal([phaseAt(round, NOW)]);
    }
    const seen = new Set(all.map((round) => phaseAt(round, NOW)));
    expect([...seen]).to.have.members(PHASES);
  });

  it("asks for no `or` beside other tests, which Graph Node refuses", () => {
    for (const phase of PHASES) {
      const keys = Object.keys(phaseWhere(phase, NOW));
      expect(keys.includes("or") && keys.length > 1, phase).to.equal(false);
    }
  });
});
