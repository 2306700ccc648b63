/** Groups through the windows, with a client on the official SDK and one of ours in them. */
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { hexToBytes } from '../../src/core/bytes/hex.ts';
import { ed25519PublicKey } from '../../src/core/crypto/ed25519.ts';
import { webRandom } from '../../src/core/crypto/random.ts';
import { groupConfig } from '../../src/core/group/groupConfig.ts';
import { createInboxUpdate } from '../../src/core/identity/buildIdentityUpdate.ts';
import { createNodeApi } from '../../src/core/transport/createNodeApi.ts';
import { signerFromPrivateKey } from '../../src/core/wallet/localSigner.ts';
import { accessibilityFindings } from '../support/accessibilityFindings.ts';
import { withAttribute } from '../support/commitScene.ts';
import { type ExtensionBrowser, launchExtension } from '../support/extensionBrowser.ts';
import { inboxIdOf } from '../support/inboxIdOf.ts';
import { createAccount, inboxShown, openTab, sendMessage } from '../support/inboxPages.ts';
import { officialNodePeer } from '../support/officialNodePeer.ts';
import type { OfficialPeer } from '../support/officialPeer.ts';
import { type OurClient, ourClient } from '../support/ourClient.ts';
import { startTestNode, type TestNode } from '../support/startTestNode.ts';
import { WireNetwork } from '../support/wireNetwork.ts';

let node: TestNode;
let alice: OfficialPeer;
let bob: OurClient;
let browser: ExtensionBrowser;
let page: Page;
let ownInboxId: string;
let ownAddress: string;
let groupId: string;

beforeAll(async () => {
  node = await startTestNode();
  alice = await officialNodePeer({ grpcUrl: node.grpcUrl });
  bob = await ourClient({ webUrl: node.webUrl });
  browser = await launchExtension();
  const onboarding = await browser.onboarding();
  ownAddress = (await createAccount(onboarding, { password: 'a group of ours', webUrl: node.webUrl }))
    .address;
  ownInboxId = await inboxIdOf(node.webUrl, ownAddress);
  page = await browser.open('popup.html');
  await page.setViewportSize({ width: 380, height: 600 });
  await inboxShown(page);
});

afterAll(async () => {
  await browser?.close();
  await bob?.close();
  await alice?.close();
  await node?.stop();
});

const shortOf = (address: string) => `${address.slice(0, 6)}…${address.slice(-4)}`;

const button = (name: string | RegExp): Locator => page.getByRole('button', { name, exact: true });

/** The row of a member, by the address that it shows. */
const memberRow = (address: string): Locator =>
  page.locator('.member').filter({ hasText: shortOf(address.toLowerCase()) });

/** Opens the menu of a member and takes one of its items. */
async function choose(address: string, item: string): Promise<void> {
  await page.getByRole('button', { name: `Actions for ${shortOf(address.toLowerCase())}` }).click();
  await page.getByRole('menuitem', { name: item, exact: true }).click();
}

const dialog = (): Locator => page.getByRole('dialog');

const about = (): Locator => page.getByRole('region', { name: 'About this group' });

async function isInOrder(): Promise<void> {
  expect(await accessibilityFindings(page)).toEqual([]);
  await page.emulateMedia({ colorScheme: 'light' });
}

/** What the official SDK says of the group now. */
async function asAliceSeesIt() {
  await alice.sync();
  const members = await alice.members(groupId);
  return {
    ...(await alice.group(groupId)),
    roles: Object.fromEntries(members.map(({ inboxId, role }) => [inboxId, role])),
  };
}

test('a group is made from the list: who, what, and who may do what', async () => {
  await button('New message').click();
  await button('New group').click();
  const field = page.getByLabel('Address, name or inbox id');
  await field.fill('0x123');
  await page.keyboard.press('Enter');
  await page.locator('.person--refused').waitFor();
  await field.fill(alice.address);
  await page.keyboard.press('Enter');
  await field.fill(ownAddress);
  // Going on to the next field takes whom was typed along.
  await page.keyboard.press('Tab');
  await page.getByText('That is you.').waitFor();
  expect(await page.locator('.person').count()).toBe(3);
  await page.locator('.person--refused').first().getByRole('button').click();
  await page.locator('.person--refused').first().getByRole('button').click();
  await page.getByLabel('Name', { exact: true }).fill('Night shift');
  await page.getByLabel('Description').fill('Who watches the lamps');
  await page.getByLabel('Picture address').fill('http://not.safe/a.png');
  await page.getByText('This is no address that begins with https://').waitFor();
  await page.getByLabel('Picture address').fill('https://pictures.example/lamp.png');
  await page.locator('label').filter({ hasText: 'Everyone takes part' }).click();
  await isInOrder();
  await button('Create group').click();
  await page.getByRole('heading', { name: 'Night shift' }).waitFor();

  await alice.sync();
  const [group] = (await alice.conversations()).filter(({ kind }) => kind === 'group');
  groupId = group?.conversationId ?? '';
  expect(await asAliceSeesIt()).toMatchObject({
    name: 'Night shift',
    description: 'Who watches the lamps',
    imageUrl: 'https://pictures.example/lamp.png',
    preset: 'allMembers',
    addedByInboxId: ownInboxId,
    roles: { [ownInboxId]: 'superAdmin', [alice.inboxId]: 'member' },
  });
  await sendMessage(page, 'Lamps on');
  await page.getByText('Sent', { exact: true }).waitFor();
});

