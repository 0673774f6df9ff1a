import { keccak256, numberToHex, zeroHash, type Address, type Hex } from "viem";

import type { Party } from "../../../deploy/local/party.ts";
import { CREDENTIAL_TYPES } from "../../../deploy/parameters/compliance/credentialTypes.ts";
import { newIdentityOf } from "../../../deploy/sdk/actions/compliance/issueCredential.ts";
import { capsuleHash } from "../../../deploy/sdk/crypto/capsule.ts";
import { commitmentOf, type Opening } from "../../../deploy/sdk/bid/sealedBid.ts";
import { Phase } from "../../../deploy/sdk/codes/enums.ts";
import type { AuctionTerms } from "../../../deploy/sdk/lead/leadSubmission.ts";
import * as bidding from "./bidding.ts";
import * as ending from "./ending.ts";
import type { Lead, Market } from "./market.ts";
import { Revert } from "./revert.ts";
import type { Round } from "./round.ts";
import type { Stage } from "./stage.ts";
import type { Step } from "./step.ts";

/** Enough for any call. It is set so that reverting calls are mined too and take their time. */
const GAS = 5_000_000n;

const from = ({ wallet }: Party) => ({ account: wallet.account, gas: GAS });

/** Steps for `run` on a stage. `by` is the caller. */
export class Steps {
  readonly #stage: Stage;
  readonly #model: Market;
  #salts = 0;

  constructor(stage: Stage, model: Market) {
    this.#stage = stage;
    this.#model = model;
  }

  /** Lets time pass until then, or for the second that a transaction takes. @param timestamp Unix seconds. */
  passUntil(by: Party, timestamp: number): Step {
    return { ...this.deposit(by, 1n), delay: Math.max(1, timestamp - this.#model.now) };
  }

  deposit(by: Party, amount: bigint): Step {
    return this.#step(`deposit ${amount}`, by, [], {
      chain: () => this.#stage.vault.write.deposit([amount], from(by)),
      model: () => {
        this.#model.credit(by.address, amount);
      },
    });
  }

