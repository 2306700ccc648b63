/**
 * What strangers may write, through the real thread: no text of theirs becomes markup, runs, or makes anything ask for
 * anything before a click. In the request, in the list, and after the conversation was accepted.
 */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { visibleBody } from '../../src/bridge/visibleText.ts';
import type { MessageContent } from '../../src/core/content/messageContent.ts';
import { encryptAttachment } from '../../src/core/content/remoteAttachmentCrypto.ts';
import { webRandom } from '../../src/core/crypto/random.ts';
import { type ExtensionBrowser, launchExtension } from '../support/extensionBrowser.ts';
import { type FileServer, startFileServer } from '../support/fileServer.ts';
import { hostilePayloads } from '../support/hostilePayloads.ts';
import { inboxIdOf } from '../support/inboxIdOf.ts';
import { createAccount, inboxShown, openTab } from '../support/inboxPages.ts';
import { naughtyStrings } from '../support/naughtyStrings.ts';
import { type OurClient, ourClient } from '../support/ourClient.ts';
import { startTestNode, type TestNode } from '../support/startTestNode.ts';

let node: TestNode;
let peer: OurClient;
let browser: ExtensionBrowser;
/** Everything that payloads point at: it must see nothing. */
let trap: FileServer;
let page: Page;
let payloads: readonly string[];
/** Message id to the text that its bubble must show. */
const texts = new Map<string, string>();
const sent = new Set<string>();
/** What happened in the browser that should not have. */
const incidents: string[] = [];

/** Contents that carry a payload in every field that takes a text. */
function contentsOf(payload: string): readonly MessageContent[] {
  const line = payload.slice(0, 200);
  return [
    { kind: 'markdown', text: payload },
    { kind: 'attachment', filename: line, mimeType: line.slice(0, 100), data: new Uint8Array([1, 2, 3]) },
    {
      kind: 'attachment',
      filename: `${line.slice(0, 60)}.svg`,
      mimeType: 'image/svg+xml',
      data: svgOf(payload),
    },
    {
      kind: 'transactionReference',
      networkId: line.slice(0, 60),
      reference: line,
      metadata: {
        transactionType: line,
        currency: line.slice(0, 30),
        amount: 1,
        decimals: 0,
        fromAddress: line,
        toAddress: line,
      },
    },
    {
      kind: 'walletSendCalls',
      version: '1.0',
      chainId: '0x1',
      from: `0x${'ab'.repeat(20)}`,
      calls: [{ to: `0x${'cd'.repeat(20)}`, value: '0x1', description: line, transactionType: line }],
    },
    {
      kind: 'actions',
      id: line,
      description: payload,
      actions: [{ id: line, label: line, imageUrl: 'https://tracker.example/pixel.png' }],
    },
    { kind: 'intent', id: line, actionId: line },
  ];
}

const svgOf = (payload: string): Uint8Array =>
  new TextEncoder().encode(`<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)">${payload}</svg>`);

