import type { CID } from "multiformats/cid";

import { bytesResponse, HttpError, jsonLines, jsonResponse } from "../http/response.ts";
import type { BlockStore } from "./blocks.ts";
import { cidArguments, importOptions, MAX_BLOCK, uploadsOf } from "./requests.ts";

type Command = (
  blocks: BlockStore,
  parameters: URLSearchParams,
  request: Request,
) => Promise<Response>;

const version: Command = () =>
  Promise.resolve(
    jsonResponse({ Version: "0.39.0", Commit: "", Repo: "18", System: "lead-engine" }),
  );

const add: Command = async (blocks, parameters, request) => {
  const options = importOptions(parameters);
  const added = [];
  for (const { name, bytes } of await uploadsOf(request)) {
    const { cid, size } = await blocks.add(bytes, options);
    added.push({ Name: name === "" ? String(cid) : name, Hash: String(cid), Size: String(size) });
  }
  return jsonLines(added);
};

const cat: Command = async (blocks, parameters) => {
  const [cid] = cidArguments(parameters);
  return bytesResponse(await blocks.cat(cid));
};

const blockGet: Command = async (blocks, parameters) => {
  const [cid] = cidArguments(parameters);
  return bytesResponse(await blocks.get(cid));
};

const blockPut: Command = async (blocks, parameters, request) => {
  const codec = parameters.get("cid-codec") ?? parameters.get("format") ?? "raw";
  const hash = parameters.get("mhtype") ?? "sha2-256";
  if (codec !== "raw" || hash !== "sha2-256") {
    throw new HttpError(400, `Only raw blocks by sha2-256 are served, not ${codec} by ${hash}.`);
  }
  const [{ bytes }] = await uploadsOf(request);
  if (bytes.length > MAX_BLOCK) {
    throw new HttpError(413, `The block has ${bytes.length} bytes; ${MAX_BLOCK} are allowed.`);
  }
  return jsonResponse({ Key: String(await blocks.put(bytes)), Size: bytes.length });
};

const blockStat: Command = async (blocks, parameters) => {
  const [cid] = cidArguments(parameters);
  return jsonResponse({ Key: String(cid), Size: (await blocks.get(cid)).length });
};

const blockRm: Command = async (blocks, parameters) => {
  const removed = cidArguments(parameters).map(async (cid: CID) =>
    (await blocks.remove(cid))
      ? { Hash: String(cid) }
      : { Hash: String(cid), Error: `ipld: could not find ${String(cid)}` },
  );
  return jsonLines(await Promise.all(removed));
};

/** All that is added stays until it is removed: to pin is to check that it is there. */
const pinAdd: Command = async (blocks, parameters) => {
  const pins = cidArguments(parameters);
  for (const cid of pins) await blocks.get(cid);
  return jsonLines([{ Pins: pins.map(String) }]);
};

const COMMANDS: Readonly<Record<string, Command>> = {
  version,
  add,
  cat,
  "block/get": blockGet,
  "block/put": blockPut,
  "block/stat": blockStat,
  "block/rm": blockRm,
  "pin/add": pinAdd,
};

/** Kubo's RPC as far as Graph Node, graph-cli and the leads' ciphertexts need it: `POST /api/v0/<command>`. */
export async function kuboRpc(blocks: BlockStore, request: Request): Promise<Response> {
  const { pathname, searchParams } = new URL(request.url);
  const name = pathname.replace(/^\/api\/v0\//, "").replace(/\/$/, "");
  const command = COMMANDS[name];
  if (command === undefined) {
    throw new HttpError(
      404,
      `There is no ${name}; served are ${Object.keys(COMMANDS).join(", ")}.`,
    );
  }
  if (request.method !== "POST") throw new HttpError(405, `${name} wants POST.`);
  // As Kubo does: a web page must not be able to write to, or delete from, the node on its reader's machine.
  if (request.headers.has("origin")) throw new HttpError(403, "Browsers may use the gateway only.");
  return command(blocks, searchParams, request);
}
