/** Text, or what is made of it. */
type Child = Node | string;

/** Makes an element. What is given as text stays text: nothing that a seller wrote becomes HTML. */
export function element<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Readonly<Record<string, string>> = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[Tag] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

/** The element of the page that has an id. @throws where there is none: page and script do not belong together. */
export function byId(id: string): HTMLElement {
  const found = document.getElementById(id);
  if (found === null) throw new Error(`The page has no #${id}.`);
  return found;
}

/** The control of the page that has an id. */
export function control(id: string): HTMLInputElement | HTMLSelectElement {
  const found = byId(id);
  if (found instanceof HTMLInputElement || found instanceof HTMLSelectElement) return found;
  throw new Error(`#${id} is no control.`);
}

/** Shows a text, without touching what shows it already: a screen reader would read it again. */
export function setText(target: Element, text: string): void {
  if (target.textContent !== text) target.textContent = text;
}

/** How a list is kept up to date. */
export interface KeptList<Item> {
  readonly keyOf: (item: Item) => string;
  /** What stands for an item: it stays the same while the item is there, and with it the focus. */
  readonly make: (item: Item) => HTMLElement;
  readonly update: (made: HTMLElement, item: Item) => void;
}

/** Makes an element's children follow a list of items. */
export function keepChildren<Item>(
  parent: HTMLElement,
  items: readonly Item[],
  { keyOf, make, update }: KeptList<Item>,
): void {
  const keys = items.map(keyOf);
  const wanted = new Set<string | undefined>(keys);
  const before = new Map<string | undefined, HTMLElement>();
  for (const child of [...parent.children] as HTMLElement[]) {
    const { key } = child.dataset;
    if (wanted.has(key)) before.set(key, child);
    else child.remove();
  }
  const focused = document.activeElement;
  let previous: Element | null = null;
  for (const [index, item] of items.entries()) {
    const key = keys[index] ?? "";
    const child: HTMLElement = before.get(key) ?? make(item);
    child.dataset["key"] = key;
    update(child, item);
    const place: Element | null =
      previous === null ? parent.firstElementChild : previous.nextElementSibling;
    if (place !== child) parent.insertBefore(child, place);
    previous = child;
  }
  // What was moved has lost it.
  if (focused instanceof HTMLElement && parent.contains(focused)) {
    focused.focus({ preventScroll: true });
  }
}
