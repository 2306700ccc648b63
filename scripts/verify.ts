/** `npm run verify`: types, lint, rooms, unused code, generated files, tests without a browser, build and budgets. */
import { runSteps, summaryLine } from './step.ts';
import { verifySteps } from './verifySteps.ts';

const results = await runSteps(verifySteps);
console.log(`\n${summaryLine(results)}`);
process.exitCode = results.every(({ ok }) => ok) ? 0 : 1;
