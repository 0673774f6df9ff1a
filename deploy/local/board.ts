import { buildBoard } from "../board/buildBoard.ts";
import { HttpError, serve, type Service } from "./http.ts";

/** What the market board is served for, and where. */
export interface BoardOptions {
  /** The subgraph's GraphQL endpoint, which must allow other origins, as Graph Node does. */
  readonly endpoint: string;
  /** 0 takes a free one. */
  readonly port: number;
  /** File that gets a line for every request. */
  readonly log: string;
}

/** Starts the market board for a subgraph. */
export async function startBoard({ endpoint, port, log }: BoardOptions): Promise<Service> {
  const files = new Map((await buildBoard(endpoint)).map((file) => [`/${file.name}`, file]));
  return serve(
    ({ method, url }) => {
      const { pathname } = new URL(url);
      const file = files.get(pathname === "/" ? "/index.html" : pathname);
      if (file === undefined || method !== "GET") {
        return Promise.reject(new HttpError(404, "The board is at GET /."));
      }
      return Promise.resolve(
        new Response(file.text, {
          headers: { "content-type": file.type, "x-content-type-options": "nosniff" },
        }),
      );
    },
    { port, portOption: "--board-port", maxBody: 0, log },
  );
}
