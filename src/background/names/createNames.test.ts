import { afterEach, expect, test } from 'vitest';
import {
  type NameServer,
  type NameServerOptions,
  startNameServer,
} from '../../../tests/support/nameServer.ts';
import { isWalletInboxError } from '../../core/errors.ts';
import { unsafeSilentLogger } from '../platform/unsafeSilentLogger.ts';
import { createNames } from './createNames.ts';

const alice = '0xd8da6bf26964af9d7eed9e03e53415d37aa96045';
const bob = '0x1111111111111111111111111111111111111111';
const eve = '0xeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee';

const servers: NameServer[] = [];
let nowMs = 0;

async function serve(options: NameServerOptions): Promise<NameServer> {
  const server = await startNameServer(options);
  servers.push(server);
  return server;
}

function namesAt(urls: { ethereum?: string; base?: string }) {
  const current = { namesRpcUrl: urls.ethereum ?? '', baseNamesRpcUrl: urls.base ?? '' };
  const names = createNames({
    endpoints: () => current,
    fetch,
    clock: { nowMs: () => nowMs },
    logger: unsafeSilentLogger,
  });
  return { names, current };
}

/** The code of the refusal. */
async function codeOf(work: Promise<unknown>): Promise<string> {
  const error = await work.then(
    () => undefined,
    (cause: unknown) => cause,
  );
  return isWalletInboxError(error) ? error.code : `no refusal: ${String(error)}`;
}

afterEach(async () => {
  for (const server of servers.splice(0)) await server.close();
});

test('a name of Ethereum becomes an address, whatever its case', async () => {
  const { url } = await serve({ addresses: { 'alice.eth': alice, 'a.b.example.com': bob } });
  const { names } = namesAt({ ethereum: url });
  expect(await names.resolve(' Alice.ETH ')).toEqual({ name: 'alice.eth', address: alice });
  expect(await names.resolve('a.b.example.com')).toEqual({ name: 'a.b.example.com', address: bob });
});

test('a name of Base is asked of Base, and only there', async () => {
  const ethereum = await serve({ addresses: { 'alice.base.eth': eve } });
  const base = await serve({ chainId: 8453, addresses: { 'alice.base.eth': alice } });
  expect(await namesAt({ ethereum: ethereum.url, base: base.url }).names.resolve('alice.base.eth')).toEqual({
    name: 'alice.base.eth',
    address: alice,
  });
  expect(await codeOf(namesAt({ ethereum: ethereum.url }).names.resolve('alice.base.eth'))).toBe(
    'Name.NoEndpoint',
  );
  expect(ethereum.requests).toEqual([]);
});

test.each([
  ['nobody.eth', 'Name.NotFound'],
  ['kept.eth', 'Name.Unsupported'],
  ['zero.eth', 'Name.NotFound'],
  // Cyrillic.
  ['\u0430lice.eth', 'Name.Unsupported'],
  ['\u{1f987}.eth', 'Name.Unsupported'],
  ['alice', 'Name.Invalid'],
  ['.eth', 'Name.Invalid'],
  ['alice..eth', 'Name.Invalid'],
  ['xn--alice.eth', 'Name.Invalid'],
  ['al ice.eth', 'Name.Invalid'],
  ['ali/ce.eth', 'Name.Invalid'],
  [`${'a'.repeat(64)}.eth`, 'Name.Invalid'],
  [`${'a.'.repeat(130)}eth`, 'Name.Invalid'],
])('%s is refused as %s', async (name, code) => {
  const { url } = await serve({ addresses: { 'kept.eth': 'offchain', 'zero.eth': `0x${'0'.repeat(40)}` } });
  expect(await codeOf(namesAt({ ethereum: url }).names.resolve(name))).toBe(code);
});

test('without an endpoint nothing is asked', async () => {
  const { names } = namesAt({});
  expect(await codeOf(names.resolve('alice.eth'))).toBe('Name.NoEndpoint');
  expect((await names.reverse([alice])).size).toBe(0);
});

test('an address is called what it says, where that name stands for it', async () => {
  const ethereum = await serve({
    addresses: { 'alice.eth': alice, 'bob.eth': bob },
    claims: {
      [alice]: 'alice.eth',
      // Somebody else's name; a name that is nobody's; names that are not in normal form.
      [eve]: 'alice.eth',
      [bob]: 'Bob.eth',
      [`0x${'2'.repeat(40)}`]: 'nobody.eth',
      [`0x${'3'.repeat(40)}`]: 'ali\u0441e.eth',
      [`0x${'4'.repeat(40)}`]: '\u202ehte.ecila',
      [`0x${'5'.repeat(40)}`]: '',
      [`0x${'6'.repeat(40)}`]: 'x'.repeat(5_000),
    },
  });
  const { names } = namesAt({ ethereum: ethereum.url });
  const others = ['2', '3', '4', '5', '6', '7'].map((digit) => `0x${digit.repeat(40)}`);
  expect([...(await names.reverse([alice, eve, bob, ...others]))]).toEqual([[alice, 'alice.eth']]);
});

