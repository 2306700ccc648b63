/** A member of the conversation who knows all its secrets and keeps to none of its rules. */
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { utf8Encode } from '../../src/core/bytes/bytes.ts';
import type { Client } from '../../src/core/client/client.ts';
import { contentToBytes } from '../../src/core/content/contentBytes.ts';
import { encodeText } from '../../src/core/content/textContent.ts';
import { createGroupStore } from '../../src/core/conversation/groupStore.ts';
import { webRandom } from '../../src/core/crypto/random.ts';
import {
  mutableMetadataExtension,
  readMutableMetadata,
  replaceExtension,
} from '../../src/core/group/groupContextExtensions.ts';
import { encodePlaintextEnvelope } from '../../src/core/group/plaintextEnvelope.ts';
import { encodeInboxCredential } from '../../src/core/identity/inboxCredential.ts';
import { createApplicationMessage } from '../../src/core/mls/createApplicationMessage.ts';
import { createCommit } from '../../src/core/mls/createCommit.ts';
import { createProposal } from '../../src/core/mls/createProposal.ts';
import type { GroupState } from '../../src/core/mls/groupState.ts';
import { RatchetTree } from '../../src/core/mls/ratchetTree.ts';
import { createNodeApi } from '../../src/core/transport/createNodeApi.ts';
import { startNode } from '../../src/node/startNode.ts';
import { newDevice } from './clientCrash.ts';

let node: Awaited<ReturnType<typeof startNode>>;
beforeAll(async () => {
  node = await startNode();
});
afterAll(async () => {
  await node.close();
});

const texts = async (client: Client, conversationId: string): Promise<readonly string[]> =>
  (await client.listMessages(conversationId))
    .filter(({ kind }) => kind !== 'groupUpdate')
    .map(({ kind, text }) => (kind === 'content' ? text : kind))
    .reverse();

const publish = async (data: Uint8Array): Promise<void> => {
  const raw = createNodeApi({ baseUrl: node.webUrl });
  await raw.sendGroupMessages([{ data, senderHmac: new Uint8Array(32), shouldPush: true }]);
};

/** A DM that both have written in, and the other side's MLS state taken from its disk. */
async function dmWithHostile() {
  const theirDevice = newDevice(node.webUrl);
  const us = (await newDevice(node.webUrl).boot()).client;
  const them = (await theirDevice.boot()).client;
  onTestFinished(() => Promise.all([us.close(), them.close()]).then(() => undefined));
  const { conversationId } = await us.openDm(them.inboxId);
  await (await us.sendText(conversationId, 'first')).sent;
  await them.syncAll();
  await (await them.sendText(conversationId, 'second')).sent;
  await us.syncAll();
  await them.syncAll();
  const stolen = async (): Promise<GroupState> => {
    const loaded = await createGroupStore(theirDevice.database).load(conversationId);
    if (loaded === undefined) throw new Error('no group');
    return loaded.state;
  };
  return { us, them, conversationId, stolen };
}

test('a member who takes our name in its leaf does not speak for us', async () => {
  const { us, conversationId, stolen } = await dmWithHostile();
  const state = await stolen();
  const leaves = state.tree.leaves.map((leaf, index) =>
    leaf === undefined || index !== state.ownLeafIndex
      ? leaf
      : { ...leaf, credential: { type: 'basic' as const, identity: encodeInboxCredential(us.inboxId) } },
  );
  const masked: GroupState = {
    ...state,
    tree: new RatchetTree(leaves, state.tree.parents, [...state.tree.hashMemo]),
  };
  const commit = createCommit(masked, { forcePath: true }, webRandom);
  await publish(commit.commit);
  const envelope = encodePlaintextEnvelope(contentToBytes(encodeText('I am you')), '1');
  await publish(createApplicationMessage(commit.pending, envelope, webRandom).bytes);

  await us.syncAll();
  const messages = await us.listMessages(conversationId);
  expect(messages.map(({ text }) => text)).not.toContain('I am you');
  expect(messages.filter(({ kind }) => kind === 'undecryptable')).toMatchObject([
    { reason: 'foreignSender', isOwn: false, senderInboxId: '' },
  ]);
  expect((await us.getConversation(conversationId))?.unreadCount).toBe(1);
});

test('an open proposal that nobody may commit does not keep us from writing', async () => {
  const { us, them, conversationId, stolen } = await dmWithHostile();
  const state = await stolen();
  const { extensions } = state.groupContext;
  const metadata = readMutableMetadata(extensions);
  const proposed = replaceExtension(
    extensions,
    mutableMetadataExtension({
      ...metadata,
      attributes: new Map([...metadata.attributes, ['an attribute without a policy', 'x']]),
    }),
  );
  const { bytes } = createProposal(
    state,
    { kind: 'groupContextExtensions', extensions: proposed },
    webRandom,
  );
  await publish(bytes);

  await us.syncAll();
  const { sent } = await us.sendText(conversationId, 'all the same');
  expect((await sent).status).toBe('sent');
  await them.syncAll();
  expect(await texts(them, conversationId)).toEqual(['first', 'second', 'all the same']);
  await (await them.sendText(conversationId, 'and back')).sent;
  await us.syncAll();
  expect((await texts(us, conversationId)).at(-1)).toBe('and back');
});

test('bytes that are no envelope are one unreadable line, and the next message arrives', async () => {
  const { us, conversationId, stolen } = await dmWithHostile();
  let state = await stolen();
  for (const data of [utf8Encode('no protobuf'), new Uint8Array([0xff, 0xff]), new Uint8Array(0)]) {
    const made = createApplicationMessage(state, data, webRandom);
    state = made.state;
    await publish(made.bytes);
  }
  const envelope = encodePlaintextEnvelope(contentToBytes(encodeText('proper')), '1');
  await publish(createApplicationMessage(state, envelope, webRandom).bytes);
  await us.syncAll();
  const lines = await texts(us, conversationId);
  expect(lines.at(-1)).toBe('proper');
  expect(lines.filter((line) => line === 'undecryptable').length).toBeGreaterThan(0);
});

test('a group with an id that no window could show is not joined, and the next one is', async () => {
  let idLength = 32;
  // Nothing else is drawn in this length.
  const random = { bytes: (length: number) => webRandom.bytes(length === 16 ? idLength : length) };
  const us = (await newDevice(node.webUrl).boot()).client;
  const them = (await newDevice(node.webUrl, { random }).boot()).client;
  onTestFinished(() => Promise.all([us.close(), them.close()]).then(() => undefined));
  await them.createGroup({ members: [us.inboxId], name: 'too long' });
  idLength = 16;
  await them.createGroup({ members: [us.inboxId], name: 'as all others' });
  await us.syncAll();
  expect((await us.listConversations()).map(({ name }) => name)).toEqual(['as all others']);
});
