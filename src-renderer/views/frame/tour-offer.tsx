import { IconInfoCircle } from '@tabler/icons-react';
import { useStore } from 'zustand';
import { preferences } from '../../store/preferences.ts';
import { text } from '../../strings.ts';
import { overlays } from '../../ui/overlays.ts';
import { Notice } from './notice.tsx';

const answered = (): void => preferences.setState({ tourAnswered: true });

/** Offered until it is answered, in nobody's way; the help offers it again. */
export function TourOffer() {
  const isAnswered = useStore(preferences, (state) => state.tourAnswered);
  if (isAnswered) return null;
  const start = (): void => {
    answered();
    overlays.setState({ tour: 0 });
  };
  return (
    <section aria-label={text.help.tour.label}>
      <Notice
        tone="info"
        icon={<IconInfoCircle size={16} stroke={2} aria-hidden />}
        message={text.help.offer}
        actions={[
          { label: text.help.startTour, run: start },
          { label: text.help.offerNo, run: answered },
        ]}
      />
    </section>
  );
}
