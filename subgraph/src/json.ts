import { BigInt, Bytes } from "@graphprotocol/graph-ts";

/** Writes a JSON object, member by member. Bytes, and numbers that Solidity holds in 32 bits and more, become strings. */
export class JsonObject {
  private members: string[] = [];

  private member(name: string, json: string): JsonObject {
    this.members.push('"' + name + '":' + json);
    return this;
  }

  int(name: string, value: i32): JsonObject {
    return this.member(name, value.toString());
  }

  big(name: string, value: BigInt): JsonObject {
    return this.member(name, '"' + value.toString() + '"');
  }

  bytes(name: string, value: Bytes): JsonObject {
    return this.member(name, '"' + value.toHexString() + '"');
  }

  flag(name: string, value: boolean): JsonObject {
    return this.member(name, value ? "true" : "false");
  }

  text(name: string, value: string): JsonObject {
    return this.member(name, '"' + escaped(value) + '"');
  }

  ints(name: string, values: i32[]): JsonObject {
    return this.member(name, "[" + values.join(",") + "]");
  }

  bytesList(name: string, values: Bytes[]): JsonObject {
    const texts: string[] = [];
    for (let i = 0; i < values.length; i++) texts.push(values[i].toHexString());
    return this.texts(name, texts);
  }

  texts(name: string, values: string[]): JsonObject {
    const quoted: string[] = [];
    for (let i = 0; i < values.length; i++) quoted.push('"' + escaped(values[i]) + '"');
    return this.member(name, "[" + quoted.join(",") + "]");
  }

  toString(): string {
    return "{" + this.members.join(",") + "}";
  }
}

/** Control characters do not belong in a setting: they become spaces. */
function escaped(value: string): string {
  let text = "";
  for (let i = 0; i < value.length; i++) {
    const code = value.charCodeAt(i);
    if (code == 0x22 || code == 0x5c) text += "\\";
    text += code < 0x20 ? " " : value.charAt(i);
  }
  return text;
}
