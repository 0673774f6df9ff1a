import { z } from "zod";

/** Something about a deployment that needs action. */
export const alarm = z.object({
  code: z.string().describe("What kind of trouble it is, for programs"),
  says: z.string().describe("What is wrong"),
  next: z.string().describe("What to do next, and who can"),
});

/** Something about a deployment that needs action. */
export type Alarm = z.output<typeof alarm>;
