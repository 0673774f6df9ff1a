import { zeroAddress, type Address, type Hex } from "viem";

import { groupBy } from "../../facts/groupBy.ts";
import type { Chain } from "../chain.ts";
import { created, firstOf, updated, type Claim } from "../claim.ts";
import { isEvent, type AnyLog, type ChainLog } from "../history.ts";
import { pairId } from "../ids.ts";

type Attaching = ChainLog<"engine", "PolicyAdded" | "PolicyAddedAt" | "PolicyRemoved">;

/** What ACE's engine asks for whom, as it says itself. */
export async function policyClaims(chain: Chain): Promise<Claim[]> {
  const attachings = chain.history.logs.filter(isAttaching);
  return [
    ...targetClaims(chain, attachings),
    ...(await functionClaims(chain, attachings)),
    ...attachmentClaims(attachings),
    ...(await ownClaims(chain, attachings)),
    ...(await extractorClaims(chain)),
    ...(await memberClaims(chain)),
  ];
}

function isAttaching(log: AnyLog): log is Attaching {
  return (
    isEvent(log, "engine", "PolicyAdded") ||
    isEvent(log, "engine", "PolicyAddedAt") ||
    isEvent(log, "engine", "PolicyRemoved")
  );
}

/** The engine has no view of who is attached. */
function targetClaims({ history }: Chain, attachings: readonly Attaching[]): Claim[] {
  const set = history.logs.filter(
    (log) =>
      isEvent(log, "engine", "TargetAttached") ||
      isEvent(log, "engine", "TargetDetached") ||
      isEvent(log, "engine", "TargetDefaultPolicyAllowSet"),
  );
  const targets = groupBy<AnyLog & { args: { target: Address } }, Address>(
    [...set, ...attachings],
    ({ args }) => args.target,
  );
  return [...targets].map(([id, logs]) => {
    const own = logs.filter((log) => !isAttaching(log));
    const turns = own.filter(({ event }) => event !== "TargetDefaultPolicyAllowSet");
    const last = own.findLast((log) => isEvent(log, "engine", "TargetDefaultPolicyAllowSet"));
    const first = firstOf(...logs);
    return {
      entity: "PolicyTarget",
      id,
      fields: {
        attached: turns.at(-1)?.event === "TargetAttached",
        defaultAllow: last?.args.defaultAllow,
        ...created(first),
        ...updated(first, ...own),
      },
    };
  });
}

function functionClaims(
  { contracts: { engine }, at }: Chain,
  attachings: readonly Attaching[],
): Promise<Claim[]> {
  const functions = groupBy(attachings, ({ args }) => pairId(args.target, args.selector));
  const claims = [...functions].map(async ([id, logs]): Promise<Claim> => {
    const [first] = logs as [Attaching];
    const { target, selector } = first.args;
    return {
      entity: "GuardedFunction",
      id,
      view: "PolicyEngine.getPolicies",
      fields: {
        target,
        selector,
        policies: await engine.read.getPolicies([target, selector], at),
        ...created(first),
        ...updated(...logs),
      },
    };
  });
  return Promise.all(claims);
}

function attachmentClaims(attachings: readonly Attaching[]): Claim[] {
  const attachments = groupBy(attachings, ({ args: { target, selector, policy } }) =>
    pairId(pairId(target, selector), policy),
  );
  return [...attachments].map(([id, logs]) => {
    const [first, last] = [logs[0], logs.at(-1)] as [Attaching, Attaching];
    const { target, selector, policy } = first.args;
    const added = logs.findLast(({ event }) => event !== "PolicyRemoved");
    return {
      entity: "PolicyAttachment",
      id,
      fields: {
        guards: pairId(target, selector),
        policy,
        attached: last.event !== "PolicyRemoved",
        parameterNames: (added?.args as { policyParameterNames: readonly Hex[] })
          .policyParameterNames,
        ...created(first),
        ...updated(last),
      },
    };
  });
}

function ownClaims(
  { history, contracts: { engine }, at }: Chain,
  attachings: readonly Attaching[],
): Promise<Claim[]> {
  const set = history.logs.filter(
    (log) =>
      isEvent(log, "engine", "PolicyMapperSet") || isEvent(log, "engine", "PolicyConfigured"),
  );
  const policies = groupBy<AnyLog & { args: { policy: Address } }, Address>(
    [...set, ...attachings],
    ({ args }) => args.policy,
  );
  const claims = [...policies].map(async ([id, logs]): Promise<Claim> => {
    const mapper = await engine.read.getPolicyMapper([id], at);
    const first = firstOf(...logs);
    return {
      entity: "Policy",
      id,
      view: "PolicyEngine.getPolicyMapper and getPolicyConfigVersion",
      fields: {
        mapper: mapper === zeroAddress ? null : mapper,
        configVersion: await engine.read.getPolicyConfigVersion([id], at),
        ...created(first),
        ...updated(first, ...logs.filter((log) => !isAttaching(log))),
      },
    };
  });
  return Promise.all(claims);
}

function extractorClaims({ history, contracts: { engine }, at }: Chain): Promise<Claim[]> {
  const selectors = groupBy(history.of("engine", "ExtractorSet"), ({ args }) => args.selector);
  const claims = [...selectors].map(async ([id, logs]): Promise<Claim> => {
    const extractor = await engine.read.getExtractor([id], at);
    return {
      entity: "PolicyExtractor",
      id,
      view: "PolicyEngine.getExtractor",
      fields: {
        extractor: extractor === zeroAddress ? null : extractor,
        ...created(firstOf(...logs)),
        ...updated(...logs),
      },
    };
  });
  return Promise.all(claims);
}

function memberClaims({ history, contracts: { engine }, at }: Chain): Promise<Claim[]> {
  const logs = history.logs.filter(
    (log) => isEvent(log, "engine", "RoleGranted") || isEvent(log, "engine", "RoleRevoked"),
  );
  const members = groupBy(logs, ({ args }) => pairId(args.role, args.account));
  const claims = [...members].map(async ([id, own]): Promise<Claim> => {
    const [{ args }] = own as [(typeof own)[0]];
    return {
      entity: "PolicyEngineMember",
      id,
      view: "PolicyEngine.hasRole",
      fields: {
        role: args.role,
        account: args.account,
        active: await engine.read.hasRole([args.role, args.account], at),
        ...created(firstOf(...own)),
        ...updated(...own),
      },
    };
  });
  return Promise.all(claims);
}
