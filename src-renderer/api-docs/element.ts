type Child = Node | string;

/** A DOM element. Text stays text: nothing from the document is ever read as HTML. */
export function element<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Readonly<Record<string, string>>,
  children: readonly Child[] = [],
): HTMLElementTagNameMap[Tag] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

/** A table with a head; a row is a list of cells. */
export function table(head: readonly string[], rows: readonly (readonly Child[])[]): HTMLTableElement {
  const headRow = element(
    'tr',
    {},
    head.map((text) => element('th', { scope: 'col' }, [text])),
  );
  const bodyRows = rows.map((cells) =>
    element(
      'tr',
      {},
      cells.map((cell) => element('td', {}, [cell])),
    ),
  );
  return element('table', {}, [element('thead', {}, [headRow]), element('tbody', {}, bodyRows)]);
}

/** Text in which `code` between backquotes is set as code. */
export function prose(text: string): HTMLParagraphElement {
  const parts = text.split('`').map((part, index) => (index % 2 === 1 ? element('code', {}, [part]) : part));
  return element('p', {}, parts);
}
