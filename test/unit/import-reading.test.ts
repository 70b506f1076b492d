import fc from 'fast-check';
import Papa from 'papaparse';
import { describe, expect, it } from 'vitest';
import { detectLayout } from '../../src-renderer/views/importing/csv-layout.ts';
import { csvRecords, withPlainBreaks } from '../../src-renderer/views/importing/csv-records.ts';
import { decodeFile } from '../../src-renderer/views/importing/decode-file.ts';
import { faultsText } from '../../src-renderer/views/importing/fault-text.ts';
import { type ImportPlan, planImport } from '../../src-renderer/views/importing/import-plan.ts';
import { refusedFile } from '../../src-renderer/views/importing/refused-file.ts';
import { BYTE_ORDER_MARK, csvRecord, guardCell } from '../../src-shared/csv.ts';
import { newOrderSchema } from '../../src-shared/order.ts';

function planOf(content: string): Promise<ImportPlan> {
  const text = withPlainBreaks(content.replace(BYTE_ORDER_MARK, ''));
  return planImport(text, detectLayout(text), () => undefined, new AbortController().signal);
}

describe('reading a file for the import', () => {
  it('[IMPORT-10] knows UTF-8 with and without its mark, UTF-16, and says when it had to take Windows-1252', () => {
    const utf8 = new TextEncoder().encode('Bäcker');
    expect(decodeFile(utf8)).toEqual({ text: 'Bäcker', encoding: 'utf-8' });
    expect(decodeFile(Uint8Array.of(0xef, 0xbb, 0xbf, ...utf8))).toEqual({ text: 'Bäcker', encoding: 'utf-8' });
    expect(decodeFile(Uint8Array.of(0xff, 0xfe, 0xe4, 0))).toEqual({ text: 'ä', encoding: 'utf-16' });
    expect(decodeFile(Uint8Array.of(0xe4, 0xdf))).toEqual({ text: 'äß', encoding: 'windows-1252' });
  });

  it.each([
    ['names in any sequence', 'Product,Status,Customer\nLaptop,shipped,Ada', ','],
    ['semicolons and German names', 'Kunde;Produkt;Status\nAda;Laptop;Versandt', ';'],
    ['tabs', 'customer_name\tproduct_name\tstatus\nAda\tLaptop\tSHIPPED', '\t'],
    ['no names', 'Ada,Laptop,shipped', ','],
    ['commas inside a file of semicolons', 'Kunde;Artikel;Zustand\n"Ada";Laptop;versendet', ';'],
    ['a line that names the separator', 'sep=;\nAda;Laptop;shipped', ';'],
    ['further columns', 'id,version,Customer Name,Product-Name,status\n7,3,Ada,Laptop,shipped', ','],
    ['breaks of other systems', 'Customer,Product,Status\r\nAda,Laptop,shipped\r', ','],
  ])('[IMPORT-11] finds the columns by %s', async (_what, content, delimiter) => {
    const { good, refused, layout } = await planOf(content);
    expect(refused).toEqual([]);
    expect(good.map(({ order }) => order)).toEqual([
      { customer_name: 'Ada', product_name: 'Laptop', status: 'shipped' },
    ]);
    expect(layout.delimiter).toBe(delimiter);
  });

  it('[IMPORT-12] gives every reason why a line is refused, and its number', async () => {
    const { good, refused } = await planOf(
      [
        'Customer,Product,Status',
        ',Laptop,lost',
        'Ada,"Lap\ntop"',
        `${'😀'.repeat(255)},Laptop`,
        `${'😀'.repeat(256)},Laptop`,
        '',
        ',,',
        'Ltd, Ada,Laptop,pending',
        'Ada,"Laptop" 15 inch',
        'Ada,Laptop,',
        'Ada,"Laptop',
      ].join('\n'),
    );
    expect(good.map(({ record }) => record.line)).toEqual([5, 11]);
    expect(refused.map(({ record, faults }) => `${record.line} ${faultsText(faults)}`)).toEqual([
      '2 Customer is empty; Status is none of pending, shipped, delivered',
      '3 Product holds a line break or another control character',
      '6 Customer is longer than 255 characters',
      '9 More cells than columns',
      '10 Quotes do not belong together',
      '12 Quotes do not belong together',
    ]);
  });

  it('[IMPORT-13] in slices reads the same records as at once', () => {
    const cell = fc.oneof(fc.stringMatching(/^[a",;\n ]*$/), fc.constant('x'.repeat(20_000)));
    const rows = fc.array(fc.array(cell, { minLength: 1, maxLength: 3 }), { maxLength: 12 });
    fc.assert(
      fc.property(rows, (records) => {
        const text = withPlainBreaks(records.map((record) => csvRecord(record, ';')).join(''));
        const read = [...csvRecords(text, ';')].flat();
        const { data } = Papa.parse<string[]>(text, { delimiter: ';', newline: '\n' });
        expect(read.map(({ cells }) => cells)).toEqual(data.filter((cells) => cells.some((one) => one.trim() !== '')));
      }),
      { numRuns: 100 },
    );
  });

  it('[IMPORT-14] accepts a line exactly when the server would', async () => {
    const name = fc.oneof(
      fc.string({ maxLength: 300, unit: 'binary' }),
      fc.string({ unit: fc.constantFrom(' ', '=', '+', '@', "'", 'a', '\u0000', '\ud800') }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(name, name), { minLength: 1, maxLength: 8 }), async (orders) => {
        const given = orders
          .map(([customer_name, product_name]) => ({ customer_name, product_name }))
          // A line break of another system is read as one of ours; both are refused.
          .filter((order) => !/\r/.test(order.customer_name + order.product_name));
        const content = given.map((order) => csvRecord([order.customer_name, order.product_name].map(guardCell)));
        const { good } = await planOf(['Customer,Product\r\n', ...content].join(''));
        expect(good.map(({ order }) => order)).toEqual(
          given.filter((order) => newOrderSchema.safeParse(order).success),
        );
      }),
      { numRuns: 200 },
    );
  });

  it('[IMPORT-15] the file of refused lines is refused for the same reasons, and repaired it is imported', async () => {
    const plan = await planOf('Kunde;Produkt;Status\n;Laptop;Offen\nAda;Laptop;weg\n=Ada;x;y;z\nAda;Laptop');
    const lines = plan.refused.map(({ record, faults }) => ({ record, reason: faultsText(faults) }));
    const file = refusedFile(lines, plan.layout);
    expect(file).toBe(
      [
        '\uFEFFKunde;Produkt;Status;;reason',
        ';Laptop;Offen;;Customer is empty',
        'Ada;Laptop;weg;;Status is none of pending, shipped, delivered',
        "'=Ada;x;y;z;More cells than columns",
        '',
      ].join('\r\n'),
    );
    const again = await planOf(file);
    expect(again.refused.map(({ faults }) => faultsText(faults))).toEqual(lines.map(({ reason }) => reason));
    const repaired = await planOf(file.replace('\r\n;', '\r\nBob;').replace('weg', 'Versandt').replace('y;z', ';'));
    expect(repaired.good.map(({ order }) => order)).toEqual([
      { customer_name: 'Bob', product_name: 'Laptop', status: 'pending' },
      { customer_name: 'Ada', product_name: 'Laptop', status: 'shipped' },
      { customer_name: '=Ada', product_name: 'x' },
    ]);
  });
});
