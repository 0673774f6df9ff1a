/** What a spreadsheet takes for the start of a formula, in wide letters too. */
const FORMULA = /^\s*[=+\-@＝＋－＠]/;
/** An international telephone number, which a spreadsheet reads as a number. */
const PHONE = /^\+\d{7,15}$/;

/**
 * A text that stays text in a cell of a spreadsheet: what would be a formula gets an apostrophe before it, by which Excel, Google Sheets
 * and LibreOffice know text. A telephone number such as +15125550100 is no code and stays whole.
 */
export function cellText(text: string): string {
  return FORMULA.test(text) && !PHONE.test(text) ? `'${text}` : text;
}
