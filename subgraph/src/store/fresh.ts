import { BigDecimal, BigInt, Bytes, Entity, TypedMapEntry, Value } from "@graphprotocol/graph-ts";

/**
 * Fills an entity that is new, each field once. The setters that Graph generates look through all fields that are set already, and Graph Node
 * meters every step of it: for entities with many fields, or many entities, that costs more than all else.
 */
export class Fresh {
  private entity: Entity;

  constructor(entity: Entity) {
    this.entity = entity;
  }

  private add(name: string, value: Value): Fresh {
    this.entity.entries.push(new TypedMapEntry<string, Value>(name, value));
    return this;
  }

  bytes(name: string, value: Bytes): Fresh {
    return this.add(name, Value.fromBytes(value));
  }

  text(name: string, value: string): Fresh {
    return this.add(name, Value.fromString(value));
  }

  big(name: string, value: BigInt): Fresh {
    return this.add(name, Value.fromBigInt(value));
  }

  decimal(name: string, value: BigDecimal): Fresh {
    return this.add(name, Value.fromBigDecimal(value));
  }

  int(name: string, value: i32): Fresh {
    return this.add(name, Value.fromI32(value));
  }

  flag(name: string, value: boolean): Fresh {
    return this.add(name, Value.fromBoolean(value));
  }
}
