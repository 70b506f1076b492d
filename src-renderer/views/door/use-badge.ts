import { useEffect } from 'react';
import { useLiveConsole } from '../../ui/console-context.tsx';
import { WedgeListener } from '../scan/wedge-listener.ts';

/**
 * Takes in what a scanner types, wherever the focus is.
 *
 * @param onScan must stay the same function from one drawing to the next
 */
export function useBadge(isOn: boolean, onScan: (code: string) => void): void {
  const { clock } = useLiveConsole();
  useEffect(() => (isOn ? new WedgeListener(clock, onScan).start() : undefined), [isOn, clock, onScan]);
}
