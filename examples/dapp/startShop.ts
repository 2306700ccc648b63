/** The shop's server: its page, the file that names its sender, and orders that are followed by a notification. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname } from 'node:path';
import { openNodeClient } from 'wallet-inbox/client/node';
import { bundlePage } from './bundlePage.ts';

export interface ShopOptions {
  /** The wallet of the sender: 64 hex digits, with or without 0x. */
  readonly privateKey: string;
  /** File of the sender's messages. Keep it: each new one is a further installation of the inbox. */
  readonly databasePath: string;
  /** gRPC-web URL of the node, or `local`, `dev`, `production`. */
  readonly node: string;
  /** Default: a free one. */
  readonly port?: number;
}

export interface Shop {
  /** Ends without a slash. */
  readonly url: string;
  /** Inbox id that its notifications come from. */
  readonly sender: string;
  close(): Promise<void>;
}

/** What the page may ask for: the inbox shows these words and no others. */
const types = [
  { id: 'orders', name: 'Orders', description: 'When your lamp leaves us and when it arrives.' },
  { id: 'restock', name: 'Back in stock', description: 'When a lamp that was sold out is back.' },
  { id: 'news', name: 'News', description: 'A new lamp, about once a month.' },
];

const mediaTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
};
const maxOrderBytes = 4_096;

export async function startShop(options: ShopOptions): Promise<Shop> {
  const page = await bundlePage();
  const client = await openNodeClient(options);
  const siteFile = JSON.stringify({ name: 'Lamp Shop', senders: [client.inboxId], types });
  let lastOrder = 1041;

  async function notify(inboxId: string, order: number, product: string): Promise<void> {
    await client.syncAll();
    const { conversationId } = await client.openDm(inboxId);
    const { sent } = await client.sendNotification(conversationId, {
      type: 'orders',
      title: `Order ${order} is on its way`,
      body: `Your ${product.toLowerCase()} left us today and is with you tomorrow.`,
      url: `${url}/#order-${order}`,
    });
    await sent;
  }

  async function order(request: IncomingMessage, response: ServerResponse): Promise<void> {
    // A form of another site can post, but not this type: only our own page orders.
    if (request.headers['content-type'] !== 'application/json') return answer(response, 415);
    const read = readOrder(await readBody(request));
    if (read === undefined) return answer(response, 400);
    lastOrder += 1;
    const number = lastOrder;
    // A shop would send this when the parcel leaves, from a queue; nobody wants to wait for that here.
    if (read.inboxId !== undefined) await notify(read.inboxId, number, read.product);
    answer(
      response,
      200,
      JSON.stringify({ order: number, isTold: read.inboxId !== undefined }),
      'application/json',
    );
  }

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    if (request.method === 'POST')
      return pathname === '/orders' ? order(request, response) : answer(response, 404);
    if (pathname === '/.well-known/wallet-inbox.json') {
      // The extension reads this with the rights of any page: without the header it may not.
      response.setHeader('access-control-allow-origin', '*');
      return answer(response, 200, siteFile, 'application/json');
    }
    const path = pathname === '/' ? '/index.html' : pathname;
    const file = page.get(path);
    answer(response, file === undefined ? 404 : 200, file, mediaTypes[extname(path)]);
  }

  const server = createServer((request, response) => {
    serve(request, response).catch((error: Error) => {
      process.stderr.write(`shop: ${error.message}\n`);
      answer(response, 502);
    });
  });
  await new Promise<void>((done) => server.listen(options.port ?? 0, '127.0.0.1', done));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    sender: client.inboxId,
    async close() {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
      await client.close();
    },
  };
}

function answer(
  response: ServerResponse,
  status: number,
  body: string | Uint8Array = '',
  mediaType = 'text/plain',
): void {
  response.writeHead(status, { 'content-type': mediaType, 'cache-control': 'no-store' }).end(body);
}

async function readBody(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of request.setEncoding('utf8')) {
    text += chunk;
    if (text.length > maxOrderBytes) throw new Error('an order is too long');
  }
  return text;
}

function readOrder(json: string): { readonly product: string; readonly inboxId?: string } | undefined {
  try {
    const { product, inboxId } = JSON.parse(json) as Record<string, unknown>;
    if (typeof product !== 'string' || !/^[A-Za-z ]{1,40}$/.test(product)) return undefined;
    if (inboxId === undefined) return { product };
    return typeof inboxId === 'string' && /^[0-9a-f]{64}$/.test(inboxId) ? { product, inboxId } : undefined;
  } catch {
    return undefined;
  }
}
