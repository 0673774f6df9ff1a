import { Entity, ethereum } from "@graphprotocol/graph-ts";

/** Notes which log an entity that never changes comes from. */
export function stampLog(entity: Entity, event: ethereum.Event): void {
  entity.setBigInt("timestamp", event.block.timestamp);
  entity.setBigInt("block", event.block.number);
  entity.setBytes("txHash", event.transaction.hash);
}

/** Notes when and by which transaction an entity was created that changes later. */
export function stampCreated(entity: Entity, event: ethereum.Event): void {
  entity.setBigInt("timestamp", event.block.timestamp);
  entity.setBytes("txHash", event.transaction.hash);
}

/** Notes when an entity changed last. */
export function stampUpdated(entity: Entity, event: ethereum.Event): void {
  entity.setBigInt("updatedAt", event.block.timestamp);
}
