import { ActionIcon, Tooltip } from '@mantine/core';
import { IconPrinter } from '@tabler/icons-react';
import JsBarcode from 'jsbarcode';
import { useEffect, useRef, useState } from 'react';
import { createPortal } from 'react-dom';
import type { Order } from '../../../src-shared/order.ts';
import { text } from '../../strings.ts';
import { exactTime } from '../../ui/time.ts';
import styles from './pick-slip.module.css';

/** Prints the pick slip of an order from this page; no other window opens. */
export function PrintPickSlip({ order }: { readonly order: Order }) {
  const [printing, setPrinting] = useState(false);
  return (
    <>
      <Tooltip label={text.slip.print}>
        <ActionIcon aria-label={text.slip.print} onClick={() => setPrinting(true)}>
          <IconPrinter size={18} />
        </ActionIcon>
      </Tooltip>
      {printing && <PickSlip order={order} onPrinted={() => setPrinting(false)} />}
    </>
  );
}

interface PickSlipProps {
  readonly order: Order;
  readonly onPrinted: () => void;
}

/** On paper only. It is there while the page is printed, and prints itself as soon as it stands. */
function PickSlip({ order, onPrinted }: PickSlipProps) {
  const bars = useRef<SVGSVGElement>(null);
  const printed = useRef(onPrinted);
  printed.current = onPrinted;
  useEffect(() => {
    if (bars.current === null) return undefined;
    const look = { format: 'CODE128', displayValue: false, width: 3, height: 96, margin: 0, marginRight: 30 };
    JsBarcode(bars.current, String(order.id), { ...look, background: 'var(--paper)', lineColor: 'var(--ink)' });
    document.body.dataset.print = 'slip';
    const end = (): void => printed.current();
    window.addEventListener('afterprint', end);
    window.print();
    return () => {
      delete document.body.dataset.print;
      window.removeEventListener('afterprint', end);
    };
  }, [order.id]);
  const { slip } = text;
  return createPortal(
    <div className={`${styles.slip} pick-slip`} aria-hidden>
      <header className={styles.head}>
        <span>{slip.title}</span>
        <span>{text.product}</span>
      </header>
      <p className={styles.number}>
        <span>{slip.order}</span> {order.id}
      </p>
      <svg ref={bars} className={styles.bars} data-code={order.id} />
      <dl className={styles.facts}>
        <dt>{slip.product}</dt>
        <dd className={styles.product}>{order.product_name}</dd>
        <dt>{slip.customer}</dt>
        <dd>{order.customer_name}</dd>
        <dt>{slip.status}</dt>
        <dd>{text.status[order.status]}</dd>
        <dt>{slip.created}</dt>
        <dd>{order.created_at === null ? text.empty : exactTime(order.created_at)}</dd>
      </dl>
      <p className={styles.sign}>{slip.picked}</p>
      <footer className={styles.foot}>{slip.printed(exactTime(new Date().toISOString()))}</footer>
    </div>,
    document.body,
  );
}
