import { withCommands } from "./commands.ts";

/** Work that failed, as the SDK tells it. */
interface Failure {
  readonly leadId: bigint | null;
  readonly says: string;
  readonly next: string | null;
}

/** Reports failures, each once: what fails in one pass mostly fails in the next. */
export function failureTeller(
  note: (line: string) => void,
): (failures: readonly Failure[]) => void {
  const told = new Set<string>();
  return (failures) => {
    for (const { leadId, says, next } of failures) {
      const line = [
        leadId === null ? says : `Lead ${leadId}: ${says}`,
        ...(next === null ? [] : [withCommands(next)]),
      ].join(" ");
      if (!told.has(line)) note(line);
      told.add(line);
    }
  };
}
