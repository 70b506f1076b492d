/** Links such as `orders://123`, which the system hands to this program. */
export const LINK_SCHEME = 'orders';

/**
 * Pure. A link comes from anywhere, a web page or a mail: it can name an order and nothing else.
 *
 * @returns the number of the order that `orders://123` or `orders://order/123` asks for; `null` for all else
 */
export function parseDeepLink(link: string): number | null {
  // Windows and browsers end the address with a slash of their own.
  const [, digits] = /^orders:\/\/(?:order\/)?([1-9]\d{0,15})\/?$/i.exec(link) ?? [];
  const id = Number(digits);
  return digits !== undefined && Number.isSafeInteger(id) ? id : null;
}

/** Pure: whether a text is meant as one of our links, well formed or not. */
export function isDeepLink(text: string): boolean {
  return text.toLowerCase().startsWith(`${LINK_SCHEME}:`);
}