test('a name of Base is found on Base, and Base speaks for no other name', async () => {
  const ethereum = await serve({ addresses: { 'bob.eth': bob } });
  const base = await serve({
    chainId: 8453,
    addresses: { 'alice.base.eth': alice, 'bob.eth': bob },
    claims: { [alice]: 'alice.base.eth', [bob]: 'bob.eth', [eve]: 'alice.base.eth' },
  });
  const { names } = namesAt({ ethereum: ethereum.url, base: base.url });
  expect([...(await names.reverse([alice, bob, eve]))]).toEqual([[alice, 'alice.base.eth']]);
});

test('many addresses are few requests, and are asked once', async () => {
  const many = Array.from({ length: 30 }, (_, index) => `0x${String(index + 10).repeat(20)}`);
  const server = await serve({ claims: Object.fromEntries(many.map((each) => [each, 'alice.eth'])) });
  const { names } = namesAt({ ethereum: server.url });
  const [one, two] = await Promise.all([names.reverse(many), names.reverse(many)]);
  expect([one.size, two.size]).toEqual([0, 0]);
  // 30 claims and 30 times the name that they claim, twenty at a time.
  expect(server.requests.length).toBeLessThanOrEqual(5);
  expect(server.requests.flat().filter((method) => method === 'eth_call')).toHaveLength(60);
  expect(server.requests.flat().filter((method) => method === 'eth_chainId')).toHaveLength(1);
  const asked = server.requests.length;
  await names.reverse(many);
  expect(server.requests.length).toBe(asked);
  nowMs += 11 * 60_000;
  await names.reverse(many.slice(0, 1));
  expect(server.requests.length).toBeGreaterThan(asked);
});

test('the request says nothing of the browser', async () => {
  const server = await serve({ addresses: { 'alice.eth': alice } });
  await namesAt({ ethereum: server.url }).names.resolve('alice.eth');
  expect(server.headers[0]).not.toHaveProperty('cookie');
  expect(server.headers[0]).not.toHaveProperty('referer');
});

test('an endpoint that takes no batches is asked one by one', async () => {
  for (const refuse of [
    { status: 200, text: '{"jsonrpc":"2.0","id":null,"error":{"code":-32600,"message":"no batches"}}' },
    { status: 400, text: 'Bad Request' },
  ]) {
    const server = await serve({
      addresses: { 'alice.eth': alice },
      claims: { [alice]: 'alice.eth' },
      intercept(_, response, body) {
        if (!body.startsWith('[')) return false;
        response.writeHead(refuse.status).end(refuse.text);
        return true;
      },
    });
    const { names } = namesAt({ ethereum: server.url });
    expect((await names.reverse([alice, bob])).get(alice)).toBe('alice.eth');
    expect(server.requests.filter((methods) => methods.length > 1)).toHaveLength(1);
  }
});

test('an endpoint of another chain is not believed', async () => {
  const { url } = await serve({ chainId: 8453, addresses: { 'alice.eth': alice } });
  expect(await codeOf(namesAt({ ethereum: url }).names.resolve('alice.eth'))).toBe('Name.WrongNetwork');
});

const single = (result: unknown, body: string) => {
  const calls: { id: number; method: string }[] = JSON.parse(body);
  return JSON.stringify(
    calls.map(({ id, method }) => ({
      jsonrpc: '2.0',
      id,
      result: method === 'eth_chainId' ? '0x1' : result,
    })),
  );
};

test.each<[string, string, NonNullable<NameServerOptions['intercept']>]>([
  ['what is no JSON', 'Name.InvalidAnswer', (_, response) => !!response.end('<html>')],
  ['JSON of another form', 'Name.InvalidAnswer', (_, response) => !!response.end('{"ok":true}')],
  [
    'answers to other questions',
    'Name.InvalidAnswer',
    (_, response) => !!response.end('[{"id":77,"result":"0x"},{"id":"1","result":"0x"}]'),
  ],
  [
    'a result that is no hex',
    'Name.InvalidAnswer',
    (_, response, body) => !!response.end(body.startsWith('[') ? single('javascript:alert(1)', body) : '{}'),
  ],
  [
    'nothing where an address should be',
    'Name.NotFound',
    (_, response, body) => !!response.end(single('0x', body)),
  ],
  [
    'offsets that lead out of the answer',
    'Name.NotFound',
    (_, response, body) => !!response.end(single(`0x${'ff'.repeat(64)}`, body)),
  ],
  [
    'a length that is not there',
    'Name.NotFound',
    (_, response, body) =>
      !!response.end(
        single(`0x${'40'.padStart(64, '0')}${'0'.repeat(64)}${'ffffffff'.padStart(64, '0')}`, body),
      ),
  ],
  [
    'an error of its own',
    'Name.Unreachable',
    (_, response, body) =>
      !!response.end(
        JSON.stringify(
          JSON.parse(body).map(({ id, method }: { id: number; method: string }) =>
            method === 'eth_chainId'
              ? { id, result: '0x1' }
              : { id, error: { code: -32005, message: 'limit' } },
          ),
        ),
      ),
  ],
  ['a status of 500', 'Name.Unreachable', (_, response) => !!response.writeHead(500).end('down')],
  ['429', 'Name.Unreachable', (_, response) => !!response.writeHead(429).end('slow down')],
  ['a closed line', 'Name.Unreachable', (request) => !!request.socket.destroy()],
])('an endpoint that answers with %s: %s', async (_, code, intercept) => {
  const { url } = await serve({ intercept });
  expect(await codeOf(namesAt({ ethereum: url }).names.resolve('alice.eth'))).toBe(code);
});

