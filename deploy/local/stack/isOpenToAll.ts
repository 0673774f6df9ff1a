import { stat } from "node:fs/promises";
import path from "node:path";

const OTHERS_MAY_ENTER = 0o001;

/** Whether every user may enter a folder: `nobody` has to, as whom PostgreSQL runs when the stack runs as root. */
export async function isOpenToAll(folder: string): Promise<boolean> {
  for (let current = path.resolve(folder); ; current = path.dirname(current)) {
    if (((await stat(current)).mode & OTHERS_MAY_ENTER) === 0) return false;
    if (current === path.dirname(current)) return true;
  }
}
