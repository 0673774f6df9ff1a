import { devNull } from "node:os";

import { HttpError, serve, type Service } from "../../deploy/local/http.ts";

/** Largest request that is passed on, bytes. */
const MAX_BODY = 8 * 1_024 * 1_024;

/** Stands before a service and can let it fail. */
export interface ServiceSwitch extends Service {
  isOn: boolean;
}

/** Passes requests on to a service while it is on, and answers 503 while it is off. */
export async function switchBefore(target: string): Promise<ServiceSwitch> {
  const state = { isOn: true };
  const handler = async (request: Request): Promise<Response> => {
    if (!state.isOn) throw new HttpError(503, "The service is switched off.");
    const { pathname, search } = new URL(request.url);
    const { method, headers } = request;
    const body = method === "GET" || method === "HEAD" ? null : await request.arrayBuffer();
    const { origin, pathname: base } = new URL(target);
    const path = base === "/" ? pathname : `${base}${pathname === "/" ? "" : pathname}`;
    const type = headers.get("content-type");
    const answer = await fetch(`${origin}${path}${search}`, {
      method,
      body,
      ...(type === null ? {} : { headers: { "content-type": type } }),
    });
    return new Response(await answer.arrayBuffer(), {
      status: answer.status,
      headers: { "content-type": answer.headers.get("content-type") ?? "application/json" },
    });
  };
  const { url, close } = await serve(handler, {
    port: 0,
    portOption: "",
    maxBody: MAX_BODY,
    log: devNull,
  });
  return Object.assign(state, { url, close });
}
