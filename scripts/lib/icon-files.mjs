/**
 * A square picture as PNG.
 *
 * @typedef {{ size: number, png: Buffer }} Picture
 */

const ICO_HEADER = 6;
const ICO_ENTRY = 16;
const ICNS_HEADER = 8;

/**
 * The types of Apple's icon file, by name: pixels. Those of a retina display hold twice what their name says.
 *
 * @type {Readonly<Record<string, number>>}
 */
export const ICNS_TYPES = { ic07: 128, ic08: 256, ic09: 512, ic10: 1024, ic11: 32, ic12: 64, ic13: 256, ic14: 512 };

/**
 * A Windows icon that holds PNGs, as Vista and later read it.
 *
 * @param {readonly Picture[]} pictures at most 256 pixels each
 * @returns {Buffer}
 */
export function icoOf(pictures) {
  const header = Buffer.alloc(ICO_HEADER + ICO_ENTRY * pictures.length);
  header.writeUInt16LE(1, 2);
  header.writeUInt16LE(pictures.length, 4);
  let offset = header.length;
  pictures.forEach(({ size, png }, index) => {
    const at = ICO_HEADER + ICO_ENTRY * index;
    // 256 does not fit into its byte and is written as 0.
    header.writeUInt8(size % 256, at);
    header.writeUInt8(size % 256, at + 1);
    header.writeUInt16LE(1, at + 4);
    header.writeUInt16LE(32, at + 6);
    header.writeUInt32LE(png.length, at + 8);
    header.writeUInt32LE(offset, at + 12);
    offset += png.length;
  });
  return Buffer.concat([header, ...pictures.map(({ png }) => png)]);
}

/**
 * An icon of macOS.
 *
 * @param {readonly Picture[]} pictures one of each size in ICNS_TYPES
 * @returns {Buffer}
 */
export function icnsOf(pictures) {
  const bySize = new Map(pictures.map(({ size, png }) => [size, png]));
  const parts = Object.entries(ICNS_TYPES).map(([type, size]) => {
    const png = bySize.get(size);
    if (png === undefined) throw new Error(`The icon lacks its picture of ${size} pixels`);
    return chunk(type, png);
  });
  return chunk('icns', Buffer.concat(parts));
}

/**
 * @param {string} type four letters
 * @param {Buffer} content
 */
function chunk(type, content) {
  const header = Buffer.alloc(ICNS_HEADER);
  header.write(type, 'latin1');
  header.writeUInt32BE(ICNS_HEADER + content.length, 4);
  return Buffer.concat([header, content]);
}
