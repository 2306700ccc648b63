/** A conversation as a person lives in it: long, unread, answered, in several windows, with the keyboard alone. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { accessibilityFindings } from '../support/accessibilityFindings.ts';
import { type ExtensionBrowser, launchExtension } from '../support/extensionBrowser.ts';
import { inboxIdOf } from '../support/inboxIdOf.ts';
import {
  bubble,
  conversationRow,
  createAccount,
  inboxShown,
  openTab,
  sendMessage,
} from '../support/inboxPages.ts';
import { type OurClient, ourClient } from '../support/ourClient.ts';
import { startTestNode, type TestNode } from '../support/startTestNode.ts';

const noteCount = 260;

let node: TestNode;
let friend: OurClient;
let browser: ExtensionBrowser;
let popup: Page;
let panel: Page;
/** The DM, as the friend knows it. */
let dmId: string;

async function openPopup(): Promise<void> {
  popup = await browser.open('popup.html');
  await popup.setViewportSize({ width: 380, height: 600 });
  await inboxShown(popup);
}

async function friendSays(...texts: readonly string[]): Promise<void> {
  for (const text of texts) await (await friend.client.sendText(dmId, text)).sent;
}

const friendsMessage = async (text: string) => {
  await friend.client.syncAll();
  return (await friend.client.listMessages(dmId)).find((message) => message.text === text);
};

/** The last of the list of rows: where a thread is left and entered. */
async function leave(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Back' }).click();
  await inboxShown(page);
}

const enter = (page: Page) => page.locator('ul.rows button').first().click();
const article = (page: Page, text: string) => page.getByRole('article').filter({ hasText: text });
/** The question, and not the answer that quotes it. */
const asked = (page: Page) => article(page, 'how is the weather?').filter({ hasNotText: 'sunny' });
const composer = (page: Page) => page.getByLabel('Message', { exact: true });

/** Where the first row that is wholly in view stands. */
function topRow(page: Page): Promise<{ readonly key: string; readonly top: number }> {
  return page.evaluate(() => {
    const frame = document.querySelector('.thread-scroll')?.getBoundingClientRect().top ?? 0;
    for (const row of document.querySelectorAll<HTMLElement>('[data-row]')) {
      const { top } = row.getBoundingClientRect();
      if (top >= frame) return { key: row.dataset.row ?? '', top };
    }
    throw new Error('no row is in view');
  });
}

const topOf = (page: Page, key: string) =>
  page.evaluate((of) => document.querySelector(`[data-row="${of}"]`)?.getBoundingClientRect().top, key);

beforeAll(async () => {
  node = await startTestNode();
  friend = await ourClient({ webUrl: node.webUrl });
  browser = await launchExtension();
  const onboarding = await browser.onboarding();
  const { address } = await createAccount(onboarding, { password: 'a long thread', webUrl: node.webUrl });
  dmId = (await friend.client.openDm(await inboxIdOf(node.webUrl, address))).conversationId;
  friend.client.start();
  await friendSays('hello there');
  await openPopup();
});

afterAll(async () => {
  await browser?.close();
  await friend?.close();
  await node?.stop();
});

test('in a request nothing can be attached or reacted to, and writing accepts it', async () => {
  await openTab(popup, 'Requests');
  await conversationRow(popup, 'hello there').click();
  await bubble(popup, 'hello there').waitFor();
  await popup.getByText('If you write, you accept this request.').waitFor();
  expect(await popup.getByRole('button', { name: 'Attach a file' }).count()).toBe(0);
  await bubble(popup, 'hello there').hover();
  expect(await bubble(popup, 'hello there').getByRole('button', { name: 'Reply' }).count()).toBe(0);
  expect(await accessibilityFindings(popup)).toEqual([]);
  await sendMessage(popup, 'good to hear from you');
  await bubble(popup, 'good to hear from you').getByText('Sent', { exact: true }).waitFor();
  await popup.getByRole('button', { name: 'Attach a file' }).waitFor();
  expect(await popup.getByRole('button', { name: 'Accept' }).count()).toBe(0);
});

test('what came while one was away begins at a mark, which stays until the thread is left', async () => {
  await leave(popup);
  await openTab(popup, 'Inbox');
  await friendSays('one', 'two', 'three');
  await conversationRow(popup, 'three').locator('.row__count').filter({ hasText: '3' }).waitFor();
  await enter(popup);
  const mark = article(popup, '3 new messages');
  await mark.waitFor();
  expect(await mark.locator('.bubble__text').textContent()).toBe('one');
  expect(await accessibilityFindings(popup)).toEqual([]);
  await leave(popup);
  await popup.locator('.row--unread').waitFor({ state: 'detached' });
  await enter(popup);
  await bubble(popup, 'three').waitFor();
  expect(await popup.getByText('3 new messages').count()).toBe(0);
});

