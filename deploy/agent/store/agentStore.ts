import { getAddress } from "viem";

import { autoBidRulesSchema, type AutoBidRulesDocument } from "../rules/autoBidRules.ts";
import type { Database } from "./database.ts";
import { marketOf, type Market, type MarketKey } from "./market.ts";
import { Rows } from "./rows.ts";

/**
 * What agents and MCP servers remember together: rules, leads and decisions, bids and their money, cursors. Several processes may have it
 * open. Holds ids, codes and amounts; never personal data.
 */
export class AgentStore {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** The rules as they were set; none at first. */
  rules(): Promise<AutoBidRulesDocument> {
    return rulesIn(this.#database);
  }

  /** Replaces all rules by what a change makes of them. @throws {z.ZodError} they are not valid then. */
  changeRules(change: (rules: AutoBidRulesDocument) => AutoBidRulesDocument): Promise<void> {
    return this.#database.transaction(async (inside) => {
      const changed = change(await rulesIn(inside));
      autoBidRulesSchema.parse(changed);
      await inside.run(
        "INSERT INTO rules (id, json) VALUES (1, $1) ON CONFLICT (id) DO UPDATE SET json = excluded.json",
        JSON.stringify(changed),
      );
    });
  }

  /** What is remembered of a deployment. A chain that began anew, as local ones do, is another market. */
  async market({ chainId, house, genesis }: MarketKey): Promise<Market> {
    const key = [chainId, getAddress(house), genesis] as const;
    await this.#database.run(
      'INSERT INTO markets ("chainId", house, genesis) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING',
      ...key,
    );
    const [row] = await this.#database.all(
      'SELECT id FROM markets WHERE "chainId" = $1 AND house = $2 AND genesis = $3',
      ...key,
    );
    return marketOf(new Rows(this.#database, row?.["id"] as bigint));
  }
}

async function rulesIn(database: Database): Promise<AutoBidRulesDocument> {
  const [row] = await database.all("SELECT json FROM rules");
  return row === undefined
    ? { rules: [] }
    : (JSON.parse(row["json"] as string) as AutoBidRulesDocument);
}
