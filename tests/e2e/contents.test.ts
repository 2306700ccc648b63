/** Every kind of message in the real thread: what it looks like, what it does, and what it does not before a click. */

import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { accessibilityFindings } from '../support/accessibilityFindings.ts';
import { type ContentScene, sendEveryKind } from '../support/contentScene.ts';
import { type ExtensionBrowser, launchExtension } from '../support/extensionBrowser.ts';
import { type FileServer, startFileServer } from '../support/fileServer.ts';
import { inboxIdOf } from '../support/inboxIdOf.ts';
import { bubble, createAccount, inboxShown, openTab } from '../support/inboxPages.ts';
import { type OurClient, ourClient } from '../support/ourClient.ts';
import { startTestNode, type TestNode } from '../support/startTestNode.ts';

let node: TestNode;
let peer: OurClient;
let browser: ExtensionBrowser;
let files: FileServer;
let payload: Uint8Array = new Uint8Array();
let page: Page;
let scene: ContentScene;
let dmId: string;
let ownInboxId: string;

beforeAll(async () => {
  node = await startTestNode();
  files = await startFileServer((response) => response.end(payload));
  peer = await ourClient({ webUrl: node.webUrl });
  browser = await launchExtension();
  const onboarding = await browser.onboarding();
  const { address } = await createAccount(onboarding, { password: 'of every kind', webUrl: node.webUrl });
  ownInboxId = await inboxIdOf(node.webUrl, address);
  peer.client.start();
  dmId = (await peer.client.openDm(ownInboxId)).conversationId;
  scene = await sendEveryKind(peer, dmId, {
    fileUrl: `${files.origin}/notes`,
    onPayload: (made) => {
      payload = made;
    },
  });
  page = await browser.open('popup.html');
  await page.setViewportSize({ width: 380, height: 600 });
  await inboxShown(page);
});

afterAll(async () => {
  await browser?.close();
  await peer?.close();
  await files?.close();
  await node?.stop();
});

const shot = async (name: string) => {
  const folder = process.env.SHOTS;
  if (folder === undefined) return;
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    await page.screenshot({ path: `${folder}/${name}-${colorScheme}.png` });
  }
};

const bubbleOf = (messageId: string) => page.locator(`.bubble[data-message-id="${messageId}"]`);

/** Brings a message into view: the thread draws only what is near. */
async function goTo(messageId: string) {
  const target = bubbleOf(messageId);
  const frame = page.locator('.scroll').last();
  for (const step of [-200, 200]) {
    for (let turn = 0; turn < 40 && (await target.count()) === 0; turn += 1) {
      await frame.evaluate((element, by) => element.scrollBy(0, by), step);
      await page.waitForTimeout(30);
    }
  }
  await target.scrollIntoViewIfNeeded();
  return target;
}

/** Silence as a WAV file: 8,000 samples a second, one byte each. */
function tenthOfASecond(): Uint8Array {
  const file = Buffer.alloc(44 + 800);
  file.write('RIFF', 0);
  file.writeUInt32LE(36 + 800, 4);
  file.write('WAVEfmt ', 8);
  file.writeUInt32LE(16, 16);
  file.writeUInt16LE(1, 20);
  file.writeUInt16LE(1, 22);
  file.writeUInt32LE(8_000, 24);
  file.writeUInt32LE(8_000, 28);
  file.writeUInt16LE(1, 32);
  file.writeUInt16LE(8, 34);
  file.write('data', 36);
  file.writeUInt32LE(800, 40);
  return new Uint8Array(file);
}

test('in a request nothing leads anywhere, and nothing is fetched', async () => {
  await openTab(page, 'Requests');
  await page.locator('ul.rows button').first().click();
  await page.getByRole('button', { name: 'Accept' }).waitFor();
  await bubbleOf(scene.sent.text.messageId).waitFor();
  expect(await accessibilityFindings(page)).toEqual([]);
  await shot('request');
  const text = await goTo(scene.sent.text.messageId);
  expect(await text.textContent()).toContain('https://example.com/docs?x=1');
  const remote = await goTo(scene.sent.remote.messageId);
  expect(await remote.textContent()).toContain('once you accept the conversation');
  expect(await page.getByRole('link').count()).toBe(0);
  expect(
    await page.getByRole('button', { name: /Download|^Open$|Look it up|Copy the request/ }).count(),
  ).toBe(0);
  expect(files.requests).toEqual([]);
  await page.getByRole('button', { name: 'Accept' }).click();
  await page.getByLabel('Message', { exact: true }).waitFor();
});