test('a long absence opens at the first new message; the end is read when it was seen', async () => {
  await leave(popup);
  for (let n = 1; n <= noteCount; n += 1) await friendSays(`note ${n}`);
  await conversationRow(popup, `note ${noteCount}`).waitFor({ timeout: 60_000 });
  await enter(popup);
  const mark = article(popup, `${noteCount} new messages`);
  await mark.waitFor();
  expect(await mark.locator('.bubble__text').textContent()).toBe('note 1');
  const frame = await popup.locator('.thread-scroll').boundingBox();
  const box = await mark.boundingBox();
  // A scroll position is whole pixels, the height of a row is not.
  expect((box?.y ?? 0) - (frame?.y ?? 0)).toBeGreaterThan(-1);
  expect((box?.y ?? 0) - (frame?.y ?? 0)).toBeLessThan(200);

  const jump = popup.getByRole('button', { name: `Jump to the newest message, ${noteCount} unread` });
  await jump.click();
  await bubble(popup, `note ${noteCount}`).waitFor();
  await jump.waitFor({ state: 'detached' });
  expect(await popup.locator('[data-row]').count()).toBeLessThan(80);
  expect(await popup.locator('.jump').count()).toBe(0);
  await leave(popup);
  await popup.locator('.row--unread').waitFor({ state: 'detached' });
});

test('older messages come in above what one looks at, which does not move', async () => {
  await enter(popup);
  await bubble(popup, `note ${noteCount}`).waitFor();
  const seen = new Set<string>();
  for (let turn = 0; turn < 200; turn += 1) {
    const before = await topRow(popup);
    seen.add(before.key);
    const scrolled = await popup.evaluate(async () => {
      const scroller = document.querySelector('.thread-scroll') as HTMLElement;
      const present = scroller.scrollTop;
      scroller.scrollTop -= 240;
      const by = present - scroller.scrollTop;
      // Long enough for a page to come in, and for the list to rest.
      await new Promise((resolve) => setTimeout(resolve, 220));
      return by;
    });
    const after = await topOf(popup, before.key);
    expect(Math.abs((after ?? Number.NaN) - before.top - scrolled)).toBeLessThanOrEqual(1);
    expect(await popup.locator('[data-row]').count()).toBeLessThan(80);
    if (await bubble(popup, 'hello there').isVisible()) break;
  }
  await bubble(popup, 'hello there').waitFor();
  expect(seen.size).toBeGreaterThan(30);

  await friendSays('from far below');
  await popup.locator('[data-said]').filter({ hasText: 'from far below' }).waitFor({ state: 'attached' });
  await popup.getByRole('button', { name: 'Jump to the newest message, 1 unread' }).waitFor();
  const before = await topRow(popup);
  expect(await topOf(popup, before.key)).toBe(before.top);
  await popup.locator('.jump').click();
  await bubble(popup, 'from far below').waitFor();
});

test('a reply shows what it answers, here and there, and leads to it', async () => {
  await friendSays('how is the weather?');
  const question = bubble(popup, 'how is the weather?');
  await question.hover();
  await question.getByRole('button', { name: 'Reply', exact: true }).click();
  await popup.locator('.composer__reply').getByText('how is the weather?').waitFor();
  await popup.keyboard.press('Escape');
  await popup.locator('.composer__reply').waitFor({ state: 'detached' });
  await question.hover();
  await question.getByRole('button', { name: 'Reply', exact: true }).click();
  await popup.keyboard.type('sunny');
  await popup.keyboard.press('Enter');
  const answer = bubble(popup, 'sunny');
  await answer.getByText('Sent', { exact: true }).waitFor();
  expect(await popup.locator('.composer__reply').count()).toBe(0);
  const quoted = await friendsMessage('how is the weather?');
  await expect
    .poll(async () => (await friendsMessage('sunny'))?.content)
    .toMatchObject({ kind: 'reply', reference: quoted?.messageId, content: { kind: 'text', text: 'sunny' } });
  await answer.locator('.quote').click();
  await popup.locator('.thread__row--goal').filter({ hasText: 'how is the weather?' }).waitFor();
});

