import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';

/** A planted checkout, so that a rule which stopped biting is seen. */
const root = resolve(import.meta.dirname, '..');
let planted: string;

beforeAll(() => {
  planted = mkdtempSync(join(tmpdir(), 'rooms-'));
  symlinkSync(join(root, 'node_modules'), join(planted, 'node_modules'));
  writeFileSync(join(planted, 'tsconfig.json'), '{"compilerOptions":{"module":"ESNext","jsx":"react-jsx"}}');
});

afterAll(() => rmSync(planted, { recursive: true }));

/** Names of the rules that a set of files breaks. */
function brokenRules(files: Readonly<Record<string, string>>): string[] {
  const folders = ['src', 'extension', 'examples'];
  for (const folder of folders) rmSync(join(planted, folder), { recursive: true, force: true });
  for (const folder of folders) mkdirSync(join(planted, folder));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(planted, path)), { recursive: true });
    writeFileSync(join(planted, path), text);
  }
  const run = spawnSync(
    process.execPath,
    [
      join(root, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs'),
      '--config',
      join(root, '.dependency-cruiser.cjs'),
      '--output-type',
      'json',
      ...folders,
    ],
    { cwd: planted, encoding: 'utf8', maxBuffer: 1 << 26 },
  );
  const { summary } = JSON.parse(run.stdout) as { summary: { violations: { rule: { name: string } }[] } };
  return [...new Set(summary.violations.map(({ rule }) => rule.name))].sort();
}

const leaf = 'export const a = 1;\nexport type A = number;\n';

test('what the plan allows passes', () => {
  expect(
    brokenRules({
      'src/core/errors.ts': leaf,
      'src/core/mls/a.ts': "import { a } from '../errors.ts';\nexport const b = a;\n",
      'src/core/identity/a.ts': leaf,
      'src/core/group/a.ts':
        "import { b } from '../mls/a.ts';\nimport { a } from '../identity/a.ts';\nexport const c = a + b;\n",
      'src/core/client/client.ts': leaf,
      'src/popup/a.ts': "import type { A } from '../core/client/client.ts';\nexport type B = A;\n",
      'src/bridge/page/a.ts': leaf,
      'src/content/relay/a.ts': "import { a } from '../../bridge/page/a.ts';\nexport const b = a;\n",
      'src/dapp/a.ts': "import { a } from '../bridge/page/a.ts';\nexport const b = a;\n",
      'extension/a.ts': "import { b } from '../src/content/relay/a.ts';\nexport const c = b;\n",
      'examples/dapp/a.ts': "import { b } from '../../src/dapp/a.ts';\nexport const c = b;\n",
      'src/background/a.ts': "import { a } from '../core/client/client.ts';\nexport const b = a;\n",
    }),
  ).toEqual([]);
});

test.each([
  ['room-core-mls', 'src/core/mls/a.ts', '../identity/b.ts', 'src/core/identity/b.ts'],
  ['room-core-client', 'src/core/client/a.ts', '../storage/b.ts', 'src/core/storage/b.ts'],
  ['room-core-transport', 'src/core/transport/a.ts', '../storage/b.ts', 'src/core/storage/b.ts'],
  ['room-popup-types-only', 'src/popup/a.ts', '../core/client/b.ts', 'src/core/client/b.ts'],
  ['room-bridge-types-only', 'src/bridge/a.ts', '../core/client/b.ts', 'src/core/client/b.ts'],
  ['room-content', 'src/content/a.ts', '../background/b.ts', 'src/background/b.ts'],
  ['room-content', 'src/content/a.ts', '../bridge/pageSchemas.ts', 'src/bridge/pageSchemas.ts'],
  ['room-dapp', 'src/dapp/a.ts', '../bridge/pageSchemas.ts', 'src/bridge/pageSchemas.ts'],
  ['room-dapp', 'src/dapp/a.ts', '../content/b.ts', 'src/content/b.ts'],
  ['room-extension', 'extension/a.ts', '../src/bridge/page/b.ts', 'src/bridge/page/b.ts'],
  ['room-examples', 'examples/dapp/a.ts', '../../src/bridge/page/b.ts', 'src/bridge/page/b.ts'],
  ['world-of-the-page', 'src/content/provider/a.ts', '../relay/b.ts', 'src/content/relay/b.ts'],
  ['world-of-the-page', 'src/content/relay/a.ts', '../provider/b.ts', 'src/content/provider/b.ts'],
  ['room-node', 'src/node/a.ts', '../cli/b.ts', 'src/cli/b.ts'],
  [
    'sqlite-is-a-choice',
    'src/background/a.ts',
    '../core/storage/sqlite/b.ts',
    'src/core/storage/sqlite/b.ts',
  ],
  ['sqlite-is-a-choice', 'src/background/a.ts', '../core/nodeClient/b.ts', 'src/core/nodeClient/b.ts'],
  ['nothing-imports-tests', 'src/cli/a.ts', './b.test.ts', 'src/cli/b.test.ts'],
])('%s is broken by %s importing %s', (rule, from, specifier, to) => {
  expect(
    brokenRules({ [from]: `import { a } from '${specifier}';\nexport const b = a;\n`, [to]: leaf }),
  ).toEqual([rule]);
});

test.each([
  ['library-noble', 'src/core/mls/a.ts', '@noble/hashes/sha2.js'],
  ['library-viem', 'src/background/a.ts', 'viem/accounts'],
  ['library-idb', 'src/core/client/a.ts', 'idb'],
  ['library-connectrpc', 'src/core/client/a.ts', '@connectrpc/connect'],
  ['library-msgpack', 'src/core/client/a.ts', '@msgpack/msgpack'],
  ['library-valibot', 'src/popup/a.ts', 'valibot'],
  ['library-preact-preact', 'src/background/a.ts', 'preact'],
  ['node-builtins', 'src/core/client/a.ts', 'node:fs'],
  ['known-library', 'src/core/client/a.ts', 'ts-mls'],
])('%s is broken by %s importing %s', (rule, from, specifier) => {
  expect(brokenRules({ [from]: `import * as a from '${specifier}';\nexport const b = a;\n` })).toEqual([
    rule,
  ]);
});

test('a cycle, and a folder that is no room, fail', () => {
  expect(
    brokenRules({
      'src/core/mls/a.ts': "import { b } from './b.ts';\nexport const a = (): number => b();\n",
      'src/core/mls/b.ts': "import { a } from './a.ts';\nexport const b = (): number => a();\n",
      'src/utils/a.ts': "import { a } from '../core/mls/a.ts';\nexport const c = a;\n",
    }),
  ).toEqual(['known-room', 'no-cycle']);
});
