import type { WriteStream } from "node:tty";

const ESC = "\x1b[";
/** The terminal's other screen, so that what was on it comes back. */
const OPEN = `${ESC}?1049h${ESC}?25l`;
const CLOSE = `${ESC}?25h${ESC}?1049l`;

/** A part of the terminal's window that is drawn again and again. */
export class Screen {
  readonly #terminal: WriteStream;
  readonly #draw: (size: { columns: number; rows: number }) => readonly string[];
  readonly #redraw = () => {
    this.redraw();
  };

  /** @param draw the lines that fit into a window. */
  constructor(
    terminal: WriteStream,
    draw: (size: { columns: number; rows: number }) => readonly string[],
  ) {
    this.#terminal = terminal;
    this.#draw = draw;
    terminal.write(OPEN);
    terminal.on("resize", this.#redraw);
    this.redraw();
  }

  redraw(): void {
    const { columns, rows } = this.#terminal;
    const lines = this.#draw({ columns, rows });
    // Line by line: to clear the window first would make it flicker.
    const text = lines.map((line) => `${line}${ESC}K`).join("\r\n");
    this.#terminal.write(`${ESC}H${text}${ESC}J`);
  }

  close(): void {
    this.#terminal.off("resize", this.#redraw);
    this.#terminal.write(CLOSE);
  }
}