test('reactions come and go on both sides, in every window', async () => {
  panel = await browser.open('sidepanel.html');
  await panel.setViewportSize({ width: 900, height: 600 });
  await panel.bringToFront();
  await inboxShown(panel);
  await enter(panel);
  await bubble(panel, 'sunny').waitFor();

  const question = asked(popup);
  await popup.bringToFront();
  await question.locator('.bubble').hover();
  await question.getByRole('button', { name: 'React', exact: true }).click();
  await question.getByRole('button', { name: 'React with 👍' }).click();
  await expect
    .poll(async () => (await friendsMessage('how is the weather?'))?.reactions)
    .toMatchObject([{ content: '👍', inboxIds: [expect.any(String)] }]);
  await asked(panel)
    .getByRole('button', { name: /^👍, 1/ })
    .waitFor();

  const sunny = await friendsMessage('sunny');
  await (await friend.client.react(sunny?.messageId ?? '', '🌞', 'added')).sent;
  for (const page of [popup, panel]) {
    await page.bringToFront();
    await article(page, 'sunny').filter({ hasText: '🌞' }).waitFor();
  }
  await popup.bringToFront();
  await question.getByRole('button', { name: /^👍, 1/ }).click();
  await expect.poll(async () => (await friendsMessage('how is the weather?'))?.reactions).toEqual([]);
});

test('a message is deleted for everyone, after a question', async () => {
  await sendMessage(popup, 'a slip of the tongue');
  const slip = bubble(popup, 'a slip of the tongue');
  await slip.getByText('Sent', { exact: true }).waitFor();
  await friendSays('mine was one too');
  await bubble(popup, 'mine was one too').hover();
  await bubble(popup, 'mine was one too').getByRole('button', { name: 'Reply', exact: true }).click();
  await popup.keyboard.type('never mind');
  await popup.keyboard.press('Enter');
  await bubble(popup, 'never mind').locator('.quote').filter({ hasText: 'mine was one too' }).waitFor();
  const messageId = (await friendsMessage('a slip of the tongue'))?.messageId ?? '';
  await slip.hover();
  await slip.getByRole('button', { name: 'Delete', exact: true }).click();
  await popup.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click();
  await slip.waitFor();
  await slip.hover();
  await slip.getByRole('button', { name: 'Delete', exact: true }).click();
  await popup.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
  await popup.getByText('You deleted this message').waitFor();
  await expect
    .poll(async () => {
      await friend.client.syncAll();
      return (await friend.client.getMessage(messageId))?.deletedBy;
    })
    .toBeDefined();
  const theirs = await friendsMessage('mine was one too');
  await (await friend.client.deleteMessage(theirs?.messageId ?? '')).sent;
  for (const page of [popup, panel]) {
    await page.bringToFront();
    await page.getByText('This message was deleted by its sender').waitFor();
    await bubble(page, 'mine was one too').waitFor({ state: 'detached' });
    await bubble(page, 'a slip of the tongue').waitFor({ state: 'detached' });
  }
});

test('what vanishes is gone in every window, and so is what is said of it', async () => {
  await friend.client.setDisappearing(dmId, { fromNs: 1n, inNs: 4_000_000_000n });
  await popup.bringToFront();
  await popup.getByText('Messages disappear after').waitFor();
  await friendSays('soon gone');
  for (const page of [popup, panel]) {
    await page.bringToFront();
    await bubble(page, 'soon gone').waitFor();
  }
  for (const page of [popup, panel]) {
    await page.bringToFront();
    await bubble(page, 'soon gone').waitFor({ state: 'detached' });
  }
  await popup.bringToFront();
  await popup.getByRole('heading', { level: 1 }).getByRole('button').click();
  await popup.getByRole('heading', { name: 'About this person' }).waitFor();
  await popup.getByText(friend.client.address.toLowerCase()).first().waitFor();
  expect(await accessibilityFindings(popup)).toEqual([]);
  await popup.getByLabel('Disappearing messages').selectOption({ label: 'Off' });
  await expect
    .poll(async () => {
      await friend.client.syncAll();
      return (await friend.client.getConversation(dmId))?.disappearing;
    })
    .toBeUndefined();
  await popup.keyboard.press('Escape');
  await bubble(popup, 'sunny').waitFor();
  await popup.getByText('Messages disappear after').waitFor({ state: 'detached' });
});

