import { Button } from '@mantine/core';
import { IconKey } from '@tabler/icons-react';
import { z } from 'zod';
import { useStore } from 'zustand';
import { type SessionEntry, sessionEntrySchema } from '../../../src-shared/access.ts';
import { callApi } from '../../connection/api-call.ts';
import { session } from '../../store/session.ts';
import { text } from '../../strings.ts';
import { TimeLabel } from '../../ui/time-label.tsx';
import { toast } from '../../ui/toast.ts';
import { refusalText } from '../door/refusal-text.ts';
import { Section } from '../settings/section.tsx';
import styles from './access.module.css';
import { ListedBody } from './listed-body.tsx';
import { useListed } from './use-listed.ts';

const words = text.access.places;
const places = z.array(sessionEntrySchema);

/** Where people, programs and devices are signed in, and how to end that. */
export function PlacesSection() {
  const listed = useListed(places, '/api/sessions');
  const own = useStore(session, ({ info }) => info?.principal?.sessionId ?? null);
  const end = async (place: SessionEntry): Promise<void> => {
    const answer = await callApi(null, { method: 'DELETE', path: `/api/sessions/${place.id}` });
    toast(answer.ok ? 'good' : 'bad', answer.ok ? words.ended(nameOf(place)) : refusalText(answer));
    await listed.reload();
  };
  return (
    <Section name="places">
      <p className={styles.hint}>{words.hint}</p>
      <ListedBody listed={listed} none={{ icon: <IconKey size={22} />, title: words.none }}>
        {(all) => (
          <ul className={styles.list} aria-label={text.access.sections.places}>
            {all.map((place) => (
              <li key={place.id} className={styles.item}>
                <div className={styles.main}>
                  <div className={styles.title}>
                    {nameOf(place)}
                    <span className={styles.mark}>{words.kinds[place.kind]}</span>
                    {place.id === own && (
                      <span className={styles.mark} data-tone="good">
                        {words.here}
                      </span>
                    )}
                  </div>
                  <div className={styles.sub} title={place.userAgent ?? ''}>
                    {place.person !== null && place.device !== null && `${words.at(place.device)}, `}
                    {place.address}, {words.since.toLowerCase()} <TimeLabel iso={place.createdAt} />
                  </div>
                </div>
                <div className={styles.side}>
                  {text.access.lastSeen}: <TimeLabel iso={place.lastSeenAt} />
                </div>
                <Button variant="default" aria-label={words.endOf(nameOf(place))} onClick={() => void end(place)}>
                  {words.end}
                </Button>
              </li>
            ))}
          </ul>
        )}
      </ListedBody>
    </Section>
  );
}

function nameOf({ person, device }: SessionEntry): string {
  return person ?? device ?? text.empty;
}
