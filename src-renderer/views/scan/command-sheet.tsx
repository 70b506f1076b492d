import { Button, Modal } from '@mantine/core';
import { IconPrinter } from '@tabler/icons-react';
import JsBarcode from 'jsbarcode';
import { useEffect, useRef } from 'react';
import { createPortal } from 'react-dom';
import { text } from '../../strings.ts';
import styles from './command-sheet.module.css';
import { COMMAND_CODES } from './scan-code.ts';

const COMMANDS = ['ship', 'deliver', 'pending', 'lookup', 'undo', 'acknowledge'] as const;

/** The commands as barcodes: to be seen here, and to be printed on a page of their own. */
export function CommandSheet({ onClose }: { readonly onClose: () => void }) {
  const words = text.scan.commands;
  useEffect(() => {
    document.body.dataset.print = 'sheet';
    return () => {
      delete document.body.dataset.print;
    };
  }, []);
  return (
    <>
      <Modal opened onClose={onClose} size={840} withCloseButton={false}>
        <Modal.Title className={styles.title ?? ''}>{words.title}</Modal.Title>
        <p className={styles.hint}>{words.hint}</p>
        <Sheet />
        <div className={styles.actions}>
          <Button variant="default" h={48} onClick={onClose}>
            {words.close}
          </Button>
          <Button
            data-autofocus
            h={48}
            leftSection={<IconPrinter size={20} aria-hidden />}
            onClick={() => window.print()}
          >
            {words.print}
          </Button>
        </div>
      </Modal>
      {createPortal(
        <div className={`${styles.paper} print-sheet`} aria-hidden>
          <p className={styles.heading}>
            {text.product} {text.empty} {words.title}
          </p>
          <Sheet />
        </div>,
        document.body,
      )}
    </>
  );
}

function Sheet() {
  const words = text.scan.commands;
  return (
    <ul className={styles.sheet}>
      {COMMANDS.map((command) => (
        <li key={command} className={styles.command}>
          <Barcode code={COMMAND_CODES[command]} />
          <span className={styles.name}>{words.code[command]}</span>
          <span className={styles.what}>{words.hintOf[command]}</span>
        </li>
      ))}
    </ul>
  );
}

function Barcode({ code }: { readonly code: string }) {
  const svg = useRef<SVGSVGElement>(null);
  useEffect(() => {
    if (svg.current === null) return;
    JsBarcode(svg.current, code, {
      format: 'CODE128',
      width: 2,
      height: 80,
      margin: 20,
      fontSize: 14,
      font: 'var(--mono)',
      background: 'var(--paper)',
      lineColor: 'var(--ink)',
    });
  }, [code]);
  return <svg ref={svg} className={styles.bars} role="img" aria-label={code} data-code={code} />;
}
