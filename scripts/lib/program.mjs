import { ScriptError } from './log.mjs';
import { watchSignals } from './signals.mjs';

/**
 * Runs a command line program; a ScriptError becomes one line and exit code 1.
 *
 * @param {() => Promise<number>} main returns the exit code
 */
export async function runProgram(main) {
  watchSignals();
  let code = 1;
  try {
    code = await main();
  } catch (error) {
    const plain = error instanceof ScriptError;
    process.stderr.write(`\n${plain ? error.message : /** @type {Error} */ (error).stack}\n`);
  }
  // Through `exit`, so that a forgotten socket or child cannot keep the program alive.
  process.exit(code);
}
