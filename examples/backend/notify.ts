/**
 * A backend that notifies one person, on Node 22.18 or later:
 *
 *   SENDER_KEY=<private key> XMTP_NODE=local node examples/backend/notify.ts INBOX
 *
 * INBOX is what `inbox_requestPermissions` answered in the page. The store in `sender.db` (or STORE) is kept: each new
 * one is a further installation of the sender's inbox.
 */
import { openNodeClient } from 'wallet-inbox/client/node';

const [peer = ''] = process.argv.slice(2);

const client = await openNodeClient({
  privateKey: process.env.SENDER_KEY ?? '',
  databasePath: process.env.STORE ?? 'sender.db',
  node: process.env.XMTP_NODE ?? 'local',
});
try {
  await client.syncAll();
  const { conversationId } = await client.openDm(peer);
  const { sent } = await client.sendNotification(conversationId, {
    type: 'orders',
    title: 'Order 1042 is on its way',
    body: 'Two parcels, on Monday.',
    url: 'https://shop.example/orders/1042',
  });
  const { messageId } = await sent;
  process.stdout.write(`${JSON.stringify({ sender: client.inboxId, messageId })}\n`);
} finally {
  await client.close();
}
