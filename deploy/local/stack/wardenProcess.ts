/**
 * Owns the stack's processes so that none outlives it: when the channel to the stack closes, for whatever reason (kill -9 included), it
 * ends them, the youngest first, and removes what is temporary. Run by `startWarden` in a session of its own, which ctrl-C does not reach.
 * The kernel's own way (`setpriv --pdeathsig`) ends all at once by one signal, which gnd may ignore, and leaves temporary files behind.
 */
import { spawn, type ChildProcess } from "node:child_process";
import { closeSync, openSync } from "node:fs";
import { readFile, rm } from "node:fs/promises";
import { setTimeout as delay } from "node:timers/promises";

import type { Leftover, ProcessPlan, StopStep, WardenOrder, WardenReport } from "./warden.ts";

interface Ward {
  readonly child: ChildProcess;
  readonly stop: readonly StopStep[];
  readonly ended: Promise<unknown>;
}

const wards: Ward[] = [];
const leftovers: Leftover[] = [];
let stopping: Promise<void> | undefined;

function tell(report: WardenReport): void {
  if (process.connected) process.send?.(report);
}

function start({ name, command, args, env, cwd, log, user, stop }: ProcessPlan): void {
  if (stopping !== undefined) return;
  const output = openSync(log, "a");
  const child = spawn(command, args, { ...user, cwd, env, stdio: ["ignore", output, output] });
  closeSync(output);
  const ended = new Promise<void>((resolve) => {
    child.once("spawn", () => {
      tell({ kind: "started", name, pid: child.pid as number });
    });
    child.once("error", (error) => {
      tell({ kind: "failed", name, reason: error.message });
      resolve();
    });
    child.once("exit", (code, signal) => {
      tell({ kind: "ended", name, code, signal });
      resolve();
    });
  });
  wards.push({ child, stop, ended });
}

async function end({ child, stop, ended }: Ward): Promise<void> {
  for (const { signal, patience } of [...stop, { signal: "SIGKILL", patience: 5_000 } as const]) {
    if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
    child.kill(signal);
    const cancel = new AbortController();
    const timeout = delay(patience, undefined, { signal: cancel.signal }).catch(() => undefined);
    await Promise.race([ended, timeout]);
    cancel.abort();
  }
}

async function stopAll(): Promise<void> {
  for (const ward of wards.toReversed()) await end(ward);
  for (const leftover of leftovers) await remove(leftover);
}

async function remove({ path, text }: Leftover): Promise<void> {
  if (text !== undefined && (await readFile(path, "utf8").catch(() => undefined)) !== text) return;
  await rm(path, { recursive: true, force: true });
}

function stop(): void {
  stopping ??= stopAll().finally(() => {
    process.exit();
  });
}

process.on("message", (order: WardenOrder) => {
  if (order.kind === "start") start(order.plan);
  else if (order.kind === "remove") leftovers.push(order.leftover);
  else stop();
});
process.on("disconnect", stop);
process.on("SIGTERM", stop);
process.on("SIGINT", stop);
process.on("SIGHUP", stop);
