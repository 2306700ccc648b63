import { expect, test } from 'vitest';
import {
  fakeConversation,
  fakeConversationId,
  fakeMessage,
  unsafeFakeClient,
} from '../session/unsafeFakeClient.ts';
import { runCallsOfMessage } from './runCallsOfMessage.ts';

const stranger = '5e'.repeat(32);
const address = `0x${'ab'.repeat(20)}`;
const messageId = 'c'.repeat(64);

function world() {
  const client = unsafeFakeClient();
  const asked: unknown[] = [];
  client.conversations.set(fakeConversationId, fakeConversation({ consent: 'allowed' }));
  client.messages.set(
    messageId,
    fakeMessage({
      messageId,
      senderInboxId: stranger,
      content: {
        kind: 'walletSendCalls',
        version: '1',
        chainId: '0x1',
        from: address,
        calls: [{ to: address }],
      },
    }),
  );
  const sendCalls = async (_: string, calls: unknown) => {
    asked.push(calls);
    return {};
  };
  const run = () => runCallsOfMessage(client, { sendCalls }, { messageId, walletId: 'w' });
  return { client, asked, run };
}

test('the calls of a message are what the store holds', async () => {
  const { asked, run } = world();
  await run();
  expect(asked).toMatchObject([{ chainId: '0x1', from: address, calls: [{ to: address }] }]);
});

test('nothing is run for a request, nor for who is blocked in a group that was accepted', async () => {
  const { client, asked, run } = world();
  await client.setInboxConsent(stranger, 'denied');
  await expect(run()).rejects.toMatchObject({ code: 'Wallet.NoCalls' });
  await client.setInboxConsent(stranger, 'allowed');
  client.conversations.set(fakeConversationId, fakeConversation({ consent: 'unknown' }));
  await expect(run()).rejects.toMatchObject({ code: 'Wallet.NoCalls' });
  expect(asked).toEqual([]);
});

test('calls in a reply are run as those that stand alone', async () => {
  const { client, asked, run } = world();
  const content = client.messages.get(messageId)?.content;
  if (content === undefined) throw new Error('no content');
  const reply = { kind: 'reply', reference: 'd'.repeat(64), content } as const;
  client.messages.set(messageId, fakeMessage({ messageId, senderInboxId: stranger, content: reply }));
  await run();
  expect(asked).toMatchObject([{ chainId: '0x1' }]);
});