  withdraw(by: Party, amount: bigint): Step {
    return this.#step(`withdraw ${amount}`, by, [by.address], {
      chain: () => this.#stage.vault.write.withdraw([by.address, amount], from(by)),
      model: () => {
        this.#model.withdraw(by.address, amount);
      },
    });
  }

  create(by: Party, lead: Lead, terms: AuctionTerms): Step {
    const { baseReserve } = terms;
    const label = `create ${lead.id} base ${baseReserve}`;
    return this.#step(label, by, [by.address], {
      chain: () => this.#stage.house.write.createAuction([lead.id, terms], from(by)),
      model: () => {
        this.#model.create(lead, by.address, terms);
      },
    });
  }

  cancel(by: Party, lead: Lead): Step {
    return this.#step(`cancel ${lead.id}`, by, [], {
      chain: () => this.#stage.house.write.cancelAuction([lead.id], from(by)),
      model: () => {
        this.#model.cancel(lead, by.address);
      },
    });
  }

  commit(by: Party, lead: Lead, amount: bigint): Step {
    const salt = keccak256(numberToHex(this.#salts++));
    return this.#step(`commit ${amount} to ${lead.id}`, by, [by.address], {
      chain: () => {
        const commitment = this.#commitment(lead, { bidder: by.address, amount, salt });
        return this.#stage.house.write.commitBid(
          [lead.id, lead.rounds.length, commitment, "0x"],
          from(by),
        );
      },
      model: () => {
        bidding.commit(this.#model, lead, by.address, { amount, salt });
      },
    });
  }

  commitMany(by: Party, leads: readonly Lead[], amount: bigint): Step {
    const bids = leads.map((lead) => {
      const sealed = { amount, salt: keccak256(numberToHex(this.#salts++)) };
      return [lead, sealed] as const;
    });
    return this.#step(`commit ${amount} to ${leads.length} leads`, by, [by.address], {
      chain: () => {
        const calls = bids.map(([lead, sealed]) => ({
          leadId: lead.id,
          round: lead.rounds.length,
          commitment: this.#commitment(lead, { bidder: by.address, ...sealed }),
          sealedOpening: "0x" as const,
        }));
        return this.#stage.house.write.commitBids([calls], from(by));
      },
      model: () => {
        bidding.commitMany(this.#model, by.address, bids);
      },
    });
  }

  withdrawBid(by: Party, lead: Lead): Step {
    return this.#step(`withdraw bid from ${lead.id}`, by, [], {
      chain: () => this.#stage.house.write.withdrawBid([lead.id], from(by)),
      model: () => {
        bidding.withdrawBid(this.#model, lead, by.address);
      },
    });
  }

  reveal(by: Party, lead: Lead, opening: Opening): Step {
    const label = `reveal ${opening.amount} of ${opening.bidder} for ${lead.id}`;
    return this.#step(label, by, [opening.bidder], {
      chain: () => this.#stage.house.write.revealBid([lead.id, opening], from(by)),
      model: () => {
        bidding.reveal(this.#model, lead, opening, this.#stage.chainId);
      },
    });
  }

  revealBatch(by: Party, lead: Lead, openings: readonly Opening[]): Step {
    const bidders = openings.map(({ bidder }) => bidder);
    return this.#step(`reveal ${openings.length} for ${lead.id}`, by, bidders, {
      chain: () => this.#stage.house.write.revealBids([lead.id, openings], from(by)),
      model: () => {
        this.#model.roundIn(lead, Phase.Reveal);
        for (const opening of openings) {
          try {
            bidding.reveal(this.#model, lead, opening, this.#stage.chainId);
          } catch (error) {
            if (!(error instanceof Revert)) throw error;
          }
        }
      },
    });
  }

  requestTieBreak(by: Party, lead: Lead): Step {
    let requestId = 0n;
    return this.#step(`request a word for ${lead.id}`, by, [], {
      chain: async () => {
        await this.#stage.house.write.requestTieBreak([lead.id], from(by));
        const round = lead.rounds.length;
        ({ requestId } = await this.#stage.tieBreaker.read.tieBreakOf([lead.id, round]));
      },
      model: () => {
        ending.requestTieBreak(this.#model, lead, requestId);
      },
    });
  }

  fulfil(by: Party, round: Round, word: bigint): Step {
    const { coordinator, tieBreaker } = this.#stage;
    const requestId = round.tieBreak?.requestId ?? 0n;
    const args = [requestId, tieBreaker.address, [word]] as const;
    return this.#step(`fulfil ${requestId} with ${word}`, by, [], {
      chain: () => coordinator.write.fulfillRandomWordsWithOverride(args, from(by)),
      model: () => {
        ending.fulfil(this.#model, round, word);
      },
    });
  }

  resolveTie(by: Party, lead: Lead): Step {
    return this.#step(`resolve the tie of ${lead.id}`, by, [], {
      chain: () => this.#stage.house.write.resolveTie([lead.id], from(by)),
      model: () => {
        ending.resolveTie(this.#model, lead);
      },
    });
  }

  release(by: Party, lead: Lead, round: Round, amount: bigint, index: number): Step {
    const args = [lead.id, round.terms.id, amount, BigInt(index)] as const;
    return this.#step(`release ${args.join(" ")}`, by, [], {
      chain: () => this.#stage.house.write.releaseTiedBid(args, from(by)),
      model: () => {
        ending.releaseTiedBid(this.#model, lead, round, amount, index);
      },
    });
  }

  deliver(by: Party, lead: Lead): Step {
    const round = lead.rounds.at(-1);
    const { traders, house, idleDelivery } = this.#stage;
    const buyer = traders.find(({ address }) => address === round?.leader?.bidder);
    let delivered: Hex = zeroHash;
    return this.#step(`deliver ${lead.id}`, by, [], {
      chain: async () => {
        const isDue = buyer !== undefined && round?.outcome === undefined;
        const [, current, proof] = isDue
          ? await this.#stage.deliveryTo(lead.id, buyer)
          : idleDelivery;
        delivered = capsuleHash(proof.capsule);
        return house.write.deliver([lead.id, current, proof], from(by));
      },
      model: () => {
        ending.deliver(this.#model, lead, delivered);
      },
    });
  }

  closeUnsold(by: Party, lead: Lead): Step {
    return this.#step(`close ${lead.id} unsold`, by, [], {
      chain: () => this.#stage.house.write.closeUnsold([lead.id], from(by)),
      model: () => {
        ending.closeUnsold(this.#model, lead);
      },
    });
  }

  refund(by: Party, lead: Lead): Step {
    return this.#step(`refund ${lead.id}`, by, [], {
      chain: () => this.#stage.house.write.refund([lead.id], from(by)),
      model: () => {
        ending.refund(this.#model, lead);
      },
    });
  }

  reportBlockedDelivery(by: Party, lead: Lead): Step {
    return this.#step(`report that ${lead.id} cannot be delivered`, by, [], {
      chain: () => this.#stage.house.write.reportBlockedDelivery([lead.id], from(by)),
      model: () => {
        ending.reportBlockedDelivery(this.#model, lead);
      },
    });
  }

  erase(by: Party, lead: Lead): Step {
    return this.#step(`erase ${lead.id}`, by, [], {
      chain: () => this.#stage.nft.write.erase([lead.id], from(by)),
      model: () => {
        ending.erase(this.#model, lead, by.address);
      },
    });
  }

  /** The compliance desk sanctions a party, or lifts the sanction. */
  sanction(party: Party): Step {
    const { credentials, compliance } = this.#stage;
    const { denied } = this.#model;
    const lifts = denied.has(party.address);
    const identity = newIdentityOf(party.address);
    const desk = { account: compliance.account, gas: GAS };
    const type = CREDENTIAL_TYPES.sanctioned;
    return this.#step(lifts ? "sanctioned no more" : "sanctioned", party, [], {
      chain: () =>
        lifts
          ? credentials.write.removeCredential([identity, type, "0x"], desk)
          : credentials.write.registerCredential([identity, type, 0, "0x", "0x"], desk),
      model: () => {
        if (lifts) denied.delete(party.address);
        else denied.add(party.address);
      },
    });
  }

  voidAuction(by: Party, lead: Lead): Step {
    return this.#step(`void ${lead.id}`, by, [], {
      chain: () => this.#stage.house.write.voidAuction([lead.id], from(by)),
      model: () => {
        ending.voidAuction(this.#model, lead);
      },
    });
  }

  forfeit(by: Party, lead: Lead, round: number, bidder: Address): Step {
    return this.#step(`forfeit the bond of ${bidder} in ${lead.id}/${round}`, by, [], {
      chain: () => this.#stage.house.write.forfeitBond([lead.id, round, bidder], from(by)),
      model: () => {
        ending.forfeitBond(this.#model, lead, round, bidder, by.address);
      },
    });
  }

  #commitment(lead: Lead, opening: Opening): Hex {
    const round = lead.rounds.at(-1)?.terms.id;
    if (round === undefined) return zeroHash;
    const context = { chainId: this.#stage.chainId, house: this.#model.rules.house, round };
    return commitmentOf({ ...context, leadId: lead.id, ...opening });
  }

  #step(
    label: string,
    by: Party,
    movers: readonly Address[],
    sides: Pick<Step, "chain" | "model">,
  ): Step {
    return { label: `${by.name}: ${label}`, movers, ...sides };
  }
}
