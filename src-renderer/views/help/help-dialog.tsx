import { Button, Kbd, Modal } from '@mantine/core';
import { useStore } from 'zustand';
import { useDesktop } from '../../desktop/desktop-store.ts';
import { allows, session } from '../../store/session.ts';
import { text } from '../../strings.ts';
import { overlays } from '../../ui/overlays.ts';
import { SHORTCUTS } from '../../ui/shortcuts.ts';
import { useFocusBack } from '../../ui/use-focus-back.ts';
import styles from './help-dialog.module.css';

const words = text.help;

/** Shortcuts by view, the tour, and what to do when something is wrong. */
export function HelpDialog() {
  useFocusBack();
  const close = (): void => overlays.setState({ help: false });
  const inDesktop = useDesktop(() => true) === true;
  const who = useStore(session);
  const shortcuts = SHORTCUTS.filter(({ needs }) => needs === undefined || allows(who, needs));
  const views = [...new Set(shortcuts.map(({ view }) => view))];
  return (
    <Modal opened onClose={close} title={words.title} size={720} closeButtonProps={{ 'aria-label': words.close }}>
      <div className={styles.actions}>
        <Button
          variant="default"
          onClick={() => {
            close();
            overlays.setState({ tour: 0 });
          }}
        >
          {words.startTour}
        </Button>
      </div>
      <h3 className={styles.title}>{words.wrong}</h3>
      <ul className={styles.lines}>
        {words.wrongLines.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
      <h3 className={styles.title}>{words.shortcuts}</h3>
      <div className={styles.groups}>
        {views.map((view) => (
          <section key={view} aria-label={words.shortcutsOf(view === 'everywhere' ? words.everywhere : viewName(view))}>
            <h4 className={styles.view}>{view === 'everywhere' ? words.everywhere : viewName(view)}</h4>
            <dl className={styles.list}>
              {shortcuts
                .filter((shortcut) => shortcut.view === view)
                .map((shortcut) => (
                  <div key={shortcut.text}>
                    <dt>
                      <Keys keys={shortcut.keys} />
                      {inDesktop && shortcut.desktopKeys !== undefined && (
                        <>
                          <span className={styles.or}>{words.or}</span>
                          <Keys keys={shortcut.desktopKeys} />
                        </>
                      )}
                    </dt>
                    <dd>{text.shortcuts[shortcut.text]}</dd>
                  </div>
                ))}
            </dl>
          </section>
        ))}
      </div>
    </Modal>
  );
}

function Keys({ keys }: { readonly keys: readonly string[] }) {
  return keys.map((key) => (
    <Kbd key={key} className={styles.key ?? ''}>
      {words.keyNames[key] ?? key}
    </Kbd>
  ));
}

function viewName(view: keyof typeof text.nav): string {
  const name = text.nav[view];
  return typeof name === 'string' ? name : '';
}
