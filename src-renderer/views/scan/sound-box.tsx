import { Button, Slider, Switch } from '@mantine/core';
import { IconVolume } from '@tabler/icons-react';
import { useStore } from 'zustand';
import { text } from '../../strings.ts';
import type { ScanTone } from './scan-result.ts';
import styles from './sound-box.module.css';
import { soundChoice } from './sound-choice.ts';
import { useScanBench } from './use-scan-bench.ts';

/** How loud the signals are, and what they sound like. */
export function SoundBox() {
  const { tones } = useScanBench();
  const { volume, muted } = useStore(soundChoice);
  const words = text.scan.sound;
  const test = (tone: ScanTone): void => {
    tones.unlock();
    // Who asks for it hears it, muted or not.
    tones.play(tone, volume);
  };
  return (
    <section className={styles.box} aria-label={words.title}>
      <h2 className={styles.title}>
        <IconVolume size={16} aria-hidden />
        {words.title}
      </h2>
      <Slider
        className={styles.slider ?? ''}
        thumbLabel={words.volume}
        min={10}
        max={100}
        step={10}
        size={8}
        thumbSize={24}
        disabled={muted}
        label={(value) => `${value} %`}
        value={Math.round(volume * 100)}
        onChange={(value) => soundChoice.setState({ volume: value / 100 })}
      />
      <Switch
        className={styles.mute ?? ''}
        size="md"
        label={words.mute}
        checked={muted}
        onChange={(event) => soundChoice.setState({ muted: event.currentTarget.checked })}
      />
      <div className={styles.tests}>
        <Button variant="default" h={48} onClick={() => test('good')}>
          {words.good}
        </Button>
        <Button variant="default" h={48} onClick={() => test('bad')}>
          {words.bad}
        </Button>
      </div>
    </section>
  );
}
