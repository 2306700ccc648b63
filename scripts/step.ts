import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** One thing that must hold: a command, or a function that throws when it does not. */
export interface Step {
  readonly name: string;
  /** A command line of a local program, as `[program, ...arguments]`; `node` is the one that runs this. */
  readonly command?: readonly string[];
  readonly run?: () => Promise<string | undefined>;
  /** A vitest project: its tests are counted. */
  readonly project?: string;
}

export interface TestCounts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

export interface StepResult {
  readonly name: string;
  readonly ok: boolean;
  readonly seconds: number;
  /** One line for the summary. */
  readonly note: string;
  /** Absent for a step that is no test run. */
  readonly counts?: TestCounts;
}

const root = resolve(import.meta.dirname, '..');
const reports = join(root, '.cache', 'reports');
const bin = join(root, 'node_modules', '.bin');

function runProgram(command: readonly string[]): Promise<number> {
  const [program = '', ...args] = command;
  const file = program === 'node' ? process.execPath : join(bin, program);
  return new Promise((done) => {
    const child = spawn(file, args, {
      cwd: root,
      stdio: 'inherit',
      shell: process.platform === 'win32',
      env: { ...process.env, FORCE_COLOR: process.env.FORCE_COLOR ?? '0' },
    });
    child.on('error', (error) => {
      console.error(error.message);
      done(1);
    });
    child.on('exit', (code) => done(code ?? 1));
  });
}

interface VitestReport {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly numTodoTests: number;
  readonly testResults: readonly {
    readonly status: string;
    readonly assertionResults: readonly { readonly status: string }[];
  }[];
}

function readCounts(file: string, exitedWell: boolean): TestCounts {
  let report: VitestReport;
  try {
    report = JSON.parse(readFileSync(file, 'utf8')) as VitestReport;
  } catch {
    return { passed: 0, failed: 1, skipped: 0 };
  }
  // A file that did not load has no assertions: it must count for something.
  const brokenFiles = report.testResults.filter(
    ({ status, assertionResults }) =>
      status === 'failed' && !assertionResults.some((result) => result.status === 'failed'),
  ).length;
  const failed = report.numFailedTests + brokenFiles;
  return {
    passed: report.numPassedTests,
    failed: failed === 0 && !exitedWell ? 1 : failed,
    skipped: report.numPendingTests + report.numTodoTests,
  };
}

async function runTests(project: string): Promise<{ ok: boolean; note: string; counts: TestCounts }> {
  mkdirSync(reports, { recursive: true });
  const file = join(reports, `${project}.json`);
  rmSync(file, { force: true });
  const status = await runProgram([
    'vitest',
    'run',
    '--project',
    project,
    '--reporter=default',
    '--reporter=json',
    '--reporter=./scripts/skippedReporter.ts',
    `--outputFile.json=${file}`,
  ]);
  const counts = readCounts(file, status === 0);
  const skipped = counts.skipped > 0 ? `, ${counts.skipped} skipped` : '';
  return {
    ok: status === 0 && counts.failed === 0,
    note: `${counts.passed} passed, ${counts.failed} failed${skipped}`,
    counts,
  };
}

async function runOne(step: Step): Promise<StepResult> {
  const start = performance.now();
  const result = (rest: Omit<StepResult, 'name' | 'seconds'>): StepResult => ({
    name: step.name,
    seconds: (performance.now() - start) / 1000,
    ...rest,
  });
  if (step.project !== undefined) return result(await runTests(step.project));
  if (step.command !== undefined) {
    const status = await runProgram(step.command);
    return result({ ok: status === 0, note: status === 0 ? '' : `exit code ${status}` });
  }
  try {
    return result({ ok: true, note: (await step.run?.()) ?? '' });
  } catch (error) {
    return result({ ok: false, note: (error as Error).message });
  }
}

/** Runs the steps in order, all of them also when one fails, and prints how each went. */
export async function runSteps(steps: readonly Step[]): Promise<StepResult[]> {
  const results: StepResult[] = [];
  for (const step of steps) {
    console.log(`\n== ${step.name}`);
    results.push(await runOne(step));
  }
  const width = Math.max(...results.map(({ name }) => name.length));
  console.log('\nstep'.padEnd(width + 3), 'seconds  result');
  for (const { name, ok, seconds, note } of results) {
    const outcome = `${ok ? 'ok' : 'FAILED'}${note === '' ? '' : `  ${note}`}`;
    console.log(name.padEnd(width + 2), seconds.toFixed(1).padStart(7), '', outcome);
  }
  return results;
}

/** `N passed, N failed[, N skipped]`: every test, and every step that is no test run and failed as one failed test. */
export function summaryLine(results: readonly StepResult[]): string {
  let passed = 0;
  let failed = 0;
  let skipped = 0;
  for (const { ok, counts } of results) {
    passed += counts?.passed ?? 0;
    failed += counts?.failed ?? (ok ? 0 : 1);
    skipped += counts?.skipped ?? 0;
  }
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}
