import { expect, test } from 'vitest';
import { parseCommandLine } from './commandLine.ts';

const key = 'ab'.repeat(32);
const peer = 'cd'.repeat(32);
const account = { dataDir: undefined, node: undefined, key };

test.each([
  [['register'], { command: 'register' }],
  [['whoami'], { command: 'whoami' }],
  [['send', 'peer', 'a text'], { command: 'send', peer: 'peer', text: 'a text' }],
  [['send', 'peer', '--', '-1'], { command: 'send', peer: 'peer', text: '-1' }],
  [
    [
      'notify',
      '--to',
      peer,
      '--type',
      'orders',
      '--title',
      'T',
      '--body',
      'B',
      '--url',
      'https://a.example/',
    ],
    {
      command: 'notify',
      peer,
      notification: { type: 'orders', title: 'T', body: 'B', url: 'https://a.example/' },
    },
  ],
  [
    ['reply', '--to', peer.toUpperCase(), '--message', 'EF'.repeat(32), '--text', 'yes'],
    { command: 'reply', to: peer, messageId: 'ef'.repeat(32), text: 'yes' },
  ],
  [
    ['react', '--message', 'ef'.repeat(32), '--emoji', '👍'],
    { command: 'react', messageId: 'ef'.repeat(32), content: '👍', action: 'added' },
  ],
  [
    ['react', '--message', 'ef'.repeat(32), '--emoji', '👍', '--remove'],
    { command: 'react', messageId: 'ef'.repeat(32), content: '👍', action: 'removed' },
  ],
  [
    ['attach', '--to', 'ab'.repeat(16), '--file', 'F.png'],
    { command: 'attach', to: 'ab'.repeat(16), path: 'F.png', mimeType: undefined, uploadUrl: undefined },
  ],
  [
    ['attach', '--to', peer, '--file', 'F', '--mime', 'a/b', '--upload', 'http://localhost:5557/uploads'],
    {
      command: 'attach',
      to: peer,
      path: 'F',
      mimeType: 'a/b',
      uploadUrl: 'http://localhost:5557/uploads',
    },
  ],
  [['list'], { command: 'list', offline: false }],
  [['list', '--offline'], { command: 'list', offline: true }],
  [['read', 'id'], { command: 'read', conversationId: 'id', limit: undefined, offline: false }],
  [['read', 'id', '--limit', '5'], { command: 'read', conversationId: 'id', limit: 5, offline: false }],
  [['stream'], { command: 'stream' }],
])('%j', (args, expected) => {
  expect(parseCommandLine(args, { WALLET_INBOX_KEY: key })).toEqual({
    kind: 'client',
    json: false,
    account,
    ...expected,
  });
});

test('flags stand anywhere behind the command, and --key beats the environment', () => {
  expect(
    parseCommandLine(['send', '--json', 'p', '--data', 'd', 't', '--node=dev', '--key', 'k'], {
      WALLET_INBOX_KEY: key,
    }),
  ).toEqual({
    kind: 'client',
    command: 'send',
    peer: 'p',
    text: 't',
    json: true,
    account: { dataDir: 'd', node: 'dev', key: 'k' },
  });
});

test.each([
  [[], undefined],
  [['--json', 'list'], undefined],
  [['frobnicate'], undefined],
  [['toString'], undefined],
  [['send', 'peer'], 'send'],
  [['send', 'peer', 'two', 'words'], 'send'],
  [['list', 'extra'], 'list'],
  [['list', '--unknown'], 'list'],
  [['list', '--data'], 'list'],
  [['list', '--json=yes'], 'list'],
  [['read', 'id', '--limit', '0'], 'read'],
  [['read', 'id', '--limit', 'ten'], 'read'],
  [['list', '--limit', '3'], 'list'],
  [['notify'], 'notify'],
  [['notify', '--to', peer, '--type', 'orders', '--title', 'T'], 'notify'],
  [['notify', '--to', 'bob', '--type', 'orders', '--title', 'T', '--body', 'B'], 'notify'],
  [['notify', '--to', peer, '--type', 'Orders', '--title', 'T', '--body', 'B'], 'notify'],
  [['notify', '--to', peer, '--type', 'orders', '--title', 'T'.repeat(65), '--body', 'B'], 'notify'],
  [['notify', '--to', peer, '--type', 'orders', '--title', 'T', '--body', 'B', '--url', 'ftp://a'], 'notify'],
  [['reply', '--to', peer, '--message', peer], 'reply'],
  [['reply', '--to', 'bob', '--message', peer, '--text', 'x'], 'reply'],
  [['reply', '--to', peer, '--message', 'last', '--text', 'x'], 'reply'],
  [['react', '--message', peer], 'react'],
  [['react', '--message', peer, '--emoji', ''], 'react'],
  [['react', '--message', peer, '--emoji', 'x'.repeat(65)], 'react'],
  [['attach', '--file', 'F'], 'attach'],
  [['attach', '--to', peer, '--file', 'F', '--upload', 'http://files.example/'], 'attach'],
  [['well-known', '--type', 'orders'], 'well-known'],
  [['well-known', 'extra'], 'well-known'],
  [['send', peer, 'text', '--title', 'T'], 'send'],
])('%j is wrong usage', (args, command) => {
  expect(parseCommandLine(args, { WALLET_INBOX_KEY: key })).toMatchObject({ kind: 'usage', command });
});

test('without a key nothing is done, and a reason never repeats an argument that may be one', () => {
  expect(parseCommandLine(['list'], {})).toMatchObject({ kind: 'usage' });
  expect(parseCommandLine(['list'], { WALLET_INBOX_KEY: '' })).toMatchObject({ kind: 'usage' });
  for (const args of [
    ['list', key],
    ['list', `--${key}`],
    ['list', '--json', '--kye', key],
  ]) {
    expect(JSON.stringify(parseCommandLine(args, { WALLET_INBOX_KEY: 'x' }))).not.toContain(key);
  }
});

test('help needs no key; the node parses its own flags', () => {
  expect(parseCommandLine(['--help'], {})).toEqual({ kind: 'help', command: undefined });
  expect(parseCommandLine(['send', '--help'], {})).toEqual({ kind: 'help', command: 'send' });
  expect(parseCommandLine(['help', 'send'], {})).toEqual({ kind: 'help', command: 'send' });
  expect(parseCommandLine(['node', '--web-port', '0'], {})).toEqual({
    kind: 'node',
    args: ['--web-port', '0'],
  });
});

test('the file of a site needs a key only when the sender is not named', () => {
  expect(parseCommandLine(['well-known', '--type', 'a:A', '--type', 'b:B', '--sender', peer], {})).toEqual({
    kind: 'siteFile',
    json: false,
    account: undefined,
    file: {
      senders: [peer],
      types: [
        { id: 'a', name: 'A' },
        { id: 'b', name: 'B' },
      ],
    },
  });
  expect(parseCommandLine(['well-known'], {})).toMatchObject({ kind: 'usage', command: 'well-known' });
  expect(parseCommandLine(['well-known'], { WALLET_INBOX_KEY: key })).toEqual({
    kind: 'siteFile',
    json: false,
    account,
    file: { senders: [], types: [] },
  });
});
