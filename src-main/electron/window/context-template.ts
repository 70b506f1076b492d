import type { ContextMenuParams, MenuItemConstructorOptions } from 'electron';
import type { Words } from '../words/words.ts';
import { LINK_SCHEME } from './deep-link.ts';

/** What the place under the pointer allows; a part of Electron's `ContextMenuParams`. */
export type ContextPlace = Pick<ContextMenuParams, 'isEditable' | 'selectionText' | 'editFlags' | 'linkURL'>;

export interface ContextMenuDeps {
  readonly menu: Words['menu'];
  /** Where the console's own page is. */
  readonly consoleUrl: string;
  readonly copyText: (text: string) => void;
}

type Item = MenuItemConstructorOptions;

/** Pure: what the right button offers; empty where there is nothing to offer. */
export function contextTemplate(place: ContextPlace, { menu, consoleUrl, copyText }: ContextMenuDeps): Item[] {
  const { editFlags, isEditable, selectionText } = place;
  const link = linkOf(place.linkURL, consoleUrl);
  const parts: Item[][] = [
    link === null ? [] : [{ id: 'copy-link', label: menu.copyLink, click: () => copyText(link) }],
    isEditable
      ? [
          { role: 'undo', label: menu.undo, enabled: editFlags.canUndo },
          { role: 'redo', label: menu.redo, enabled: editFlags.canRedo },
        ]
      : [],
    isEditable
      ? [
          { role: 'cut', label: menu.cut, enabled: editFlags.canCut },
          { role: 'copy', label: menu.copy, enabled: editFlags.canCopy },
          { role: 'paste', label: menu.paste, enabled: editFlags.canPaste },
          { role: 'selectAll', label: menu.selectAll, enabled: editFlags.canSelectAll },
        ]
      : selectionText.trim() === ''
        ? []
        : [{ role: 'copy', label: menu.copy, enabled: editFlags.canCopy }],
  ];
  return parts.filter((part) => part.length > 0).flatMap((part, index) => [...(index > 0 ? [SEPARATOR] : []), ...part]);
}

const SEPARATOR: Item = { type: 'separator' };

/** An order has a link that leads back here from any other program; a view of the console has none. */
function linkOf(url: string, consoleUrl: string): string | null {
  if (/^https?:/i.test(url)) return url;
  if (!url.startsWith(consoleUrl)) return null;
  const [, id] = /#\/(?:orders|board)\/([1-9]\d*)$/.exec(url) ?? [];
  return id === undefined ? null : `${LINK_SCHEME}://${id}`;
}