test('its page says what it is, and fetches nothing', async () => {
  const requests: string[] = [];
  page.on('request', (request) => {
    if (!request.url().startsWith('chrome-extension:')) requests.push(request.url());
  });
  await button('Night shift').click();
  await about().getByText('Picture at pictures.example, not fetched').waitFor();
  await about().getByText('2 members · You made this group').waitFor();
  expect(await page.locator('.member').count()).toBe(2);
  expect(await page.locator('.member').first().textContent()).toContain('YouSuper admin');
  await isInOrder();
  expect(requests).toEqual([]);
});

test('the keyboard alone opens the menu of a member, moves in it and leaves it', async () => {
  await page.getByRole('button', { name: `Actions for ${shortOf(alice.address.toLowerCase())}` }).focus();
  await page.keyboard.press('Enter');
  const focused = () => page.evaluate(() => document.activeElement?.textContent);
  await expect.poll(focused).toBe('Send message');
  await page.keyboard.press('ArrowDown');
  expect(await focused()).toBe('Copy address');
  await page.keyboard.press('End');
  expect(await focused()).toBe('Remove from group');
  await isInOrder();
  await page.keyboard.press('Enter');
  await dialog().getByText('can no longer read what is written').waitFor();
  expect(await focused()).toBe('Cancel');
  await isInOrder();
  await page.keyboard.press('Escape');
  await dialog().waitFor({ state: 'detached' });
  await page.keyboard.press('Enter');
  await expect.poll(focused).toBe('Send message');
  await page.keyboard.press('Escape');
  await page.getByRole('menu').waitFor({ state: 'hidden' });
  // Both times it was the menu or the question that Escape closed, and not the page.
  await about().waitFor();
  await page.keyboard.press('Escape');
  await page.getByLabel('Message', { exact: true }).waitFor();
  await button('Night shift').click();
});

test('renamed here, renamed there; renamed there, renamed here', async () => {
  await button('Edit name and picture').click();
  expect(await button('Save').isDisabled()).toBe(true);
  await page.getByLabel('Name', { exact: true }).fill('é'.repeat(51));
  await page.getByText('at most 100 bytes').waitFor();
  await page.getByLabel('Name', { exact: true }).fill('Early shift');
  await isInOrder();
  await button('Save').click();
  await about().getByRole('heading', { name: 'Early shift' }).waitFor();
  expect(await asAliceSeesIt()).toMatchObject({ name: 'Early shift', description: 'Who watches the lamps' });
  await alice.rename(groupId, 'Late shift');
  await about().getByRole('heading', { name: 'Late shift' }).waitFor();
});

