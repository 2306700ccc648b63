/** One message of every kind, as a person's peer sends them. */

import type { Message } from '../../src/core/client/client.ts';
import type { MessageContent } from '../../src/core/content/messageContent.ts';
import { encryptAttachment } from '../../src/core/content/remoteAttachmentCrypto.ts';
import { webRandom } from '../../src/core/crypto/random.ts';
import type { OurClient } from './ourClient.ts';

/** 60 x 40 pixels of one colour. */
const pngBytes = new Uint8Array(
  Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAADwAAAAoCAIAAAAt2Q6oAAAAO0lEQVR42u3OQQkAAAgEsItkGotbyBQ+hMECLNXzTqSlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpS8tsbyjFa5GAsQAAAAASUVORK5CYII=',
    'base64',
  ),
);

const word = (value: bigint): string => value.toString(16).padStart(64, '0');
const someone = `0x${'cd'.repeat(20)}`;

const markdownText = `# Weekly report

Some **bold**, *italic*, ~~gone~~ and \`code\`, [a link](https://example.com/path) and https://xmtp.org/docs.

- one
- two
  1. nested
- [x] done
- [ ] open

> A quote with **weight**

\`\`\`ts
export const answer = 42; // a line that is longer than a bubble is wide
\`\`\`

| Token | Amount |
|---|---:|
| USDC | 12.5 |

<b onclick="alert(1)">not bold</b> ![cat](https://tracker.example/cat.png)`;

const callsContent: MessageContent & { readonly kind: 'walletSendCalls' } = {
  kind: 'walletSendCalls',
  version: '1.0',
  chainId: '0x2105',
  from: `0x${'ef'.repeat(20)}`,
  calls: [
    { to: someone, value: '0x14d1120d7b160000', description: 'Pay the invoice' },
    {
      to: '0x833589fcd6edb6e08f4c7c32d4f71b54bda02913',
      data: `0x095ea7b3${word(BigInt(someone))}${word(2n ** 256n - 1n)}`,
    },
    { to: `0x${'12'.repeat(20)}`, data: '0xdeadbeef', value: '0x1' },
  ],
};

const actionsContent: MessageContent & { readonly kind: 'actions' } = {
  kind: 'actions',
  id: 'plan-question',
  description: 'Which plan would you like?',
  actions: [
    { id: 'small', label: 'The small one', style: 'primary' },
    { id: 'large', label: 'The large one' },
    { id: 'none', label: 'None of them', style: 'danger' },
  ],
};

export interface ContentScene {
  /** In the order that they were sent. */
  readonly sent: Readonly<
    Record<'text' | 'markdown' | 'reply' | 'picture' | 'remote' | 'calls' | 'question' | 'deleted', Message>
  >;
}

/**
 * Sends them one after another.
 *
 * @param fileUrl where what `onPayload` is given will lie
 */
export async function sendEveryKind(
  { client }: OurClient,
  conversationId: string,
  options: { readonly fileUrl: string; readonly onPayload: (payload: Uint8Array) => void },
): Promise<ContentScene> {
  const send = async (content: MessageContent): Promise<Message> =>
    (await client.sendContent(conversationId, content)).sent;

  const text = await send({ kind: 'text', text: 'Hello! See https://example.com/docs?x=1, it explains it.' });
  const markdown = await send({ kind: 'markdown', text: markdownText });
  const reply = await send({
    kind: 'reply',
    reference: text.messageId,
    content: { kind: 'text', text: 'To my own words' },
  });
  const picture = await send({
    kind: 'attachment',
    filename: 'A picture of something with a rather long name (3).png',
    mimeType: 'image/png',
    data: pngBytes,
  });
  const { payload, attachment } = await encryptAttachment(
    { filename: 'notes.txt', mimeType: 'text/plain', data: new TextEncoder().encode('Remember the milk.') },
    webRandom,
  );
  options.onPayload(payload);
  const remote = await send({
    kind: 'remoteAttachment',
    attachment: { ...attachment, url: options.fileUrl },
  });
  await send({
    kind: 'transactionReference',
    networkId: '8453',
    reference: `0x${'ab'.repeat(32)}`,
    metadata: {
      transactionType: 'transfer',
      currency: 'USDC',
      amount: 12_500_000,
      decimals: 6,
      fromAddress: someone,
      toAddress: someone,
    },
  });
  const calls = await send(callsContent);
  const question = await send(actionsContent);
  await (
    await client.sendNotification(conversationId, {
      type: 'order',
      title: 'On its way',
      body: 'With you tomorrow.',
      url: 'https://shop.example/1',
    })
  ).sent;
  const deleted = await send({ kind: 'text', text: 'I should not have said this' });
  await (await client.deleteMessage(deleted.messageId)).sent;
  await (await client.react(text.messageId, '👍', 'added')).sent;
  return { sent: { text, markdown, reply, picture, remote, calls, question, deleted } };
}
