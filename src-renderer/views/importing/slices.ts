/** Work between two chances for the page to draw and to answer, in milliseconds. */
const SLICE_MS = 10;

/** Lets the page draw. A message and no timer: timers of a page that is not seen come once in a second. */
function nextTask(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}

/** Cuts long work in slices: call it often, it pauses when a slice is over. */
export function createSlices(now: () => number = () => performance.now()): () => Promise<void> | null {
  let since = now();
  return () => {
    if (now() - since < SLICE_MS) return null;
    return nextTask().then(() => {
      since = now();
    });
  };
}