test('a draft is kept: in the other window, and when all windows and the worker are gone', async () => {
  await panel.bringToFront();
  await panel.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
  await popup.bringToFront();
  await composer(popup).fill('half a thou');
  await expect.poll(() => composer(panel).inputValue()).toBe('half a thou');
  // Left before the pause after which a draft is kept.
  await composer(popup).fill('half a thought');
  await leave(popup);
  await expect.poll(() => composer(panel).inputValue()).toBe('half a thought');
  const debuggerOfPage = await browser.context.newCDPSession(popup);
  await panel.close();
  await debuggerOfPage.send('ServiceWorker.enable');
  await debuggerOfPage.send('ServiceWorker.stopAllWorkers');
  await popup.close();
  await openPopup();
  await enter(popup);
  await bubble(popup, 'sunny').waitFor();
  expect(await composer(popup).inputValue()).toBe('half a thought');

  // A popup closes at any key, without a word.
  await composer(popup).fill('half a thought is');
  await Promise.all([popup.waitForEvent('close'), popup.evaluate(() => void setTimeout(close, 0))]);
  await openPopup();
  await enter(popup);
  await bubble(popup, 'sunny').waitFor();
  expect(await composer(popup).inputValue()).toBe('half a thought is');
  await popup.keyboard.type(' enough');
  await popup.keyboard.press('Enter');
  await bubble(popup, 'half a thought is enough').getByText('Sent', { exact: true }).waitFor();
  await leave(popup);
  await enter(popup);
  await bubble(popup, 'half a thought is enough').waitFor();
  expect(await composer(popup).inputValue()).toBe('');
});

test('a file that is dropped or pasted is sent', async () => {
  for (const way of ['drop', 'paste'] as const) {
    await popup.evaluate((how) => {
      const data = new DataTransfer();
      data.items.add(new File([`by ${how}`], `${how}.txt`, { type: 'text/plain' }));
      const init = { bubbles: true, cancelable: true };
      const input = document.querySelector('textarea');
      if (how === 'drop') {
        input?.dispatchEvent(new DragEvent('dragover', { ...init, dataTransfer: data }));
        input?.dispatchEvent(new DragEvent('drop', { ...init, dataTransfer: data }));
      } else {
        input?.dispatchEvent(new ClipboardEvent('paste', { ...init, clipboardData: data }));
      }
    }, way);
    await bubble(popup, `${way}.txt`).getByText('Sent', { exact: true }).waitFor();
    await friend.waitForMessage(
      ({ content }) => content?.kind === 'remoteAttachment' && content.attachment.filename === `${way}.txt`,
    );
  }
});

test('the keyboard alone reaches every message and what can be done with it', async () => {
  await friendSays('the last word');
  await bubble(popup, 'the last word').waitFor();
  const focused = () =>
    popup.evaluate(() => document.activeElement?.closest('[data-row]')?.textContent ?? '');
  await composer(popup).focus();
  const list = popup.locator('.thread-scroll');
  for (let turn = 0; turn < 30; turn += 1) {
    await popup.keyboard.press('Shift+Tab');
    if (await list.evaluate((element) => element === document.activeElement)) break;
  }
  await popup.keyboard.press('End');
  await expect.poll(focused).toContain('the last word');
  expect(await popup.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toMatch(
    /^0x[^:]+: the last word, \d/,
  );
  await popup.keyboard.press('ArrowUp');
  await expect.poll(focused).toContain('paste.txt');
  expect(await popup.locator('article[aria-label]').count()).toBe(1);
  await popup.keyboard.press('r');
  await popup.locator('.composer__reply').getByText('paste.txt').waitFor();
  await popup.keyboard.press('Escape');
  await article(popup, 'the last word').focus();
  await popup.keyboard.press('q');
  await expect.poll(() => composer(popup).inputValue()).toBe('> the last word\n');
  await composer(popup).fill('');

  await article(popup, 'the last word').focus();
  await popup.keyboard.press('Shift+F10');
  await popup.keyboard.press('ArrowRight');
  expect(await popup.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toBe('Reply');
  await popup.keyboard.press('Escape');
  await expect.poll(focused).toContain('the last word');

  await popup.keyboard.press('PageUp');
  await popup.keyboard.press('PageUp');
  await popup.keyboard.press('PageUp');
  await expect.poll(focused).not.toContain('the last word');
  expect(await focused()).not.toBe('');
  await popup.getByRole('button', { name: 'Jump to the newest message' }).waitFor();
  await popup.keyboard.press('End');
  await expect.poll(focused).toContain('the last word');
  await expect
    .poll(async () => {
      await popup.keyboard.press('Home');
      return focused();
    })
    .toContain('hello there');
  expect(await accessibilityFindings(popup)).toEqual([]);
});
