/**
 * The shop by itself, on Node 22.18 or later:
 *
 *   SENDER_KEY=<private key> XMTP_NODE=local node examples/dapp/serve.ts
 */
import { startShop } from './startShop.ts';

const shop = await startShop({
  privateKey: process.env.SENDER_KEY ?? '',
  databasePath: process.env.STORE ?? 'shop.db',
  node: process.env.XMTP_NODE ?? 'local',
  port: Number(process.env.PORT ?? 0),
});
process.stdout.write(`${JSON.stringify({ url: shop.url, sender: shop.sender })}\n`);
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    shop.close().finally(() => process.exit());
  });
}