beforeAll(async () => {
  node = await startTestNode();
  trap = await startFileServer((response) => response.end('caught'));
  payloads = hostilePayloads(trap.origin);
  peer = await ourClient({ webUrl: node.webUrl });
  browser = await launchExtension();
  const onboarding = await browser.onboarding();
  const { address } = await createAccount(onboarding, { password: 'of no effect', webUrl: node.webUrl });
  const ownInboxId = await inboxIdOf(node.webUrl, address);
  const { client } = peer;
  const { conversationId } = await client.openDm(ownInboxId);
  const send = async (content: MessageContent, shown?: string) => {
    const queued = await client.sendContent(conversationId, content).catch(() => undefined);
    // Our own codec lets some of it not even leave.
    if (queued === undefined) return;
    const message = await queued.sent;
    sent.add(message.messageId);
    if (shown !== undefined) texts.set(message.messageId, shown);
  };

  for (const text of [...naughtyStrings, ...payloads]) {
    if (text !== '') await send({ kind: 'text', text }, text);
  }
  for (let from = 0; from < naughtyStrings.length; from += 12) {
    await send({ kind: 'markdown', text: naughtyStrings.slice(from, from + 12).join('\n\n') });
  }
  const [first = ''] = texts.keys();
  for (const payload of payloads) {
    for (const content of contentsOf(payload)) await send(content);
    await send({ kind: 'reply', reference: first, content: { kind: 'text', text: payload } }, payload);
    await client
      .react(first, payload.slice(0, 64), 'added')
      .then(({ sent: reacted }) => reacted)
      .catch(() => undefined);
  }
  const { attachment } = await encryptAttachment(
    { filename: 'a<img src=x onerror=alert(1)>.png', mimeType: 'image/png', data: new Uint8Array(9) },
    webRandom,
  );
  await send({ kind: 'remoteAttachment', attachment: { ...attachment, url: `${trap.origin}/file` } });
  const { conversation } = await client.createGroup({
    members: [ownInboxId],
    name: `<img src=${trap.origin}/name.png onerror=alert(1)>`,
    description: `<script src=${trap.origin}/d.js></script>`,
    imageUrl: `${trap.origin}/group.png`,
  });
  await (await client.sendText(conversation.conversationId, `![x](${trap.origin}/in-group.png)`)).sent;

  page = await browser.open('popup.html');
  await page.setViewportSize({ width: 380, height: 600 });
  await inboxShown(page);
  page.on('dialog', (dialog) => {
    incidents.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on('console', (message) => {
    if (message.type() === 'error') incidents.push(`console: ${message.text()}`);
  });
  page.on('pageerror', (error) => incidents.push(`error: ${error.message}`));
  page.on('request', (request) => {
    if (!request.url().startsWith(`chrome-extension://${browser.extensionId}/`)) {
      incidents.push(`request: ${request.url()}`);
    }
  });
  page.on('framenavigated', (frame) => incidents.push(`navigation: ${frame.url()}`));
  browser.context.on('page', (opened) => incidents.push(`tab: ${opened.url()}`));
}, 600_000);

afterAll(async () => {
  await browser?.close();
  await peer?.close();
  await trap?.close();
  await node?.stop();
});

/** What a hostile text could have become, as elements and attributes that we never draw in a thread. */
const foreignElements = () =>
  page.evaluate(() => {
    const ours = new Set(
      (
        'ARTICLE BDI BLOCKQUOTE BR BUTTON CODE DIV EM FORM H2 HR INPUT LI OL P PATH PRE S SPAN STRONG SVG TABLE TBODY ' +
        'TD TH THEAD TIME TR UL'
      ).split(' '),
    );
    const found: string[] = [];
    for (const element of document.querySelectorAll('[role="log"] *')) {
      if (!ours.has(element.tagName.toUpperCase())) found.push(element.tagName);
      for (const { name, value } of element.attributes) {
        if (/^(?:on|src|href|action|formaction|srcdoc|data|poster|background)/iu.test(name)) {
          if (!name.startsWith('data-')) found.push(`${element.tagName} ${name}=${value}`);
        }
      }
    }
    return found;
  });

/** Through the whole thread, from its end to its beginning: every message is drawn once at least. */
async function readThread(): Promise<ReadonlyMap<string, string>> {
  const seen = new Map<string, string>();
  const frame = page.locator('.scroll').last();
  await frame.waitFor();
  const jump = page.locator('button.jump');
  if ((await jump.count()) > 0) await jump.click();
  for (let still = 0; still < 12; ) {
    const drawn = await page.evaluate(() =>
      [...document.querySelectorAll<HTMLElement>('.bubble[data-message-id]')].map((element) => [
        element.dataset.messageId ?? '',
        [...element.querySelectorAll('.bubble__text')].map((each) => each.textContent).join('\n'),
      ]),
    );
    const before = seen.size;
    for (const [id = '', text = ''] of drawn) seen.set(id, text);
    expect(await foreignElements()).toEqual([]);
    still = seen.size === before ? still + 1 : 0;
    await frame.evaluate((element) => element.scrollBy(0, -250));
    await page.waitForTimeout(30);
  }
  return seen;
}

async function expectNothingHappened(): Promise<void> {
  expect(incidents).toEqual([]);
  expect(trap.requests).toEqual([]);
  expect(await page.evaluate(() => 'pwned' in globalThis)).toBe(false);
}

test('in the list of requests', async () => {
  await openTab(page, 'Requests');
  await expect.poll(() => page.locator('ul.rows button').count()).toBe(2);
  expect(await page.locator('ul.rows img').count()).toBe(0);
  await expectNothingHappened();
});

test('in a request: every text as it was written, and no link in any', async () => {
  await page.locator('ul.rows > *').filter({ hasNotText: 'name.png' }).getByRole('button').first().click();
  await page.getByRole('button', { name: 'Accept' }).waitFor();
  const seen = await readThread();
  expect([...sent].filter((id) => !seen.has(id))).toEqual([]);
  for (const [id, text] of texts) {
    // Half of a character does not survive UTF-8.
    const shown = visibleBody(text.toWellFormed());
    if (shown.trim() !== '') expect(seen.get(id)).toBe(shown);
  }
  expect(await page.getByRole('link').count()).toBe(0);
  await expectNothingHappened();
}, 300_000);

test('in an accepted conversation: links, but none followed', async () => {
  await page.getByRole('button', { name: 'Accept' }).click();
  await page.getByLabel('Message', { exact: true }).waitFor();
  await page.getByRole('button', { name: 'Accept' }).waitFor({ state: 'detached' });
  const seen = await readThread();
  expect([...sent].filter((id) => !seen.has(id))).toEqual([]);
  await expectNothingHappened();
}, 300_000);

test('in a group’s name, its picture and its page', async () => {
  await page.getByRole('button', { name: 'Back', exact: true }).click();
  await openTab(page, 'Requests');
  await page.locator('ul.rows button').filter({ hasText: 'name.png' }).click();
  await page.getByRole('button', { name: 'Accept' }).click();
  await page
    .getByRole('heading', { name: /name\.png/ })
    .getByRole('button')
    .click();
  await page.getByText('d.js').waitFor();
  await expectNothingHappened();
});
