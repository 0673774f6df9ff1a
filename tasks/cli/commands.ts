import { dollarsOf } from "../../deploy/sdk/codes/usdc.ts";

/** How a task does what an action does. */
interface Command {
  readonly task: string;
  /** What follows the task's name: the action's parameters in their order, and words that stand for themselves. */
  readonly words?: readonly string[];
  /** Options that are not called as the parameters are; null for a parameter that the words stand for. */
  readonly options?: Readonly<Record<string, string | null>>;
}

/** Tasks by the actions that the SDK's texts name. */
const COMMANDS: Readonly<Record<string, Command>> = {
  acceptLead: { task: "lead accept", words: ["leadId"] },
  callAsRole: {
    task: "protocol set",
    words: ["contract", "functionName", "args"],
  },
  cancelAuction: { task: "auction cancel", words: ["leadId"] },
  cancelScheduledCall: { task: "protocol cancel", words: ["operationId"] },
  cancelSubmission: { task: "lead cancel", words: ["nonce"] },
  checkCompliance: { task: "compliance check", words: ["account", "leadId"] },
  closeExpiredBounties: { task: "bounty close" },
  commitBid: { task: "bid commit", words: ["leadId", "amount"] },
  createAuction: { task: "auction create", words: ["leadId"] },
  findBounties: { task: "bounty match", words: ["leadId", "--dry-run"] },
  listBounties: { task: "bounty list" },
  listVerticals: { task: "vertical list" },
  keepAuctions: { task: "keeper run", words: ["--once"] },
  matchBounty: { task: "bounty match", words: ["leadId"], options: { bountyId: "bounty" } },
  matchPrivately: {
    task: "bounty match",
    words: ["leadId", "--by-don"],
    options: { bountyId: "bounty" },
  },
  postBounty: {
    task: "bounty post",
    words: ["<vertical>", "<price>", "budget"],
    options: { terms: null },
  },
  previewBounty: {
    task: "bounty match",
    words: ["--dry-run"],
    options: { bountyId: "bounty" },
  },
  deliverLead: { task: "lead deliver", words: ["leadId"] },
  deposit: { task: "vault deposit", words: ["amount"] },
  eraseLead: { task: "lead erase", words: ["leadId"] },
  forfeitBonds: { task: "auction forfeit", words: ["leadId"] },
  getAuction: { task: "auction show", words: ["leadId"] },
  getCredentials: { task: "credential show", words: ["account"] },
  exportLeads: { task: "lead export" },
  getDeliveryKey: { task: "key show", words: ["account"] },
  getLeadExample: { task: "lead example", words: ["vertical"] },
  getLead: { task: "lead show", words: ["leadId"] },
  getRoles: { task: "protocol roles" },
  getVertical: { task: "vertical show", words: ["slug"] },
  getProtocolStatus: { task: "protocol status" },
  listAuctions: { task: "auction list" },
  listBids: { task: "bid list", words: ["account"] },
  listLeads: { task: "lead list" },
  proveReserves: { task: "vault prove" },
  quoteReserve: { task: "reserve quote", words: ["vertical"] },
  recordPurchase: { task: "bounty record", words: ["leadId"] },
  refundBuyer: { task: "auction refund", words: ["leadId"] },
  registerDeliveryKey: { task: "key register" },
  releaseTiedBids: { task: "auction release", words: ["leadId"] },
  reportBlockedDelivery: { task: "auction report", words: ["leadId"] },
  reportOutage: { task: "auction report", words: ["leadId", "--outage"] },
  revealBid: { task: "bid reveal", words: ["leadId"] },
  revealBids: { task: "bid open", words: ["leadId"] },
  settleAuction: { task: "auction settle", words: ["leadId"] },
  submitLead: {
    task: "lead submit",
    words: ["<file>"],
    options: { lead: null, vertical: null, validFor: "deadline" },
  },
  voidAuction: { task: "auction void", words: ["leadId"] },
  withdraw: { task: "vault withdraw", words: ["amount"] },
  withdrawBid: { task: "bid withdraw", words: ["leadId"] },
};

/** Parameters in USDC units; commands take USDC. */
const AMOUNTS = ["amount"];

/** A text of the SDK as tasks show it: calls as commands, services as the options that name them. */
export function withCommands(text: string): string {
  return text
    .replaceAll(/`(\w+\(\{.*?\}\))`/g, (_whole, call: string) => `\`${commandOf(call)}\``)
    .replaceAll(/`services\.(\w+)`/g, "`--$1`");
}

/** A call as the SDK's texts have it, such as `revealBid({ leadId: 5, amount })`, as the command that makes it. */
export function commandOf(call: string): string {
  const [, action = "", list = ""] = /^(\w+)\(\{(.*)\}\)$/.exec(call) ?? [];
  const command = COMMANDS[action];
  if (command === undefined) return call;
  const { task, words = [], options = {} } = command;
  const given = new Map([...list.matchAll(/(\w+)(?:: ("[^"]*"|\w+))?/g)].map(valueOf));
  const others = [...given].filter(([name]) => !words.includes(name) && options[name] !== null);
  return [
    "npx hardhat",
    task,
    ...words.map((word) => given.get(word) ?? word),
    ...others.flatMap(([name, value]) => [
      `--${kebab(options[name] ?? name)}`,
      ...(value === "true" ? [] : [value]),
    ]),
  ].join(" ");
}

/** A parameter of a call as people type it; one whose value is theirs to choose as `<name>`. */
function valueOf([, name = "", value]: RegExpExecArray): [name: string, value: string] {
  if (value === undefined) return [name, `<${name}>`];
  if (AMOUNTS.includes(name)) return [name, dollarsOf(BigInt(value))];
  return [name, value.replaceAll('"', "")];
}

function kebab(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}
