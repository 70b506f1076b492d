import type { Page } from 'playwright-core';

/** What a walk through a page by Tab alone has shown. */
export interface TabWalk {
  /** How many things had the focus. */
  readonly met: number;
  /** What had it without anything being drawn differently for it. */
  readonly unseen: string[];
  /** What can be clicked and was never reached. */
  readonly unreached: string[];
}

/** More things than any view has. */
const STEPS = 150;

/**
 * Walks from the first thing to the last. What is drawn for the focus is compared with what was before. What was not
 * reached is looked for once more: a live page may have drawn it behind the back of who walks.
 *
 * @param part where it begins, and what has to be reached; by its selector
 */
export async function walkByTab(page: Page, part: string): Promise<TabWalk> {
  await page.evaluate(installWalk, part);
  const unseen: string[] = [];
  const met = new Set<string>();
  const toTheEnd = async (): Promise<string[]> => {
    for (let step = 0; step < STEPS; step++) {
      await page.keyboard.press('Tab');
      const at = await page.evaluate(() => (window as unknown as WalkWindow).tabWalk.look());
      if (at === null) break;
      met.add(at.name);
      if (!at.isSeen) unseen.push(at.name);
    }
    return page.evaluate(() => (window as unknown as WalkWindow).tabWalk.unreached());
  };
  let unreached = await toTheEnd();
  if (unreached.length > 0) {
    await page.evaluate(() => (window as unknown as WalkWindow).tabWalk.begin());
    unreached = await toTheEnd();
  }
  return { met: met.size, unseen, unreached };
}

interface WalkWindow {
  tabWalk: {
    begin(): void;
    look(): Promise<{ readonly name: string; readonly isSeen: boolean } | null>;
    unreached(): string[];
  };
}

/** Runs in the page. */
function installWalk(part: string): void {
  const CLICKABLE = 'button, a[href], input, select, textarea, summary, [tabindex="0"]';
  // Arrow keys move within these; one of their parts is reached by Tab.
  const GROUPS =
    '[role="grid"], [role="radiogroup"], [role="tablist"], [role="menu"], [role="listbox"], [tabindex="0"]';
  const before = new Map<Element, string>();
  const reached = new Set<Element>();
  let first: Element | null = null;

  const nameOf = (element: Element): string =>
    `${element.localName} ${element.getAttribute('aria-label') ?? element.textContent?.slice(0, 40) ?? ''} ${element.outerHTML.slice(
      0,
      90,
    )}`;
  /** What is drawn for it, and for what stands for it where it is hidden itself. */
  const near = (element: Element): Element[] => [
    element,
    ...(element.parentElement === null ? [] : [element.parentElement]),
    ...(element.nextElementSibling === null ? [] : [element.nextElementSibling]),
    ...element.children,
  ];
  const drawn = (element: Element): string =>
    near(element)
      .map((one) => {
        const style = getComputedStyle(one);
        const outline =
          style.outlineStyle === 'none' || Number.parseFloat(style.outlineWidth) < 1
            ? ''
            : `${style.outlineColor} ${style.outlineWidth}`;
        return [outline, style.boxShadow, style.borderColor, style.transform].join('/');
      })
      .join('|');
  const isThere = (element: Element): boolean => {
    if (!(element instanceof HTMLElement) || element.hidden) return false;
    if (element.matches(':disabled, [role="presentation"]')) return false;
    if (!element.checkVisibility({ checkOpacity: false, checkVisibilityCSS: true })) return false;
    return element.closest('[inert], [aria-hidden="true"]') === null;
  };
  const note = (): void => {
    for (const element of document.querySelectorAll(`${CLICKABLE}, [tabindex="-1"]`)) {
      if (element !== document.activeElement) before.set(element, drawn(element));
    }
  };
  const settled = (): Promise<unknown> =>
    new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))).then(() =>
      Promise.allSettled(
        document
          .getAnimations()
          .filter((one) => one.effect?.getComputedTiming().endTime !== Infinity)
          .map((one) => one.finished),
      ),
    );

  const place = document.querySelector(part) ?? document.body;
  const begin = (): void => {
    first = null;
    (document.activeElement as HTMLElement | null)?.blur();
    // Wherever somebody was before.
    const top = document.createElement('span');
    top.tabIndex = -1;
    place.prepend(top);
    top.focus();
    top.remove();
    note();
  };

  begin();
  (window as unknown as WalkWindow).tabWalk = {
    begin,
    async look() {
      await settled();
      const element = document.activeElement;
      if (element === null || element === document.body || element === first) return null;
      first ??= element;
      reached.add(element);
      const box = element.getBoundingClientRect();
      const isOnScreen = box.bottom > 0 && box.right > 0 && box.top < innerHeight && box.left < innerWidth;
      const isSeen = isOnScreen && drawn(element) !== (before.get(element) ?? drawn(element));
      note();
      return { name: nameOf(element), isSeen };
    },
    unreached() {
      return [...place.querySelectorAll(CLICKABLE)]
        .filter(isThere)
        .filter((element) => {
          if (reached.has(element)) return false;
          const group = element.parentElement?.closest(GROUPS) ?? null;
          const inGroup = group !== null && (reached.has(group) || [...reached].some((one) => group.contains(one)));
          // One of a kind is reached, and arrow keys go on from it.
          const isRoving =
            element.getAttribute('tabindex') === '-1' &&
            [...reached].some((one) => one.className === element.className);
          const isRadio = element.matches('input[type="radio"]');
          const named = isRadio ? element.getAttribute('name') : null;
          const hasSibling = [...reached].some((one) => named !== null && one.getAttribute('name') === named);
          return !inGroup && !isRoving && !hasSibling;
        })
        .map(nameOf);
    },
  };
}
