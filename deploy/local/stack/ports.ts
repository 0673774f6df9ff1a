import { createServer, type AddressInfo } from "node:net";
import { LeadEngineError } from "../../sdk/errors/leadEngineError.ts";

/** The interface that every part of the stack listens on: this machine only. */
export const HOST = "127.0.0.1";

/** Says that something else listens on a port. */
export function portBusy(port: number, option: string): LeadEngineError {
  return new LeadEngineError(
    "STACK_FAILED",
    `Port ${port} is busy.`,
    `Stop what listens there, or choose another with ${option} (0 takes a free one).`,
  );
}

/**
 * A port for a server that another process will open.
 * @param wanted 0 for any free one.
 * @param option the option that sets the port.
 * @throws {LeadEngineError} when the wanted one is busy.
 */
export async function reservePort(wanted: number, option: string): Promise<number> {
  const [port] = await reservePorts([{ wanted, option }]);
  return port as number;
}

/** Ports for several servers, all different. See `reservePort`. */
export async function reservePorts(
  wishes: readonly { readonly wanted: number; readonly option: string }[],
): Promise<number[]> {
  // Held open together: a port just closed may be given out again.
  const probes = await Promise.allSettled(wishes.map(probe));
  const held = probes.flatMap((result) => (result.status === "fulfilled" ? [result.value] : []));
  await Promise.all(held.map(({ release }) => release()));
  const failed = probes.find((result) => result.status === "rejected");
  if (failed !== undefined) throw failed.reason;
  return held.map(({ port }) => port);
}

/** @throws {LeadEngineError} a port that is wanted is busy. @param wanted by the option that sets it, without `-port`. */
export async function requireFree(wanted: Readonly<Record<string, number>>): Promise<void> {
  await reservePorts(
    Object.entries(wanted).map(([name, port]) => ({ wanted: port, option: `--${name}-port` })),
  );
}

function probe({ wanted, option }: { wanted: number; option: string }) {
  return new Promise<{ port: number; release: () => Promise<void> }>((resolve, reject) => {
    const server = createServer();
    server.once("error", (error: NodeJS.ErrnoException) => {
      reject(error.code === "EADDRINUSE" ? portBusy(wanted, option) : error);
    });
    server.listen(wanted, HOST, () => {
      resolve({
        port: (server.address() as AddressInfo).port,
        release: () =>
          new Promise((released) => {
            server.close(() => {
              released();
            });
          }),
      });
    });
  });
}
