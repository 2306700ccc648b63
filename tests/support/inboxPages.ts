/** What a person does in the extension's pages, by the roles and labels that they see. */
import type { Locator, Page } from 'playwright-core';

export interface NewAccount {
  readonly password: string;
  /** gRPC-web URL of the node, entered as a custom network. */
  readonly webUrl: string;
}

/** scrypt and the registration take seconds on a busy machine. */
const slowMs = 60_000;

/** The last questions of onboarding. */
export async function choosePasswordAndNetwork(page: Page, { password, webUrl }: NewAccount): Promise<void> {
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByLabel('Repeat the password').fill(password);
  // The radio itself is drawn over by its label.
  await page.locator('label').filter({ hasText: 'Custom' }).click();
  await page.getByLabel('Node address').fill(webUrl);
  await page.getByRole('button', { name: 'Finish' }).click();
}

/** From the first page of onboarding to the last: a new account with a confirmed phrase. */
export async function createAccount(
  page: Page,
  account: NewAccount,
): Promise<{ phrase: string; address: string }> {
  await page.getByRole('button', { name: 'Create an account' }).click();
  await page.locator('[data-word="11"]').waitFor();
  const words: string[] = [];
  for (let index = 0; index < 12; index += 1) {
    words.push(((await page.locator(`[data-word="${index}"]`).textContent()) ?? '').trim());
  }
  await page.getByRole('button', { name: 'I wrote it down' }).click();
  await page
    .getByLabel(/^Word \d+$/)
    .first()
    .waitFor();
  for (const field of await page.getByLabel(/^Word \d+$/).all()) {
    const label = await field.evaluate((input: HTMLInputElement) => input.labels?.[0]?.textContent ?? '');
    await field.fill(words[Number(/\d+/.exec(label)?.[0]) - 1] ?? '');
  }
  await page.getByRole('button', { name: 'Continue' }).click();
  await choosePasswordAndNetwork(page, account);
  const address = await finishedAddress(page);
  return { phrase: words.join(' '), address };
}

/** Onboarding with a phrase or a key that exists, up to the click on its last button. */
export async function importAccount(page: Page, secret: string, account: NewAccount): Promise<void> {
  await page.getByRole('button', { name: 'Import an account' }).click();
  await page.getByLabel('Recovery phrase or private key').fill(secret);
  await page.getByRole('button', { name: 'Continue' }).click();
  await choosePasswordAndNetwork(page, account);
}

/** Waits for the last page of onboarding; answers the address that it shows. */
export async function finishedAddress(page: Page): Promise<string> {
  await page.getByRole('heading', { name: 'Your inbox is ready' }).waitFor({ timeout: slowMs });
  const text = (await page.locator('main').textContent()) ?? '';
  const address = /0x[0-9a-fA-F]{40}/.exec(text)?.[0];
  if (address === undefined) throw new Error(`onboarding shows no address: ${text}`);
  return address.toLowerCase();
}

export async function unlock(page: Page, password: string): Promise<void> {
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Unlock' }).click();
}

/** The inbox is shown when its lock button is. */
export async function inboxShown(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Lock', exact: true }).waitFor({ timeout: slowMs });
}

/** The row of a conversation, by the line it shows last. */
export function conversationRow(page: Page, lastLine: string): Locator {
  return page.locator('ul.rows button').filter({ hasText: lastLine });
}

export async function openTab(page: Page, name: 'Inbox' | 'Requests'): Promise<void> {
  await page.getByRole('tab', { name: new RegExp(`^${name}`) }).click();
}

/** The bubble with a text in the open thread. */
export function bubble(page: Page, text: string): Locator {
  return page.locator('.bubble').filter({ hasText: text });
}

export async function sendMessage(page: Page, text: string): Promise<void> {
  await page.getByLabel('Message', { exact: true }).fill(text);
  await page.getByRole('button', { name: 'Send' }).click();
}
