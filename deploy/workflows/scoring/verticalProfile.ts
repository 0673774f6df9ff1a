import type { ContactField } from "./contact.ts";
import type { PublicFields } from "./publicField.ts";

/** What scoring needs to know about a vertical. `deploy/parameters/verticals.ts` makes these. */
export interface VerticalProfile {
  /** Slug, such as `solar.residential`. */
  readonly slug: string;
  /** Public fields of the vertical and of its parent. */
  readonly fields: PublicFields;
  /** Contact fields that a buyer needs to serve the consumer. */
  readonly contactFields: readonly ContactField[];
}
