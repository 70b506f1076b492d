import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { inflateRawSync } from 'node:zlib';

const END_RECORD = 0x06054b50;
const DEFLATED = 8;

/** @param {string} file */
export function sha256(file) {
  return createHash('sha256').update(readFileSync(file)).digest('hex');
}

/**
 * Takes one file out of a ZIP archive (APPNOTE 4.3; no ZIP64, no encryption), so that no program for it is needed.
 *
 * @param {string} archive
 * @param {(name: string) => boolean} isWanted
 * @param {string} target
 * @throws Error when the archive holds no such file or is cut short
 */
export function unzipTo(archive, isWanted, target) {
  const bytes = readFileSync(archive);
  let end = bytes.length - 22;
  while (end >= 0 && bytes.readUInt32LE(end) !== END_RECORD) end--;
  if (end < 0) throw new Error(`${archive} is no ZIP archive, or is cut short`);
  let at = bytes.readUInt32LE(end + 16);
  for (let left = bytes.readUInt16LE(end + 10); left > 0; left--) {
    const nameEnd = at + 46 + bytes.readUInt16LE(at + 28);
    if (isWanted(bytes.toString('utf8', at + 46, nameEnd))) {
      writeFileSync(target, contentOf(bytes, at));
      return;
    }
    at = nameEnd + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
  }
  throw new Error(`${archive} does not hold the file that was looked for`);
}

/**
 * @param {Buffer} bytes
 * @param {number} entry where the entry of the directory begins
 */
function contentOf(bytes, entry) {
  const method = bytes.readUInt16LE(entry + 10);
  const size = bytes.readUInt32LE(entry + 20);
  const header = bytes.readUInt32LE(entry + 42);
  const start = header + 30 + bytes.readUInt16LE(header + 26) + bytes.readUInt16LE(header + 28);
  const packed = bytes.subarray(start, start + size);
  return method === DEFLATED ? inflateRawSync(packed) : packed;
}