test('a link says where it leads, and leads there once', async () => {
  const markdown = await goTo(scene.sent.markdown.messageId);
  expect(await markdown.locator('b, img, script').count()).toBe(0);
  expect(await markdown.textContent()).toContain('<b onclick="alert(1)">not bold</b>');
  await shot('markdown');
  await markdown.getByRole('link', { name: 'Picture: cat' }).click();
  const dialog = page.getByRole('dialog');
  expect(await dialog.textContent()).toContain('https://tracker.example/cat.png');
  expect(await accessibilityFindings(page)).toEqual([]);
  await shot('link');
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'hidden' });
  expect(browser.context.pages().some((each) => each.url().includes('tracker.example'))).toBe(false);
  await markdown.getByRole('link', { name: 'a link' }).focus();
  await page.keyboard.press('Enter');
  const opened = browser.context.waitForEvent('page');
  await page.getByRole('button', { name: 'Open example.com' }).click();
  const tab = await opened;
  await expect.poll(() => tab.url()).toMatch(/^(https:\/\/example\.com\/path|chrome-error:)/);
  await tab.close();
  await page.bringToFront();
});

test('a picture is drawn in the sandbox, after a click', async () => {
  const picture = await goTo(scene.sent.picture.messageId);
  expect(await page.locator('iframe').count()).toBe(0);
  await picture.getByRole('button', { name: 'Open', exact: true }).click();
  const frame = picture.locator('iframe');
  await frame.waitFor();
  const image = frame.contentFrame().getByRole('img');
  await image.waitFor();
  await expect.poll(() => frame.evaluate((element) => element.getBoundingClientRect().width)).toBe(60);
  expect(
    await frame
      .contentFrame()
      .locator('body')
      .evaluate(() => self.origin),
  ).toBe('null');
  expect(await accessibilityFindings(page)).toEqual([]);
  await shot('picture');
  const download = page.waitForEvent('download');
  await picture.getByRole('button', { name: 'Save' }).click();
  expect((await download).suggestedFilename()).toBe('A picture of something with a rather long name (3).png');
  await picture.getByRole('button', { name: 'Close' }).click();
  await frame.waitFor({ state: 'detached' });
});

test('a file is what its bytes say, never what it is called', async () => {
  const ascii = (text: string) => Uint8Array.from(text, (character) => character.charCodeAt(0));
  const open = async (filename: string, mimeType: string, data: Uint8Array) => {
    const content = { kind: 'attachment', filename, mimeType, data } as const;
    const { messageId } = await (await peer.client.sendContent(dmId, content)).sent;
    const file = await goTo(messageId);
    await file.getByRole('button', { name: 'Open', exact: true }).click();
    await file.getByRole('button', { name: 'Save' }).waitFor();
    return file;
  };

  const svg = '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><script>alert(1)</script></svg>';
  const picture = await open('holiday.png', 'image/png', ascii(svg));
  await picture.getByText('not the kind of file that its name says').waitFor();
  expect(await picture.locator('iframe').contentFrame().locator('pre').textContent()).toBe(svg);
  expect(await picture.locator('iframe').contentFrame().locator('svg').count()).toBe(0);
  await picture.getByRole('button', { name: 'Close' }).click();

  const broken = await open('broken.png', 'image/png', ascii('\x89PNG\r\n\x1a\n and nothing'));
  await broken.getByText('It could not be shown.').waitFor();
  expect(await broken.locator('iframe').count()).toBe(0);

  const sound = await open('sound.bin', 'application/pdf', tenthOfASecond());
  const player = sound.locator('iframe').contentFrame().locator('audio');
  await expect.poll(() => player.evaluate((element: HTMLAudioElement) => element.duration)).toBe(0.1);
  await shot('files');

  const program = await open('invoice.pdf.exe', 'application/pdf', ascii('MZ\x90\0'));
  await program.getByText('This kind of file is not shown here.').waitFor();
  expect(await program.locator('iframe').count()).toBe(0);
  await program.getByRole('button', { name: 'Save' }).click();
  await page.getByText('Files that end in .exe can take over a computer').waitFor();
  await shot('danger');
  await page.keyboard.press('Escape');
});

test('a remote file names its host, is fetched on a click, and its text is shown', async () => {
  const remote = await goTo(scene.sent.remote.messageId);
  expect(await remote.textContent()).toContain(new URL(files.origin).host);
  expect(files.requests).toEqual([]);
  await remote.getByRole('button', { name: 'Download and open' }).click();
  const frame = remote.locator('iframe');
  await frame.contentFrame().getByText('Remember the milk.').waitFor();
  expect(files.requests).toHaveLength(1);
  await shot('remote');
});

