/** The index of messages: what it costs to build, in memory and to ask. There is no peer to this. */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { createSearchIndex } from '../../src/background/search/createSearchIndex.ts';
import { searchTerms } from '../../src/background/search/searchTerms.ts';
import { quantile, row, type Subject } from './benchRow.ts';

/** The same numbers each time (xorshift). */
function numbers(): (below: number) => number {
  let state = 88_172_645;
  return (below) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
}

const number = numbers();
const hex = (bytes: number) =>
  Array.from({ length: bytes }, () => number(256).toString(16).padStart(2, '0')).join('');

const common = ['the', 'to', 'and', 'that', 'of', 'this', 'they', 'then', 'there', 'them'];
const letters = 'zqxjkgbvpywfmculdrhsnioate';
/** Words as often as in speech: the n-th about 1/n as often as the first. */
const vocabulary = [
  ...common,
  ...Array.from({ length: 30_000 }, (_, n) =>
    Array.from({ length: 2 + (n % 9) }, () => letters[Math.floor(number(26 * 26) ** 0.5)]).join(''),
  ),
];
const word = () => vocabulary[Math.floor(vocabulary.length ** (number(1_000_000) / 1_000_000)) - 1] ?? '';

function inventMessages(total: number) {
  const conversations = Array.from({ length: 1_000 }, () => hex(16));
  const people = Array.from({ length: 1_000 }, () => hex(32));
  return Array.from({ length: total }, (_, n) => ({
    messageId: hex(32),
    conversationId: conversations[number(1_000)] ?? '',
    senderInboxId: people[number(1_000)] ?? '',
    isOwn: n % 3 === 0,
    sentAtNs: 1_700_000_000_000_000_000n + BigInt(n) * 60_000_000_000n,
    text: Array.from({ length: 3 + number(20) }, word).join(' '),
  }));
}

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;
function heapBytes(): number {
  collect();
  return process.memoryUsage().heapUsed;
}

export const searchIndex: Subject = async ({ isQuick }) => {
  const total = isQuick ? 10_000 : 100_000;
  const messages = inventMessages(total);
  const before = heapBytes();
  const index = createSearchIndex({ maxMessages: total, maxTokens: Number.POSITIVE_INFINITY });
  const slicesMs: number[] = [];
  for (let at = 0; at < messages.length; at += 100) {
    const startMs = performance.now();
    for (const message of messages.slice(at, at + 100)) index.put(message);
    slicesMs.push(performance.now() - startMs);
  }
  const bytes = heapBytes() - before;

  const ask = (name: string, query: string) => {
    const timesMs = Array.from({ length: 9 }, () => {
      const startMs = performance.now();
      index.find(searchTerms(query), { limit: 30, isListed: () => true });
      return performance.now() - startMs;
    });
    return row(`search: ${name}, p50`, 'ms', quantile(timesMs, 0.5), null);
  };
  const rare = vocabulary[20_000] ?? '';
  const known = messages[17];
  if (known === undefined) throw new Error('there is nothing to search in');
  return [
    row(
      `search: index of ${total.toLocaleString('en')} messages`,
      'ms',
      slicesMs.reduce((a, b) => a + b, 0),
      null,
    ),
    row('search: a slice of 100, p99', 'ms', quantile(slicesMs, 0.99), null),
    row('search: index beside its texts', 'bytes', bytes, null),
    ask('a rare word', rare),
    ask('a common beginning', 'th'),
    ask('one letter', 't'),
    ask('two common words', 'the that'),
    ask('the words of one old message', known.text.split(' ').slice(0, 4).join(' ')),
    ask('what is nowhere', 'thx 12345'),
  ];
};
