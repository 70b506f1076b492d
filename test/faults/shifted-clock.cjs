// Loaded into a built server before anything else: its wall clock is off by as many seconds as a file says, read again
// at each SIGUSR2. Durations stay right, as they do when somebody sets the clock of a machine.
const { readFileSync } = require('node:fs');

const RealDate = Date;
let shiftMs = 0;

const read = () => {
  shiftMs = Number(readFileSync(process.env.SHIFTED_CLOCK_FILE, 'utf8')) * 1_000;
};

globalThis.Date = class extends RealDate {
  /** @param {any[]} parts */
  constructor(...parts) {
    if (parts.length === 0) super(RealDate.now() + shiftMs);
    else super(...parts);
  }

  static now() {
    return RealDate.now() + shiftMs;
  }
};

process.on('SIGUSR2', read);
read();
