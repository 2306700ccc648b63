import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { createClient } from '@connectrpc/connect';
import { createGrpcTransport } from '@connectrpc/connect-node';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { MlsApi, SortDirection } from '../core/gen/mls/api/v1/mls_pb.js';
import { unsafeGroupMessage } from './validation/unsafeGroupMessage.ts';

const run =
  "import('./command.ts').then(async (m) => { process.exitCode = await m.runNodeCommand(process.argv.slice(1)); })";
const groupId = new Uint8Array(16).fill(4);

let folder: string;
const children = new Set<ChildProcess>();

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'wallet-inbox-kill-'));
});

afterEach(() => {
  for (const child of children) child.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

async function start(): Promise<{
  child: ChildProcess;
  mls: ReturnType<typeof createClient<typeof MlsApi>>;
}> {
  const args = ['--data', folder, '--grpc-port', '0', '--web-port', '0'];
  const child = spawn(process.execPath, ['--input-type=module', '-e', run, '--', ...args], {
    cwd: import.meta.dirname,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  children.add(child);
  if (child.stdout === null) throw new Error('no output');
  const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
  const ready = JSON.parse(line) as { ready: boolean; grpcUrl: string };
  expect(ready.ready).toBe(true);
  return { child, mls: createClient(MlsApi, createGrpcTransport({ baseUrl: ready.grpcUrl })) };
}

async function storedTexts(mls: ReturnType<typeof createClient<typeof MlsApi>>): Promise<string[]> {
  const texts: string[] = [];
  for (let idCursor = 0n; ; ) {
    const { messages, pagingInfo } = await mls.queryGroupMessages({
      groupId,
      pagingInfo: { direction: SortDirection.ASCENDING, idCursor },
    });
    // The ciphertext is the last 8 bytes.
    texts.push(...messages.map(({ version }) => new TextDecoder().decode(version.value?.data.slice(-8))));
    if (pagingInfo === undefined || pagingInfo.idCursor === 0n) return texts;
    idCursor = pagingInfo.idCursor;
  }
}

test('what was acknowledged before SIGKILL is there afterwards, and nothing twice', async () => {
  const first = await start();
  const acknowledged: string[] = [];
  let next = 0;
  const publish = async (): Promise<void> => {
    const text = String(next).padStart(8, '0');
    next += 1;
    const data = unsafeGroupMessage(groupId, text);
    await first.mls.sendGroupMessages({ messages: [{ version: { case: 'v1', value: { data } } }] });
    acknowledged.push(text);
    // The kill falls between the writes of the other publishers.
    if (acknowledged.length === 300) first.child.kill('SIGKILL');
  };
  const publisher = async (): Promise<void> => {
    for (;;) await publish();
  };
  const publishers = Array.from({ length: 8 }, () => publisher().catch(() => undefined));
  await once(first.child, 'exit');
  await Promise.all(publishers);

  const second = await start();
  const found = await storedTexts(second.mls);
  expect(acknowledged.filter((text) => !found.includes(text))).toEqual([]);
  expect(new Set(found).size).toBe(found.length);

  second.child.kill('SIGTERM');
  expect(await once(second.child, 'exit')).toEqual([0, null]);
});