test('one more is added, made admin and removed, and the others see each', async () => {
  await button('Add people').click();
  await page.getByLabel('Address, name or inbox id').fill(`${bob.client.address} ${alice.address}`);
  await page.getByText('Is in the group already.').waitFor();
  await page
    .locator('.person:not(.person--refused)')
    .filter({ hasText: shortOf(bob.client.address) })
    .waitFor();
  await isInOrder();
  await button('Add to group').click();
  await memberRow(bob.client.address).getByText('added by you').waitFor();
  expect((await asAliceSeesIt()).roles).toMatchObject({ [bob.client.inboxId]: 'member' });
  await bob.client.syncAll();
  expect((await bob.client.groupDetails(groupId)).addedByInboxId).toBe(ownInboxId);

  await choose(bob.client.address, 'Make admin');
  await memberRow(bob.client.address).getByText('Admin', { exact: true }).waitFor();
  expect((await asAliceSeesIt()).roles).toMatchObject({ [bob.client.inboxId]: 'admin' });
  await choose(bob.client.address, 'Take back admin');
  await memberRow(bob.client.address).getByText('Admin', { exact: true }).waitFor({ state: 'detached' });
  expect((await asAliceSeesIt()).roles).toMatchObject({ [bob.client.inboxId]: 'member' });

  const lifetime = page.getByLabel('Disappearing messages');
  await lifetime.selectOption('After 1 hour');
  await expect.poll(() => lifetime.inputValue()).toBe('3600000');
  await bob.client.syncAll();
  expect((await bob.client.getConversation(groupId))?.disappearing?.inNs).toBe(3_600_000_000_000n);
  await lifetime.selectOption('Off');
  await expect.poll(() => lifetime.inputValue()).toBe('off');
  await bob.client.syncAll();
  expect((await bob.client.getConversation(groupId))?.disappearing).toBeUndefined();

  await choose(bob.client.address, 'Remove from group');
  await dialog().getByRole('button', { name: 'Remove from group' }).click();
  await memberRow(bob.client.address).waitFor({ state: 'detached' });
  await expect.poll(() => page.evaluate(() => document.activeElement?.textContent)).toBe('Members 2');
  expect((await asAliceSeesIt()).roles).not.toHaveProperty(bob.client.inboxId);
});

test('who may do what is said in words and set by a super admin', async () => {
  await button(/^Permissions/).click();
  const people = page.getByLabel('Add people');
  expect(await people.locator('option').allTextContents()).toEqual([
    'Everyone',
    'Admins',
    'Super admins',
    'Nobody',
  ]);
  // The network has no word for it.
  expect(await page.getByLabel('Make admins').locator('option').allTextContents()).not.toContain('Everyone');
  await isInOrder();
  await people.selectOption('Admins');
  await expect.poll(() => people.inputValue()).toBe('admin');
  expect((await asAliceSeesIt()).policies).toMatchObject({ addMember: 'admin', name: 'allow' });
  await page.getByLabel('Set disappearing messages').selectOption('Nobody');
  await expect.poll(async () => (await asAliceSeesIt()).policies.disappearing).toBe('deny');
  await button('Back').click();
  await about().getByText('Own rules').waitFor();
});

test('a super admin is told how to leave, gives the role to another, and leaves', async () => {
  await about().getByText('As a super admin you cannot leave.').waitFor();
  expect(await button('Leave group').count()).toBe(0);
  await choose(alice.address, 'Make super admin');
  await dialog().getByRole('button', { name: 'Make super admin' }).click();
  await memberRow(alice.address).getByText('Super admin', { exact: true }).waitFor();
  await choose(ownAddress, 'Give up super admin');
  await dialog().getByRole('button', { name: 'Give up super admin' }).click();
  await button('Leave group').waitFor();
  expect((await asAliceSeesIt()).roles).toEqual({ [ownInboxId]: 'member', [alice.inboxId]: 'superAdmin' });
  // What only a super admin may is not offered any more, and still said.
  await button(/^Permissions/).click();
  expect(await page.locator('select').count()).toBe(0);
  await page.getByText('Only super admins may change who may do what.').waitFor();
  await isInOrder();
  await button('Back').click();

  await button('Leave group').click();
  await isInOrder();
  await dialog().getByRole('button', { name: 'Leave group' }).click();
  await about().getByText('You have asked to leave').waitFor();
  await expect
    .poll(
      async () => {
        await alice.sync();
        return (await alice.members(groupId)).length;
      },
      { timeout: 60_000, interval: 300 },
    )
    .toBe(1);
  await about().getByText('You are no longer in this group').waitFor();
  await isInOrder();
  await button('Back').click();
  await page.getByText('Nothing new arrives').waitFor();
  expect(await page.getByLabel('Message', { exact: true }).count()).toBe(0);
});

test('a group that seems to have gone on without us says so, and the next word of a member ends it', async () => {
  const api = createNodeApi({ baseUrl: node.webUrl });
  await button('Back').click();
  const made = await bob.client.createGroup({ members: [ownInboxId], name: 'Split lamps' });
  const id = made.conversation.conversationId;
  await (await bob.client.sendText(id, 'still here')).sent;
  await openTab(page, 'Requests');
  await page.locator('ul.rows button').filter({ hasText: 'Split lamps' }).click();
  await page.getByRole('button', { name: 'Accept' }).click();
  const [real] = (await api.queryGroupMessages({ groupId: hexToBytes(id), afterCursor: 0n })).slice(-1);
  const data = Uint8Array.from(real?.data ?? []);
  // The outside of a message names its epoch, after version, wire format and the group's id with its length.
  new DataView(data.buffer).setBigUint64(2 + 2 + 1 + 16, 1_000n);
  await api.sendGroupMessages([{ data, senderHmac: new Uint8Array(0), shouldPush: false }]);
  await page.getByText('This group may have gone on without you').waitFor();
  await isInOrder();
  await (await bob.client.sendText(id, 'are you there')).sent;
  await page.getByText('This group may have gone on without you').waitFor({ state: 'detached' });
});

