/** `npm test`: verify, then the official SDKs and the built extension in Chromium. The last line is the count. */
import { findBrowser } from './browser.ts';
import { runSteps, summaryLine } from './step.ts';
import { verifySteps } from './verifySteps.ts';

const results = await runSteps([
  { name: 'browser', run: () => findBrowser() },
  ...verifySteps,
  { name: 'interop with the official SDKs', project: 'interop' },
  { name: 'extension in Chromium', project: 'e2e' },
]);
// A worker or a peer that is still closing may not hold the result back, nor print below it.
process.exitCode = results.every(({ ok }) => ok) ? 0 : 1;
console.log(`\n${summaryLine(results)}`);
