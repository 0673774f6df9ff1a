import { expect } from "chai";

import { Ballot, quorumOf } from "../../../../../deploy/local/don/host/consensus/ballot.ts";
import { errorOf } from "../../../../fixtures/errorOf.ts";

const VOTERS = 4;
const QUORUM = 3;

function ballot(gone = new Set<number>()) {
  return new Ballot<string, string>(VOTERS, gone, (votes, outstanding) => {
    return quorumOf(votes, outstanding, QUORUM, (vote) => vote)?.[0];
  });
}

describe("Ballot", () => {
  it("should come to what a quorum votes, whoever comes last", async () => {
    for (const votes of ["a a a b", "a a b a", "a b a a", "b a a a"]) {
      const one = ballot();
      votes.split(" ").forEach((vote, voter) => {
        one.cast(voter, vote);
      });
      expect(await one.outcome).to.equal("a");
    }
  });

  it("should count a voter once", async () => {
    const one = ballot();
    for (const voter of [0, 0, 0, 1]) one.cast(voter, "a");
    for (const voter of [2, 3]) one.cast(voter, "b");
    expect((await errorOf(one.outcome, Error)).message).to.include("no quorum: 2 nodes agree");
  });

  it("should keep its outcome whatever is voted later", async () => {
    const one = ballot();
    for (const voter of [0, 1, 2]) one.cast(voter, "a");
    one.cast(3, "b");
    one.review();
    expect(await one.outcome).to.equal("a");
  });

  it("should end when too many have gone", async () => {
    const gone = new Set<number>();
    const one = ballot(gone);
    one.cast(0, "a");
    gone.add(1);
    one.review();
    gone.add(2);
    one.review();
    expect((await errorOf(one.outcome, Error)).message).to.include("no quorum: 1 nodes agree");
  });

  it("should not end while those who voted and went can still be enough", async () => {
    const gone = new Set<number>();
    const one = ballot(gone);
    for (const voter of [0, 1]) {
      one.cast(voter, "a");
      gone.add(voter);
    }
    gone.add(2);
    one.review();
    one.cast(3, "a");
    expect(await one.outcome).to.equal("a");
  });
});