test('who has an inbox and no program that can be reached is named, and everyone else is added', async () => {
  const seed = webRandom.bytes(32);
  const { inboxId, update } = await createInboxUpdate({
    signer: signerFromPrivateKey(webRandom.bytes(32)),
    nonce: 1n,
    installation: { seed, publicKey: ed25519PublicKey(seed) },
    nowNs: BigInt(Date.now()) * 1_000_000n,
  });
  await createNodeApi({ baseUrl: node.webUrl }).publishIdentityUpdate(update);
  await button('Back').click();
  await button('New message').click();
  await button('New group').click();
  await page.getByLabel('Address, name or inbox id').fill(`${inboxId} ${bob.client.inboxId} `);
  await expect.poll(() => page.locator('.person:not(.person--refused) .avatar').count()).toBe(2);
  await button('Create group').click();
  await about().getByText('Not added, as none of their apps can be reached now').waitFor();
  await memberRow(bob.client.address).waitFor();
  expect(await page.locator('.member').count()).toBe(2);
  await isInOrder();
  await button('Back').click();
});

test('a group that asks for a newer version says so, and offers no change', async () => {
  const network = new WireNetwork(node.webUrl);
  const maker = await network.newMember();
  const inboxIds = [maker.own.inboxId, ownInboxId];
  await network.exchange({ inboxIds });
  const id = maker.create(
    groupConfig({ creatorInboxId: maker.own.inboxId, random: webRandom, name: 'Modern lamps' }),
  );
  await maker.changeMembers(id, { add: [ownInboxId] });
  await network.exchange({ inboxIds, groupIds: [id], topics: [maker.installationId] });
  maker.sync(id);
  const { extensions } = maker.group(id).state.groupContext;
  maker.commit(id, [
    {
      kind: 'groupContextExtensions',
      extensions: withAttribute(extensions, 'minimum_supported_protocol_version', '99.0.0'),
    },
  ]);
  await network.exchange({});
  await button('Back').click();
  await openTab(page, 'Requests');
  await page.locator('ul.rows button').filter({ hasText: 'Modern lamps' }).click();
  await page.getByText('This group asks for version 99.0.0 or later').waitFor();
  await button('Modern lamps').click();
  await about().getByText('Leaving needs the newer version, too.').waitFor();
  expect(await button('Add people').count()).toBe(0);
  expect(await button('Edit name and picture').count()).toBe(0);
  await isInOrder();
  await button('Back').click();
});

test('being added by a stranger is a request that says by whom', async () => {
  const made = await alice.createGroup([ownInboxId], { name: 'Free lamps' });
  await alice.sendText(made.conversationId, 'only today');
  await button('Back').click();
  await openTab(page, 'Requests');
  await page.locator('ul.rows button').filter({ hasText: 'Free lamps' }).click();
  const notice = page.locator('.group-notice');
  await notice.getByText('Added by').waitFor();
  expect(await notice.textContent()).toContain(alice.address.toLowerCase());
  await isInOrder();
  await page.getByRole('button', { name: 'Accept' }).click();
  await notice.waitFor({ state: 'detached' });
  await button('Free lamps').click();
  await about()
    .getByText(`${shortOf(alice.address.toLowerCase())} added you`)
    .waitFor();
});

test('with the node out of reach a change says that it may still be made, and nothing is stuck', async () => {
  await button('Back').click();
  await button('Back').click();
  await openTab(page, 'Inbox');
  await page.locator('ul.rows button').filter({ hasText: 'Unnamed group' }).click();
  await button('Unnamed group').click();
  await node.kill();
  await button('Edit name and picture').click();
  await page.getByLabel('Name', { exact: true }).fill('Written in the dark');
  await button('Save').click();
  await page.getByText('Changing the group…').waitFor();
  const alert = page.getByRole('alert').filter({ hasText: 'The change may still be made' });
  await alert.waitFor({ timeout: 120_000 });
  expect(await page.getByLabel('Name', { exact: true }).inputValue()).toBe('Written in the dark');
  expect(await button('Save').isEnabled()).toBe(true);
});
