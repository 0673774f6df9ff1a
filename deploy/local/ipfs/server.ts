import { bytesResponse, HttpError } from "../http/response.ts";
import { serve, type Service } from "../http/serve.ts";
import { openBlocks, type BlockStore } from "./blocks.ts";
import { kuboRpc } from "./kuboRpc.ts";
import { parseCid } from "./requests.ts";

const GATEWAY_PATH = "/ipfs/";
/** Bytes that one upload may have: 32 MiB. */
const MAX_UPLOAD = 32 * 1_024 * 1_024;

/** An IPFS node of this machine: real CIDs and blocks, no network. */
export interface IpfsNode {
  /** Kubo RPC is under `/api/v0/`, the gateway under `/ipfs/`. */
  readonly url: string;
  /** `${gateway}/<cid>`. */
  readonly gateway: string;
  readonly close: () => Promise<void>;
}

/** Where an IPFS node keeps its blocks and answers. */
export interface IpfsOptions {
  readonly folder: string;
  /** 0 takes a free one. */
  readonly port: number;
  /** File that gets a line for every request. */
  readonly log: string;
}

/** Starts an IPFS node on the loopback interface. */
export async function startIpfs({ folder, port, log }: IpfsOptions): Promise<IpfsNode> {
  const blocks = await openBlocks(folder);
  const service: Service = await serve((request) => route(blocks, request), {
    port,
    portOption: "--ipfs-port",
    maxBody: MAX_UPLOAD,
    log,
  });
  return { ...service, gateway: `${service.url}/ipfs` };
}

function route(blocks: BlockStore, request: Request): Promise<Response> {
  const { pathname } = new URL(request.url);
  return pathname.startsWith(GATEWAY_PATH)
    ? gateway(blocks, request, pathname)
    : kuboRpc(blocks, request);
}

/** Content by CID for anyone, web pages included: it never changes. */
async function gateway(blocks: BlockStore, request: Request, path: string): Promise<Response> {
  if (request.method !== "GET") throw new HttpError(405, "The gateway wants GET.");
  return bytesResponse(await blocks.cat(parseCid(path)), {
    "cache-control": "public, max-age=29030400, immutable",
    "access-control-allow-origin": "*",
  });
}
