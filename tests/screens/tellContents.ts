/** One DM in which every kind of content is. */
import type { RemoteAttachment } from '../../src/core/content/messageContent.ts';
import { encryptAttachment } from '../../src/core/content/remoteAttachmentCrypto.ts';
import { webRandom } from '../../src/core/crypto/random.ts';
import { type FileShelf, noted, type Scene } from './scene.ts';

const plan = `## Three days in the hills

We meet at the **station**, platform *3*. What each of us brings:

- [x] rope and quickdraws
- [x] the map
- [ ] coffee

> The hut has blankets. Bring a sleeping bag liner.

| Day | Where | km |
|---|---|---:|
| Fri | Lake path | 9 |
| Sat | Sternenwand | 4 |
| Sun | Home | 12 |

The [route](https://maps.example.com/routes/lake-and-wall) is online; on the map it is \`A4\`.`;

const word = (value: bigint): string => value.toString(16).padStart(64, '0');
const hut = `0x${'5d1e9c40'.repeat(5)}`;
const usdcOnBase = '0x833589fcd6edb6e08f4c7c32d4f71b54bda02913';

async function onShelf(
  shelf: FileShelf,
  filename: string,
  mimeType: string,
  data: Uint8Array,
): Promise<RemoteAttachment> {
  const { payload, attachment } = await encryptAttachment({ filename, mimeType, data }, webRandom);
  const path = `/${filename.replaceAll(' ', '-')}`;
  shelf.files.set(path, payload);
  return { ...attachment, url: `${shelf.origin}${path}` };
}

export async function tellContents(scene: Scene, shelf: FileShelf): Promise<void> {
  const { timeline, own, say, cast, messages } = scene;
  const note = async (name: string, content: Parameters<Scene['say']>[1]) => {
    messages.set(name, (await say('yuki', content)).messageId);
  };
  const list = new TextEncoder().encode('Packing list\n\n- rope\n- helmet\n- two apples\n- the good mood\n');
  const packing = await onShelf(shelf, 'packing list.txt', 'text/plain', list);
  const photos = [
    await onShelf(shelf, 'lake in the morning.jpg', 'image/jpeg', shelf.photo),
    await onShelf(shelf, 'lake in the evening.jpg', 'image/jpeg', shelf.photo),
  ];

  timeline.at(1, '09:00', async () => {
    await note(
      'link',
      'The plan is done! The hut is at https://huts.example.com/lake, if you want to see it.',
    );
    await own.accept(noted(scene.conversations, 'yuki'));
    await note('markdown', { kind: 'markdown', text: plan });
    await note('picture', {
      kind: 'attachment',
      filename: 'the lake.jpg',
      mimeType: 'image/jpeg',
      data: shelf.photo,
    });
    await note('remote', { kind: 'remoteAttachment', attachment: packing });
    await note('several', { kind: 'multiRemoteAttachment', attachments: photos });
  });
  timeline.at(1, '09:20', async () => {
    await note('transaction', {
      kind: 'transactionReference',
      networkId: '8453',
      reference: `0x${'9f3a07c1'.repeat(8)}`,
      metadata: {
        transactionType: 'transfer',
        currency: 'USDC',
        amount: 84_000_000,
        decimals: 6,
        fromAddress: cast.yuki.client.address,
        toAddress: hut,
      },
    });
    await note('calls', {
      kind: 'walletSendCalls',
      version: '1.0',
      chainId: '0x2105',
      from: `0x${'ef'.repeat(20)}`,
      calls: [
        { to: hut, value: '0x2386f26fc10000', description: 'Your share of the hut' },
        { to: usdcOnBase, data: `0x095ea7b3${word(BigInt(hut))}${word(2n ** 256n - 1n)}` },
      ],
    });
    await note('question', {
      kind: 'actions',
      id: 'supper',
      description: 'What shall I order for supper on Friday?',
      actions: [
        { id: 'soup', label: 'Soup', style: 'primary' },
        { id: 'dumplings', label: 'Dumplings' },
        { id: 'nothing', label: 'Nothing, I eat on the train', style: 'danger' },
      ],
    });
    await note('deleted', 'I have told the others already');
    await (await cast.yuki.client.deleteMessage(noted(messages, 'deleted'))).sent;
    await own.markRead(noted(scene.conversations, 'yuki'));
  });
  timeline.at(1, '09:31', () =>
    own.say(noted(scene.conversations, 'yuki'), 'This is wonderful. I bring the coffee.'),
  );
}
