import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';

/** One message to one address. */
const deliverySchema = z.object({
  id: z.string(),
  url: z.string(),
  body: z.string(),
  /** Milliseconds since 1970. */
  createdAt: z.number(),
});
export type Delivery = z.infer<typeof deliverySchema>;

/** A file of a name that this program gives. */
const NAME = /^[\w-]+\.json$/;
const PLACES = ['pending', 'undelivered'] as const;
type Place = (typeof PLACES)[number];

/** Messages that are not delivered yet, a file each, so that neither an end of the program nor a crash loses one. */
export class WebhookOutbox {
  /** @param folder made when it is needed */
  constructor(private readonly folder: string) {}

  /** @returns everything that is kept there; `damaged` names files that cannot be read, which stay where they are */
  async load(): Promise<Readonly<Record<Place, readonly Delivery[]>> & { readonly damaged: readonly string[] }> {
    const damaged: string[] = [];
    const read = async (place: Place): Promise<readonly Delivery[]> => {
      await mkdir(join(this.folder, place), { recursive: true, mode: 0o700 });
      const found: Delivery[] = [];
      for (const name of (await readdir(join(this.folder, place))).filter((each) => NAME.test(each)).sort()) {
        const path = join(this.folder, place, name);
        const parsed = deliverySchema.safeParse(parsedOrNull(await readFile(path, 'utf8')));
        if (parsed.success) found.push(parsed.data);
        else damaged.push(path);
      }
      return found;
    };
    return { pending: await read('pending'), undelivered: await read('undelivered'), damaged };
  }

  /** On disk when it returns. */
  async put(delivery: Delivery): Promise<void> {
    const path = this.pathOf('pending', delivery.id);
    // Under another name until it is whole.
    await writeFile(`${path}.new`, JSON.stringify(delivery), { mode: 0o600 });
    await rename(`${path}.new`, path);
  }

  async done(id: string): Promise<void> {
    await rm(this.pathOf('pending', id), { force: true });
  }

  async putAside(id: string): Promise<void> {
    await rename(this.pathOf('pending', id), this.pathOf('undelivered', id));
  }

  async takeBack(id: string): Promise<void> {
    await rename(this.pathOf('undelivered', id), this.pathOf('pending', id));
  }

  private pathOf(place: Place, id: string): string {
    return join(this.folder, place, `${id}.json`);
  }
}

function parsedOrNull(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Not JSON: told as damaged by whoever asked.
    return null;
  }
}
