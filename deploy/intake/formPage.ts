import { createHash } from "node:crypto";

import type { Issue } from "../sdk/errors/leadEngineError.ts";
import type { ContactField } from "../sdk/lead/lead.ts";
import type { PublicField } from "../sdk/lead/publicFields.ts";
import type { Vertical } from "../sdk/lead/vertical.ts";
import { CERTIFICATE_FIELDS, CONTACT_LABELS, countriesOf, HONEYPOT } from "./formLead.ts";

const STYLE = `
body { font: 1rem/1.5 system-ui, sans-serif; color: #1a1a1a; background: #fff; margin: 0 auto; max-width: 40rem; padding: 1rem; }
label, legend { font-weight: 600; } fieldset { border: 1px solid #767676; margin: 1.5rem 0; padding: 0 1rem 1rem; }
input, select { font: inherit; box-sizing: border-box; width: 100%; padding: .5rem; border: 1px solid #5a5a5a; border-radius: .25rem; background: #fff; color: inherit; }
p.field { margin: 1rem 0; } p.box { display: flex; gap: .75rem; align-items: start; } p.box input { width: 1.25rem; height: 1.25rem; flex: none; }
p.box label { font-weight: 400; } .error { color: #a30000; } .trap { position: absolute; left: -100rem; }
button { font: inherit; font-weight: 600; padding: .75rem 1.5rem; border: 0; border-radius: .25rem; background: #0b4f8a; color: #fff; cursor: pointer; }
:focus-visible { outline: 3px solid #0b4f8a; outline-offset: 2px; }
`;

/** Headers of every page: it runs no script, loads nothing, sends its form to where it came from, and stands in no other page. */
export const PAGE_HEADERS = {
  "content-type": "text/html; charset=utf-8",
  "content-security-policy": `default-src 'none'; style-src 'sha256-${createHash("sha256").update(STYLE).digest("base64")}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`,
} as const;

/** Contact fields without which a form is not worth sending. */
const REQUIRED: readonly string[] = ["firstName", "lastName", "email", "phone", "zip"];

/** How browsers may fill contact fields. */
const AUTOCOMPLETE: Readonly<Partial<Record<ContactField, string>>> = {
  firstName: "given-name",
  lastName: "family-name",
  email: "email",
  phone: "tel",
  company: "organization",
  jobTitle: "organization-title",
  address: "address-line1",
  city: "address-level2",
  zip: "postal-code",
  dateOfBirth: "bday",
};
const TYPES: Readonly<Partial<Record<string, string>>> = {
  email: "email",
  phone: "tel",
  dateOfBirth: "date",
};

/** What a form shows. */
export interface FormContent {
  readonly vertical: Vertical;
  readonly consentText: string;
  /** What was answered before; none in a new form. */
  readonly answers?: URLSearchParams;
  /** What is wrong with it. */
  readonly issues?: readonly Issue[];
}

/** A vertical's form, of plain HTML. Labels come from the definitions of its fields. */
export function formPage({
  vertical,
  consentText,
  answers = new URLSearchParams(),
  issues = [],
}: FormContent): string {
  const input = (control: Omit<Control, "answer" | "issue">): string =>
    fieldOf({
      ...control,
      answer: answers.get(control.name) ?? "",
      issue: issues.find(({ path }) => path === control.name)?.message,
    });
  const contact = Object.entries(CONTACT_LABELS)
    .filter(([name]) => vertical.contactFields.includes(name as ContactField))
    .map(([name, label]) =>
      input({
        name: `contact.${name}`,
        label,
        isRequired: REQUIRED.includes(name),
        attributes: {
          type: TYPES[name] ?? "text",
          maxlength: "254",
          autocomplete: AUTOCOMPLETE[name as ContactField] ?? "off",
        },
      }),
    );
  const names = new Intl.DisplayNames(["en"], { type: "region" });
  const countries = countriesOf(vertical).map((code) => [code, names.of(code) ?? code] as const);
  const country = input({
    name: "contact.country",
    label: "Country",
    isRequired: true,
    options: countries,
    attributes: { autocomplete: "country" },
  });
  const questions = Object.entries(vertical.fields).map(([name, field]) =>
    input({ name: `fields.${name}`, isRequired: false, ...questionOf(field) }),
  );
  return page(
    vertical.title,
    `<h1>${escapeHtml(vertical.title)}</h1>
${summaryOf(issues)}
<form method="post" action="/form/${escapeHtml(vertical.slug)}" accept-charset="utf-8">
<fieldset><legend>About you</legend>
${[...contact, country].join("\n")}
</fieldset>
<fieldset><legend>What you need</legend>
${questions.join("\n")}
</fieldset>
<p class="trap" aria-hidden="true"><label for="${HONEYPOT}">Leave this empty</label><input id="${HONEYPOT}" name="${HONEYPOT}" tabindex="-1" autocomplete="off"></p>
${CERTIFICATE_FIELDS.map((name) => `<input type="hidden" name="${name}" value="">`).join("")}
<p class="field box"><input type="checkbox" id="consent" name="consent" value="yes" required><label for="consent">${escapeHtml(consentText)}</label></p>
<p><button type="submit">Send</button></p>
</form>`,
  );
}

