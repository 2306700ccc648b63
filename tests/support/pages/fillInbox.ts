/**
 * Fills the open inbox of the extension, from one of its own pages: rows as the client writes them, sealed under the
 * account's key, without the months of network traffic that would bring them.
 */
import { base64ToBytes } from '../../../src/core/bytes/base64.ts';
import { readAccountRow } from '../../../src/core/client/accountRow.ts';
import { contentToBytes } from '../../../src/core/content/contentBytes.ts';
import { encodeText } from '../../../src/core/content/textContent.ts';
import { orderKey, timeKey } from '../../../src/core/conversation/orderKey.ts';
import { webRandom } from '../../../src/core/crypto/random.ts';
import { createSealer } from '../../../src/core/crypto/sealer.ts';
import type { Change } from '../../../src/core/ports.ts';
import { openIdbDatabase } from '../../../src/core/storage/idb/openIdbDatabase.ts';

export interface FillPlan {
  /** Messages of each conversation; the first has the newest activity. */
  readonly lengths: readonly number[];
  /** Of them this many at the end are unread. */
  readonly unread: number;
}

const stepNs = 60_000_000_000n;
const batchLength = 1_000;
const words =
  'the swap went through and gas was low so we can sign the next one tomorrow before the vote ends'.split(
    ' ',
  );

const hexOf = (value: number, bytes: number): string => value.toString(16).padStart(bytes * 2, '0');

/** Between four and some sixty words, the same for the same number. */
function sentence(seed: number): string {
  const length = 4 + ((seed * 2_654_435_761) % (seed % 17 === 0 ? 60 : 14));
  return Array.from({ length }, (_, index) => words[(seed * 31 + index * 7) % words.length]).join(' ');
}

/** Answers the ids of the conversations, in the order of the plan. */
async function fillInbox({ lengths, unread }: FillPlan): Promise<readonly string[]> {
  const held = (await chrome.storage.session.get('vault.dataKey'))['vault.dataKey'] as {
    readonly accountId: string;
    readonly dataKey: string;
  };
  const database = await openIdbDatabase({
    name: `wallet-inbox-${held.accountId}`,
    sealer: createSealer(base64ToBytes(held.dataKey), webRandom),
  });
  const ownInboxId = (await readAccountRow(database))?.row.inboxId;
  if (ownInboxId === undefined) throw new Error('there is no registered account to fill');
  const nowNs = BigInt(Date.now()) * 1_000_000n;
  let changes: Change[] = [];
  const flush = async () => {
    await database.commit(changes);
    changes = [];
  };
  let messageNumber = 0;
  const ids: string[] = [];
  for (const [index, length] of lengths.entries()) {
    const conversationId = hexOf(0xfeed0000 + index, 16);
    ids.push(conversationId);
    const peerInboxId = hexOf(0xbeef0000 + index, 32);
    const activityNs = nowNs - BigInt(index) * stepNs;
    let lastMessageId = '';
    for (let position = 0; position < length; position += 1) {
      messageNumber += 1;
      const sentAtNs = activityNs - BigInt(length - 1 - position) * stepNs;
      lastMessageId = hexOf(messageNumber, 32);
      const isOwn = messageNumber % 3 === 0 && position < length - unread;
      changes.push({
        kind: 'put',
        table: 'messages',
        record: {
          key: lastMessageId,
          clear: { conversationId, order: orderKey(sentAtNs, BigInt(messageNumber)) },
          body: {
            groupId: conversationId,
            senderInboxId: isOwn ? ownInboxId : peerInboxId,
            sentAtNs,
            kind: 'content',
            status: 'sent',
            content: contentToBytes(encodeText(`${position} ${sentence(messageNumber)}`)),
            envelopeId: BigInt(messageNumber),
          },
        },
      });
      if (changes.length >= batchLength) await flush();
    }
    changes.push({
      kind: 'put',
      table: 'conversations',
      record: {
        key: conversationId,
        clear: { activity: timeKey(activityNs) },
        body: {
          kind: 'dm',
          peerInboxId,
          peerAddress: `0x${hexOf(0xcafe0000 + index, 20)}`,
          name: '',
          memberInboxIds: [ownInboxId, peerInboxId],
          consent: 'allowed',
          isActive: true,
          unreadCount: unread,
          lastMessageId,
          createdAtNs: activityNs,
        },
      },
    });
  }
  await flush();
  await database.close();
  return ids;
}

declare global {
  interface Window {
    fillInbox: typeof fillInbox;
  }
}
window.fillInbox = fillInbox;
