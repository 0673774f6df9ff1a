import { z } from "zod";

const text = z.string().min(4).max(400);
const country = z.string().regex(/^[A-Z]{2}$/, "must be an ISO 3166-1 alpha-2 country such as DE");
const countries = z.array(country).min(1);

/** Name of a regime: on chain, 32 bytes of ASCII. */
const regimeName = z
  .string()
  .regex(/^[A-Z][A-Z0-9-]{1,30}$/, "a regime's name is 2 to 31 capitals, digits and hyphens");

const regimeSchema = z.strictObject({
  title: text,
  /** Countries under this regime. */
  countries,
  /** Where its law covers transfers abroad. */
  law: text,
  /** Countries that it declares adequate, each with the decision. */
  freeTo: z.array(z.strictObject({ countries, source: text })),
  /** What is uncertain, and what the credential stands for. */
  note: text.optional(),
});

type Regimes = Readonly<Record<string, z.infer<typeof regimeSchema>>>;

/** Contradictions between the regimes. */
function contradictionsOf(regimes: Regimes): { path: PropertyKey[]; message: string }[] {
  const regimeOf = new Map<string, string>();
  const found: { path: PropertyKey[]; message: string }[] = [];
  for (const [name, regime] of Object.entries(regimes)) {
    regime.countries.forEach((code, index) => {
      const other = regimeOf.get(code);
      if (other !== undefined) {
        const message = `${code} is already under ${other}`;
        found.push({ path: ["regimes", name, "countries", index], message });
      }
      regimeOf.set(code, name);
    });
  }
  for (const [name, regime] of Object.entries(regimes)) {
    const seen = new Set<string>();
    regime.freeTo.forEach((decision, index) => {
      decision.countries.forEach((code, place) => {
        const path = ["regimes", name, "freeTo", index, "countries", place];
        const home = regimeOf.get(code);
        if (home === undefined) found.push({ path, message: `${code} is under no regime` });
        if (home === name) found.push({ path, message: `${code} is under the regime itself` });
        if (seen.has(code)) found.push({ path, message: `${code} is listed twice` });
        seen.add(code);
      });
    });
  }
  return found;
}

/** Schema of `transfers.json`. */
export const transfersFileSchema = z
  .strictObject({ "//": z.string(), regimes: z.record(regimeName, regimeSchema) })
  .superRefine(({ regimes }, context) => {
    for (const { path, message } of contradictionsOf(regimes)) {
      context.addIssue({ code: "custom", path, message });
    }
  });
