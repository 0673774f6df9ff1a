import { Entity, ethereum } from "@graphprotocol/graph-ts";

import { Fresh } from "./fresh";

/** Notes which transaction an entity comes from. */
export function stampCreated(entity: Entity, event: ethereum.Event): void {
  entity.setBytes("txHash", event.transaction.hash);
  entity.setBigInt("block", event.block.number);
  entity.setBigInt("timestamp", event.block.timestamp);
}

/** Notes which transaction a new entity comes from. */
export function stampFresh(entity: Fresh, event: ethereum.Event): void {
  entity
    .bytes("txHash", event.transaction.hash)
    .big("block", event.block.number)
    .big("timestamp", event.block.timestamp);
}

/** Notes when an entity changed last. */
export function stampUpdated(entity: Entity, event: ethereum.Event): void {
  entity.setBigInt("updatedAt", event.block.timestamp);
}

/** Notes which transaction a data point comes from; Graph Node adds its time. */
export function stampPoint(point: Fresh, event: ethereum.Event): void {
  point.bytes("txHash", event.transaction.hash).big("block", event.block.number);
}