test('a redirect is not followed', async () => {
  const elsewhere = await serve({ addresses: { 'alice.eth': eve } });
  const { url } = await serve({
    intercept: (_, response) => !!response.writeHead(307, { location: elsewhere.url }).end(),
  });
  expect(await codeOf(namesAt({ ethereum: url }).names.resolve('alice.eth'))).toBe('Name.Unreachable');
  expect(elsewhere.requests).toEqual([]);
});

test('an answer without end is cut off', async () => {
  let sent = 0;
  const { url } = await serve({
    intercept(_, response) {
      const chunk = 'x'.repeat(64 * 1024);
      const more = () => {
        while (!response.destroyed) {
          sent += chunk.length;
          if (!response.write(chunk)) return;
        }
      };
      response.on('drain', more);
      more();
      return true;
    },
  });
  expect(await codeOf(namesAt({ ethereum: url }).names.resolve('alice.eth'))).toBe('Name.InvalidAnswer');
  expect(sent).toBeLessThan(64 * 1024 * 1024);
});

test('a lock ends what is under way, and an endpoint that never answers holds nobody up', async () => {
  let arrived: () => void = () => undefined;
  const asked = new Promise<void>((done) => {
    arrived = done;
  });
  const { url } = await serve({
    intercept() {
      arrived();
      return true;
    },
  });
  const { names } = namesAt({ ethereum: url });
  const resolving = codeOf(names.resolve('alice.eth'));
  const reversing = names.reverse([alice]);
  await asked;
  names.clear();
  expect(await resolving).toBe('Name.Unreachable');
  expect((await reversing).size).toBe(0);
});

test('a failure of an address is not asked again at once; another endpoint knows nothing of it', async () => {
  const broken = await serve({ intercept: (_, response) => !!response.writeHead(500).end() });
  const { names, current } = namesAt({ ethereum: broken.url });
  await names.reverse([alice]);
  await names.reverse([alice]);
  expect(broken.requests).toHaveLength(1);
  const good = await serve({ addresses: { 'alice.eth': alice }, claims: { [alice]: 'alice.eth' } });
  current.namesRpcUrl = good.url;
  expect((await names.reverse([alice])).get(alice)).toBe('alice.eth');
  current.namesRpcUrl = '';
  expect((await names.reverse([alice])).size).toBe(0);
});

test('data of a revert is found in each of its places', async () => {
  const offchain = `0x556f1830${'0'.repeat(64)}`;
  for (const error of [
    { code: 3, message: 'execution reverted', data: offchain },
    { code: -32000, message: 'execution reverted', data: offchain },
    { code: -32015, message: 'VM execution error.', data: `Reverted ${offchain}` },
    { code: -32603, message: 'Internal error', data: { originalError: { data: offchain } } },
    { code: -32603, message: 'Internal error', data: { data: offchain } },
  ]) {
    const { url } = await serve({
      intercept(_, response, body) {
        const calls: { id: number; method: string }[] = JSON.parse(body);
        response.end(
          JSON.stringify(
            calls.map(({ id, method }) => (method === 'eth_chainId' ? { id, result: '0x1' } : { id, error })),
          ),
        );
        return true;
      },
    });
    expect(await codeOf(namesAt({ ethereum: url }).names.resolve('alice.eth'))).toBe('Name.Unsupported');
  }
});

test('switched off, what waits is not asked any more', async () => {
  const server = await serve({});
  const { names, current } = namesAt({ ethereum: server.url });
  const work = names.reverse(
    Array.from({ length: 100 }, (_, index) => `0x${String(index).padStart(40, '0')}`),
  );
  current.namesRpcUrl = '';
  names.checkEndpoints();
  expect((await work).size).toBe(0);
  expect(server.requests).toEqual([]);
});
