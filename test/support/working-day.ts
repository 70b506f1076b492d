import type { OrderStatus } from '../../src-shared/order.ts';
import type { TestDatabase } from './database.ts';
import { seededRandom } from './random.ts';

/** What was done to one order. */
interface Deed {
  readonly minutesAgo: number;
  readonly actor: string;
  readonly sql: string;
}

export interface WorkingDay {
  /** An order of this hour: shipped, with a history by several people. */
  readonly told: number;
  /** Still to be shipped, newest first. */
  readonly pending: readonly number[];
  readonly delivered: readonly number[];
}

const ORDERS = 420;
const FIRST_ID = 4_001;
const TOLD_AGE = 14;
const DAYS_BACK = 3.4 * 1_440;

/**
 * Fills an empty `orders` with some days of work by several hands, told by the clock of the database: some of it is
 * late. The same orders every time.
 */
export async function fillWorkingDay(database: TestDatabase): Promise<WorkingDay> {
  const random = seededRandom(20);
  const between = (from: number, to: number): number => from + random() * (to - from);
  const oneOf = (values: readonly string[]): string => values[Math.floor(random() * values.length)] ?? '';
  const ages = Array.from({ length: ORDERS - 1 }, () => 1 + DAYS_BACK * random() ** 2);
  ages.push(TOLD_AGE);
  ages.sort((a, b) => b - a);
  const told = FIRST_ID + ages.indexOf(TOLD_AGE);
  const deeds: Deed[] = [];
  const statuses: OrderStatus[] = [];

  for (const [index, age] of ages.entries()) {
    const id = FIRST_ID + index;
    const values = `${id}, ${quoted(oneOf(CUSTOMERS))}, ${quoted(oneOf(PRODUCTS))}`;
    const actor = random() < 0.85 ? 'erp' : 'office';
    const insert = `INSERT INTO orders (id, customer_name, product_name) VALUES (${values})`;
    deeds.push({ minutesAgo: age, actor, sql: insert });
    if (id === told) {
      deeds.push(...storyOf(id));
      statuses.push('shipped');
      continue;
    }
    if (random() < 0.06) deeds.push({ minutesAgo: age * 0.97, actor: 'office', sql: changed(id, oneOf(PRODUCTS)) });
    const shipped = age - between(6, 70);
    const isForgotten = random() < 0.02;
    if (shipped < 0 || isForgotten) {
      statuses.push('pending');
      continue;
    }
    deeds.push({ minutesAgo: shipped, actor: oneOf(['bench 1', 'bench 2']), sql: becomes(id, 'shipped') });
    const delivered = shipped - between(240, 2_000);
    if (delivered > 0) deeds.push({ minutesAgo: delivered, actor: 'carrier', sql: becomes(id, 'delivered') });
    statuses.push(delivered > 0 ? 'delivered' : 'shipped');
  }

  const [clock] = await database.query<{ now: number | string }>('SELECT UNIX_TIMESTAMP(NOW(6)) AS now');
  const statements = deeds
    .sort((a, b) => b.minutesAgo - a.minutesAgo)
    .map(({ minutesAgo, actor, sql }) => {
      const at = (Number(clock?.now) - minutesAgo * 60).toFixed(3);
      return `SET timestamp = ${at}, @orderdeck_actor = ${quoted(actor)}; ${sql};`;
    });
  await database.query(statements.join('\n'));
  await database.query('SET timestamp = DEFAULT, @orderdeck_actor = NULL');

  const of = (wanted: OrderStatus): number[] =>
    statuses.flatMap((status, index) => (status === wanted ? [FIRST_ID + index] : [])).reverse();
  return { told, pending: of('pending'), delivered: of('delivered') };
}

function storyOf(id: number): Deed[] {
  return [
    { minutesAgo: 12, actor: 'office', sql: changed(id, 'Tablet 11", 128 GB') },
    { minutesAgo: 9, actor: 'bench 2', sql: becomes(id, 'shipped') },
    { minutesAgo: 8, actor: 'bench 2', sql: becomes(id, 'pending') },
    { minutesAgo: 2, actor: 'bench 1', sql: becomes(id, 'shipped') },
  ];
}

function becomes(id: number, status: OrderStatus): string {
  return `UPDATE orders SET status = '${status}' WHERE id = ${id}`;
}

function changed(id: number, product: string): string {
  return `UPDATE orders SET product_name = ${quoted(product)} WHERE id = ${id}`;
}

function quoted(value: string): string {
  return `'${value.replaceAll("'", "''")}'`;
}

// None of these companies exists.
const CUSTOMERS = [
  'Ahornhof Möbelbau GmbH',
  'Amberlock Joinery',
  'Bellweather & Finch',
  'Birkensee Apotheken',
  'Bramblegate Books',
  'Calderwick Cycles',
  'Cobblemoor Bakeries',
  'Dunnerholt Optik',
  'Eastmarrow Veterinary Practice',
  'Fennelbrook School',
  'Glimmerforth Studios',
  'Grauwolf Logistik',
  'Harrowmint Coffee Roasters',
  'Hohenlinz Stadtwerke',
  'Inkwell & Thorne Architects',
  'Juniperhall Hotels',
  'Kestrelmoor Farms',
  'Lanternwick Theatre',
  'Marrowstone Dental',
  'Nordhafen Reederei KG',
  'Oakvane Surveyors',
  'Pfeffergrund Weinbau',
  'Quillhaven Press',
  'Rosenbach & Söhne',
  'Saltmarsh Boatyard',
  'Thistlecombe Council',
  'Umbral Lighting Ltd',
  'Velden Orgelbau',
  'Wrenfield Garden Centre',
  'Zimtstern Confiserie',
];
const PRODUCTS = [
  'Laptop 14", 16 GB',
  'Laptop 16", 32 GB',
  'Phone, 128 GB',
  'Phone, 256 GB',
  'Tablet 11", 128 GB',
  'Tablet 11", 256 GB',
  'Docking station, USB-C',
  'Monitor 27"',
  'Monitor 32", curved',
  'Keyboard, wireless',
  'Headset, stereo',
  'Label printer',
  'Barcode scanner',
  'Network switch, 24 ports',
  'Webcam 4K',
  'Power bank 20,000 mAh',
];
