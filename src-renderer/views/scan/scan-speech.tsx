import { text } from '../../strings.ts';
import { type ScanRecord, toneOf } from './scan-result.ts';
import { scanWords } from './scan-words.ts';
import { useStation } from './use-scan-bench.ts';

/** What a screen reader says: bad news at once, other news when it has a moment, and only the last of them. */
export function ScanSpeech() {
  const shown = useStation((state) => state.shown);
  const isBad = shown !== null && toneOf(shown.result) === 'bad';
  return (
    <>
      <div className="spoken" role="alert" data-testid="scan-alert">
        {isBad ? spoken(shown) : ''}
      </div>
      <div className="spoken" aria-live="polite" data-testid="scan-news">
        {shown !== null && !isBad ? spoken(shown) : ''}
      </div>
    </>
  );
}

function spoken({ code, result, at }: ScanRecord): string {
  const { title, order, advice } = scanWords(result, at);
  return text.scan.spoken(code, title, [order, advice].filter((part) => part !== null).join('. '));
}
