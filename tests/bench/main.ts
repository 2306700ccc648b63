/**
 * `npm run bench [-- --json FILE] [--only open,sync,dms,send,receive,bundle,popup,search] [--quick]`
 *
 * Our client and the official browser SDK in the same Chromium against the same node, in one run. Figures of a shared
 * machine drift: the ratio is what to look at.
 */
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { startTestNode } from '../support/startTestNode.ts';
import { openBenchPages } from './benchPages.ts';
import type { BenchRow } from './benchRow.ts';
import { subjects } from './rows.ts';

const usage = `bench: --only takes some of ${Object.keys(subjects).join(', ')}; --json FILE; --quick`;

function options(): { readonly json?: string; readonly only: readonly string[]; readonly isQuick: boolean } {
  try {
    const { values } = parseArgs({
      options: { json: { type: 'string' }, only: { type: 'string' }, quick: { type: 'boolean' } },
    });
    const only = values.only?.split(',') ?? Object.keys(subjects);
    if (only.some((name) => !(name in subjects))) throw new Error(usage);
    return { ...(values.json !== undefined && { json: values.json }), only, isQuick: values.quick ?? false };
  } catch {
    console.error(usage);
    process.exit(2);
  }
}

const shown = (value: number | null, unit: BenchRow['unit']): string =>
  value === null ? '-' : unit === 'ms' ? value.toFixed(1) : value.toLocaleString('en');

function printTable(rows: readonly BenchRow[]): void {
  const lines = [
    ['', 'unit', 'ours', 'official', 'official / ours'],
    ...rows.map(({ name, unit, ours, peer, ratio }) => [
      name,
      unit,
      shown(ours, unit),
      shown(peer, unit),
      ratio === null ? '-' : ratio.toFixed(2),
    ]),
  ];
  const widths = [0, 1, 2, 3, 4].map((column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)));
  for (const line of lines) {
    console.log(
      line
        .map((cell, column) =>
          column < 2 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0),
        )
        .join('  '),
    );
  }
}

const { json, only, isQuick } = options();
if (spawnSync('wxt', ['build'], { stdio: ['ignore', 'ignore', 'inherit'] }).status !== 0) process.exit(1);
const node = await startTestNode();
const pages = await openBenchPages(node.webUrl);
const rows: BenchRow[] = [];
try {
  for (const name of only) {
    console.error(`bench: ${name}`);
    const measured = await subjects[name]?.({ pages, grpcUrl: node.grpcUrl, webUrl: node.webUrl, isQuick });
    rows.push(...(measured ?? []));
  }
} finally {
  await pages.close();
  await node.stop();
}
printTable(rows);
if (json !== undefined) writeFileSync(json, `${JSON.stringify(rows, null, 2)}\n`);