/** What a consumer sees once its lead is kept. */
export function thanksPage(): string {
  return page("Thank you", "<h1>Thank you</h1>\n<p>Your request was received.</p>");
}

/** What a consumer sees when its lead cannot be taken. */
export function apologyPage(says: string): string {
  return page("Not sent", `<h1>Not sent</h1>\n<p>${escapeHtml(says)}</p>`);
}

interface Control {
  /** Field path of a lead file. */
  readonly name: string;
  readonly label: string;
  readonly isRequired: boolean;
  readonly attributes: Readonly<Record<string, string>>;
  /** Values and what they are called; free input if absent. */
  readonly options?: readonly (readonly [value: string, label: string])[];
  readonly answer: string;
  readonly issue: string | undefined;
}

function questionOf(field: PublicField): Pick<Control, "label" | "options" | "attributes"> {
  const { title } = field;
  switch (field.type) {
    case "enum":
      return {
        label: title,
        options: field.options.map((one) => [one, wordsOf(one)]),
        attributes: {},
      };
    case "boolean":
      return {
        label: title,
        options: [
          ["true", "Yes"],
          ["false", "No"],
        ],
        attributes: {},
      };
    case "band":
      return {
        label: `${title} (${field.unit})`,
        attributes: { type: "number", min: String(field.edges[0]), step: "any" },
      };
  }
}

/** `asphalt_shingle` as people write it. */
function wordsOf(option: string): string {
  const words = option.replaceAll("_", " ");
  return `${words.slice(0, 1).toUpperCase()}${words.slice(1)}`;
}

function fieldOf({ name, label, isRequired, attributes, options, answer, issue }: Control): string {
  const shared: Record<string, string> = { id: name, name, ...attributes };
  if (isRequired) shared["required"] = "";
  if (issue !== undefined) {
    shared["aria-invalid"] = "true";
    shared["aria-describedby"] = `${name}-error`;
  }
  const control =
    options === undefined
      ? `<input${attributesOf({ ...shared, value: answer })}>`
      : `<select${attributesOf(shared)}>${[["", "Choose"] as const, ...options]
          .map(([value, text]) => {
            const chosen: Record<string, string> = { value };
            if (value === answer) chosen["selected"] = "";
            return `<option${attributesOf(chosen)}>${escapeHtml(text)}</option>`;
          })
          .join("")}</select>`;
  const note = isRequired ? "" : " (optional)";
  const error =
    issue === undefined
      ? ""
      : `<span class="error" id="${escapeHtml(name)}-error">${escapeHtml(issue)}</span>`;
  return `<p class="field"><label for="${escapeHtml(name)}">${escapeHtml(label)}${note}</label>${control}${error}</p>`;
}

function summaryOf(issues: readonly Issue[]): string {
  if (issues.length === 0) return "";
  const lines = issues.map(({ path, message }) => {
    const [group = "", name = group] = path.split(".");
    const label = CONTACT_LABELS[name as ContactField] ?? wordsOf(name);
    return `<li>${escapeHtml(`${label}: ${message}`)}</li>`;
  });
  return `<div role="alert" class="error"><p>Please correct this and send it again:</p><ul>${lines.join("")}</ul></div>`;
}

function attributesOf(attributes: Readonly<Record<string, string>>): string {
  return Object.entries(attributes)
    .map(([name, value]) => ` ${name}="${escapeHtml(value)}"`)
    .join("");
}

function page(title: string, body: string): string {
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${escapeHtml(title)}</title><style>${STYLE}</style></head>
<body><main>
${body}
</main></body></html>
`;
}

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** Text as HTML shows it, between tags and in quoted attributes. */
function escapeHtml(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => ENTITIES[character] ?? "");
}
