import { z } from "zod";

import { US_STATES } from "./usStates.ts";

const text = z.string().min(4).max(800);
const states = z
  .array(z.enum(US_STATES as [string, ...string[]], "is not one of the 50 states or DC"))
  .refine((list) => new Set(list).size === list.length, "lists a state twice");

const rootSchema = z
  .strictObject({
    /** Whether a buyer needs a licence in the United States, for every state and for leads that name none. */
    unitedStates: z.enum(["demanded", "notDemanded"]),
    /** States without a state-wide licence for the trade. */
    notDemandedIn: states,
    /** States that demand one in part; they count as demanding. */
    unsettled: states,
    /** What the compliance role asks to see before it issues the credential. */
    licence: text,
    /** The law it rests on. */
    authority: text,
    /** Why the United States differ from `licenceRequired` in `verticals.json`. */
    differs: text.optional(),
    /** What is uncertain, and special cases. */
    note: text.optional(),
  })
  .refine(
    ({ unitedStates, notDemandedIn }) => unitedStates === "demanded" || notDemandedIn.length === 0,
    {
      path: ["notDemandedIn"],
      message: "must be empty where the United States demand no licence",
    },
  )
  .refine(
    ({ notDemandedIn, unsettled }) => !unsettled.some((state) => notDemandedIn.includes(state)),
    {
      path: ["unsettled"],
      message: "names a state that demands none: an unsettled demand counts",
    },
  )
  .refine(({ unsettled, note }) => unsettled.length === 0 || note !== undefined, {
    path: ["note"],
    message: "must say what is unsettled",
  });

/** Schema of `licences.json`. */
export const licencesFileSchema = z.strictObject({
  "//": z.string(),
  roots: z.record(z.string(), rootSchema),
});

/** What the file says about one root. */
export type LicenceEntry = z.infer<typeof rootSchema>;
