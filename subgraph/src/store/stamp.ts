import { Entity, ethereum } from "@graphprotocol/graph-ts";

/** Records the log that an immutable entity comes from. */
export function stampLog(entity: Entity, event: ethereum.Event): void {
  entity.setBigInt("timestamp", event.block.timestamp);
  entity.setBigInt("block", event.block.number);
  entity.setBytes("txHash", event.transaction.hash);
}

/** Records when and in which transaction a mutable entity was created. */
export function stampCreated(entity: Entity, event: ethereum.Event): void {
  entity.setBigInt("timestamp", event.block.timestamp);
  entity.setBytes("txHash", event.transaction.hash);
}

/** Records when an entity changed last. */
export function stampUpdated(entity: Entity, event: ethereum.Event): void {
  entity.setBigInt("updatedAt", event.block.timestamp);
}
