import { checkSizeBudgets } from './sizeBudgets.ts';
import type { Step } from './step.ts';

/** Everything that needs no browser and no official SDK. */
export const verifySteps: readonly Step[] = [
  // First: it writes .wxt, which the types of the entry points need.
  { name: 'build', command: ['wxt', 'build'] },
  { name: 'size budgets', run: checkSizeBudgets },
  { name: 'types', command: ['node', 'scripts/types.ts'] },
  { name: 'lint and format', command: ['biome', 'ci'] },
  {
    name: 'rooms and cycles',
    command: [
      'depcruise',
      '--config',
      '.dependency-cruiser.cjs',
      '--output-type',
      'err-long',
      'src',
      'extension',
      'scripts',
      'tests',
      'examples',
    ],
  },
  { name: 'unused code', command: ['knip'] },
  { name: 'generated wire code is current', command: ['node', 'scripts/generate.ts', '--check'] },
  { name: 'page of error codes is current', command: ['node', 'scripts/errorsDoc.ts', '--check'] },
  { name: 'unit tests', project: 'unit' },
  { name: 'vectors', project: 'vectors' },
  { name: 'scenarios', project: 'scenario' },
  { name: 'validation', project: 'validation' },
];
