import type { Attributes, FieldValue, PublicField, PublicFields } from "./publicFields.ts";

/** A public attribute in words. */
export interface AttributeWords {
  /** Such as `electricBill`. */
  readonly name: string;
  /** The question, such as `Monthly electricity bill`; the name where it is not known. */
  readonly title: string;
  /** The answer, such as `200 to 300 USD`. */
  readonly answer: string;
}

/** Public attributes in words. @param fields the vertical's public fields; an attribute that is not among them is shown as it is. */
export function attributeWords(
  attributes: Attributes,
  fields: PublicFields = {},
): AttributeWords[] {
  return Object.entries(attributes).map(([name, value]) => {
    const field = Object.hasOwn(fields, name) ? fields[name] : undefined;
    return { name, title: field?.title ?? name, answer: answerOf(value, field) };
  });
}

function answerOf(value: FieldValue, field: PublicField | undefined): string {
  if (field?.type !== "band") {
    return typeof value === "boolean" ? (value ? "yes" : "no") : optionWords(String(value));
  }
  return bandWords({
    lower: Number(value),
    upper: field.edges.find((edge) => edge > Number(value)),
    unit: field.unit,
  });
}

/** A band in words: its upper end is not in it, the last one has none. */
export function bandWords({
  lower,
  upper,
  unit,
}: {
  readonly lower: number;
  readonly upper: number | undefined;
  readonly unit: string;
}): string {
  return `${upper === undefined ? `${lower} or more` : `${lower} to ${upper}`} ${unit}`;
}

/** An option in words: `within_3_months` as `within 3 months`. */
export function optionWords(option: string): string {
  return option.replaceAll("_", " ");
}
