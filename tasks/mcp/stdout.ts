import { Writable } from "node:stream";

type Write = typeof process.stdout.write;

let own: Write | undefined;

/** From now on all that this process prints goes to the error stream: standard output belongs to a protocol. */
export function reserveStdout(): void {
  if (own !== undefined) return;
  own = process.stdout.write.bind(process.stdout);
  process.stdout.write = process.stderr.write.bind(process.stderr);
}

/** Gives standard output back. */
export function releaseStdout(): void {
  if (own !== undefined) process.stdout.write = own;
  own = undefined;
}

/** Standard output for the protocol alone. */
export function protocolOutput(): Writable {
  const write = own;
  if (write === undefined) throw new Error("Standard output is not reserved.");
  return new Writable({
    decodeStrings: false,
    write: (chunk: string | Uint8Array, _encoding, done) => {
      write(chunk, (error) => {
        done(error);
      });
    },
  });
}