test('a request for calls says what it would do, in exact numbers', async () => {
  const card = await goTo(scene.sent.calls.messageId);
  const words = await card.textContent();
  expect(words).toContain('On Base');
  expect(words).toContain('Send 1.5 ETH');
  expect(words).toContain('The sender says: Pay the invoice');
  expect(words).toContain('everything that you have of a token');
  expect(words).toContain('can empty your balance');
  expect(words).toContain('It also sends 0.000000000000000001 ETH');
  expect(words).toContain(`0x${'12'.repeat(20)}`);
  await shot('calls');
  await card.getByRole('button', { name: 'Copy the request' }).scrollIntoViewIfNeeded();
  await shot('calls-end');
});

test('a question is answered once, and the peer hears it', async () => {
  const question = await goTo(scene.sent.question.messageId);
  await shot('question');
  await question.getByRole('button', { name: 'The large one' }).click();
  expect(await question.getByRole('button', { name: 'The small one' }).isDisabled()).toBe(true);
  const answer = await peer.waitForMessage((message) => message.content?.kind === 'intent');
  expect(answer.content).toMatchObject({ id: 'plan-question', actionId: 'large' });
  await page.locator('.bubble--own').filter({ hasText: 'Chose The large one' }).waitFor();
});

test('a reply leads to what it answers; a deleted message is gone; reactions are counted', async () => {
  const reply = await goTo(scene.sent.reply.messageId);
  await reply.getByRole('button', { name: /Hello! See/ }).click();
  const text = bubbleOf(scene.sent.text.messageId);
  await text.waitFor();
  const chip = page.getByRole('button', { name: /^👍, 1/ });
  await chip.click();
  await page.getByRole('button', { name: /^👍, 2: .*You/ }).waitFor();
  await expect
    .poll(
      async () => (await peer.client.getMessage(scene.sent.text.messageId))?.reactions[0]?.inboxIds.length,
    )
    .toBe(2);
  await text.hover();
  await shot('reactions');
  const deleted = await goTo(scene.sent.deleted.messageId);
  expect(await deleted.textContent()).toContain('deleted by its sender');
  expect(await page.getByText('I should not have said this').count()).toBe(0);
});

test('the tools of a message: react with anything, answer, delete', async () => {
  await page.getByLabel('Message', { exact: true }).fill('Of my own');
  await page.getByRole('button', { name: 'Send' }).click();
  const sent = await peer.waitForMessage((message) => message.text === 'Of my own');
  const own = bubbleOf(sent.messageId);
  await own.getByText('Sent', { exact: true }).waitFor({ state: 'attached' });
  await own.hover();
  await own.getByRole('button', { name: 'React' }).click();
  await shot('tools');
  await own.getByLabel('Another emoji').fill('🦊');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: /^🦊, 1: You/ }).waitFor();
  // The field is gone; who goes by the keyboard is still at the message.
  expect(await own.evaluate((bubble) => bubble.contains(document.activeElement))).toBe(true);
  await own.hover();
  await own.getByRole('button', { name: 'Reply' }).click();
  await page.getByLabel('Message', { exact: true }).fill('And an answer');
  await page.getByRole('button', { name: 'Send' }).click();
  const answer = page.locator('.bubble--own').filter({ hasText: 'And an answer' });
  await answer.locator('.quote').filter({ hasText: 'Of my own' }).waitFor();
  await own.hover();
  await own.getByRole('button', { name: 'Delete' }).click();
  await shot('delete');
  await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
  await page.getByText('You deleted this message').waitFor();
  await page.getByRole('button', { name: 'Back', exact: true }).click();
  await openTab(page, 'Inbox');
  await page.locator('ul.rows button').first().click();
  await answer.locator('.quote').filter({ hasText: 'Message deleted' }).waitFor();
  await expect.poll(async () => (await peer.client.getMessage(sent.messageId))?.deletedBy).toBe(ownInboxId);
});

test('in a group: who said it, what changed, who deleted', async () => {
  const { client } = peer;
  const { conversation } = await client.createGroup({ members: [ownInboxId], name: 'Friends' });
  await (await client.sendText(conversation.conversationId, 'Hello all')).sent;
  await client.updateGroup(conversation.conversationId, { name: 'Old friends' });
  await page.getByRole('button', { name: 'Back' }).click();
  await openTab(page, 'Requests');
  await page.locator('ul.rows button').filter({ hasText: 'Old friends' }).click();
  await page.getByRole('button', { name: 'Accept' }).click();
  await bubble(page, 'Hello all').waitFor();
  await page.getByText(/named the group “Old friends”/).waitFor();
  expect(await page.locator('.sender').first().textContent()).not.toBe('');
  await page.getByLabel('Message', { exact: true }).fill('Mine');
  await page.getByRole('button', { name: 'Send' }).click();
  const own = await peer.waitForMessage((message) => message.text === 'Mine');
  await (await client.deleteMessage(own.messageId)).sent;
  await page.getByText(/was deleted by .*, an admin/).waitFor();
  expect(await accessibilityFindings(page)).toEqual([]);
  await shot('group');
});
