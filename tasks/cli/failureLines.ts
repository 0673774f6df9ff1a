import { NOT_SENT } from "./agreement.ts";
import { withCommands } from "./commands.ts";

/** Work that failed, as the SDK tells it. */
interface Failure {
  readonly leadId: bigint | null;
  readonly code: string;
  readonly says: string;
  readonly next: string | null;
}

/** Reports failures, each once: what fails in one pass mostly fails in the next. What a dry run keeps from being sent is none. */
export function failureTeller(
  note: (line: string) => void,
): (failures: readonly Failure[]) => void {
  const told = new Set<string>();
  return (failures) => {
    for (const { leadId, code, says, next } of failures) {
      if (code === NOT_SENT) continue;
      const line = [
        leadId === null ? says : `Lead ${leadId}: ${says}`,
        ...(next === null ? [] : [withCommands(next)]),
      ].join(" ");
      if (!told.has(line)) note(line);
      told.add(line);
    }
  };
}
