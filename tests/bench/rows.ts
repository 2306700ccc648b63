/** What is measured, one function a subject. Sides take turns, so that a drift of the machine meets both. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import { officialNodePeer } from '../support/officialNodePeer.ts';
import type { Side } from './benchPages.ts';
import { type BenchRow, type BenchSetting, quantile, row, type Subject } from './benchRow.ts';
import { popup } from './popup.ts';
import { searchIndex } from './searchIndex.ts';
import { newSender } from './senders.ts';

type Samples = Readonly<Record<Side, number[]>>;

const sides: readonly Side[] = ['ours', 'peer'];

const quantileRow = (name: string, samples: Samples, share: number): BenchRow =>
  row(name, 'ms', quantile(samples.ours, share), quantile(samples.peer, share));

/** From the beginning of the page's load: code, database, client; the first time with an identity to publish. */
const registerAndReopen: Subject = async ({ pages, isQuick }) => {
  const registered: Samples = { ours: [], peer: [] };
  const reopened: Samples = { ours: [], peer: [] };
  for (let round = 0; round < (isQuick ? 1 : 7); round++) {
    for (const side of sides) {
      const account = pages.newAccount(side);
      const first = await pages.open(account);
      registered[side].push(first.openedMs);
      await first.close();
      const second = await pages.open(account);
      reopened[side].push(second.openedMs);
      await second.close();
    }
  }
  return [quantileRow('register', registered, 0.5), quantileRow('reopen', reopened, 0.5)];
};

async function syncLoad(
  { pages, webUrl }: BenchSetting,
  name: string,
  senders: number,
  texts: number,
): Promise<readonly BenchRow[]> {
  const receivers = {
    ours: await pages.open(pages.newAccount('ours')),
    peer: await pages.open(pages.newAccount('peer')),
  };
  for (let index = 0; index < senders; index++) {
    const sender = await newSender(webUrl);
    for (const side of sides) await sender.write(receivers[side].inboxId, texts);
    await sender.close();
  }
  const took: Record<Side, number> = { ours: 0, peer: 0 };
  for (const side of sides) {
    const { ms, texts: stored } = await receivers[side].page.evaluate(() => window.bench.syncAll());
    if (stored !== senders * texts)
      throw new Error(`${name}: ${side} holds ${stored} of ${senders * texts} texts`);
    took[side] = ms;
    await receivers[side].close();
  }
  return [row(name, 'ms', took.ours, took.peer)];
}

const syncOne: Subject = (setting) =>
  syncLoad(setting, 'sync of 1,000 waiting messages', 1, setting.isQuick ? 100 : 1_000);

const syncMany: Subject = (setting) =>
  syncLoad(setting, '50 new DMs of 10 messages', setting.isQuick ? 5 : 50, 10);

/** Until the node has the message: that is when our state turns to `sent`, and when the SDK's call resolves. */
const send: Subject = async ({ pages, grpcUrl, isQuick }) => {
  const took: Samples = { ours: [], peer: [] };
  const reader = await officialNodePeer({ grpcUrl });
  const writers = {
    ours: await pages.open(pages.newAccount('ours')),
    peer: await pages.open(pages.newAccount('peer')),
  };
  const dms: Record<Side, string> = { ours: '', peer: '' };
  for (const side of sides) {
    // As in an open inbox: messages come in by a stream while one writes.
    await writers[side].page.evaluate(() => window.bench.startStream());
    dms[side] = await writers[side].page.evaluate((id) => window.bench.openDm(id), reader.inboxId);
    // The first message of a conversation brings a key rotation along: not what is asked for here.
    await writers[side].page.evaluate((id) => window.bench.send(id, 'first'), dms[side]);
  }
  for (let index = 0; index < (isQuick ? 5 : 100); index++) {
    for (const side of sides) {
      const ms = await writers[side].page.evaluate(([id, text]) => window.bench.send(id, text), [
        dms[side],
        `text ${index}`,
      ] as const);
      took[side].push(ms);
    }
  }
  for (const side of sides) await writers[side].close();
  await reader.close();
  return [quantileRow('send, p50', took, 0.5), quantileRow('send, p95', took, 0.95)];
};

/** From the call of a native official client to the event in the page, both streams open. */
const receive: Subject = async ({ pages, grpcUrl, isQuick }) => {
  const took: Samples = { ours: [], peer: [] };
  const writer = await officialNodePeer({ grpcUrl });
  const readers = {
    ours: await pages.open(pages.newAccount('ours')),
    peer: await pages.open(pages.newAccount('peer')),
  };
  const dms: Record<Side, string> = { ours: '', peer: '' };
  for (const side of sides) {
    await readers[side].page.evaluate(() => window.bench.startStream());
    dms[side] = (await writer.dm(readers[side].inboxId)).conversationId;
    await writer.sendText(dms[side], 'first');
    await readers[side].page.evaluate(() => window.bench.arrival('first'));
  }
  for (let index = 0; index < (isQuick ? 5 : 100); index++) {
    for (const side of sides) {
      const text = `to ${side} ${index}`;
      const startMs = performance.timeOrigin + performance.now();
      await writer.sendText(dms[side], text);
      took[side].push(
        (await readers[side].page.evaluate((sought) => window.bench.arrival(sought), text)) - startMs,
      );
    }
  }
  for (const side of sides) await readers[side].close();
  await writer.close();
  return [
    quantileRow('peer’s send to our event, p50', took, 0.5),
    quantileRow('peer’s send to our event, p95', took, 0.95),
  ];
};

const root = resolve(import.meta.dirname, '../..');

function gzipBytes(file: string): number {
  return gzipSync(readFileSync(file), { level: 9 }).length;
}

/** Our whole worker, against the SDK's scripts and WASM as its page downloads them. */
const bundle: Subject = async () => {
  const assets = join(root, '.cache/pages/bench-official/assets');
  const official = readdirSync(assets)
    .filter((name) => /\.(?:js|wasm)$/u.test(name))
    .reduce((sum, name) => sum + gzipBytes(join(assets, name)), 0);
  return [
    row(
      'background bundle, gzip',
      'bytes',
      gzipBytes(join(root, '.output/chrome-mv3/background.js')),
      official,
    ),
  ];
};

export const subjects: Readonly<Record<string, Subject>> = {
  open: registerAndReopen,
  sync: syncOne,
  dms: syncMany,
  send,
  receive,
  bundle,
  popup,
  search: searchIndex,
};
