import type { Reporter, TestCase } from 'vitest/node';

/** Prints every test that was skipped with its reason: a run that left something out must say what. */
export default class SkippedReporter implements Reporter {
  onTestCaseResult(testCase: TestCase): void {
    const result = testCase.result();
    if (result.state !== 'skipped') return;
    console.log(`skipped: ${testCase.fullName} (${result.note ?? 'no reason given'})`);
  }
}
