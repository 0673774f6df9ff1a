import { randomStream } from "../../deploy/local/leads/randomStream.ts";

/** The same items, in an order that the seed decides. */
export function shuffled<ItemT>(items: readonly ItemT[], seed: string): ItemT[] {
  const random = randomStream(seed);
  const rest = [...items];
  return items.flatMap(() => rest.splice(random.integer(0, rest.length - 1), 1));
}
