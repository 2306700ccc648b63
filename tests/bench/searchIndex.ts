/** `node --expose-gc tests/bench/searchIndex.ts [messages]`: what the search index costs in time and memory. */
import { createSearchIndex } from '../../src/background/search/createSearchIndex.ts';
import { searchTerms } from '../../src/background/search/searchTerms.ts';

const total = Number(process.argv[2] ?? 100_000);
/** The same numbers each time (xorshift). */
let state = 88_172_645;
const number = (below: number) => {
  state ^= state << 13;
  state ^= state >>> 17;
  state ^= state << 5;
  return (state >>> 0) % below;
};
const hex = (bytes: number) =>
  Array.from({ length: bytes }, () => number(256).toString(16).padStart(2, '0')).join('');

/** Words as often as in speech: the n-th about 1/n as often as the first. */
const vocabulary = Array.from({ length: 30_000 }, (_, n) =>
  Array.from(
    { length: 2 + (n % 9) },
    () => 'zqxjkgbvpywfmculdrhsnioate'[Math.floor(number(26 * 26) ** 0.5)],
  ).join(''),
);
vocabulary.splice(0, 10, 'the', 'to', 'and', 'that', 'of', 'this', 'they', 'then', 'there', 'them');
const word = () => vocabulary[Math.floor(vocabulary.length ** (number(1_000_000) / 1_000_000)) - 1] ?? '';
const text = () => Array.from({ length: 3 + number(20) }, word).join(' ');

const conversations = Array.from({ length: 1_000 }, () => hex(16));
const people = Array.from({ length: 1_000 }, () => hex(32));
const messages = Array.from({ length: total }, (_, n) => ({
  messageId: hex(32),
  conversationId: conversations[number(1_000)] ?? '',
  senderInboxId: people[number(1_000)] ?? '',
  isOwn: n % 3 === 0,
  sentAtNs: 1_700_000_000_000_000_000n + BigInt(n) * 60_000_000_000n,
  text: text(),
}));

const mib = () => {
  globalThis.gc?.();
  return process.memoryUsage().heapUsed / 1_048_576;
};
const before = mib();
const index = createSearchIndex({ maxMessages: 200_000 });
const begin = performance.now();
let longest = 0;
for (let at = 0; at < messages.length; at += 100) {
  const slice = performance.now();
  for (const message of messages.slice(at, at + 100)) index.put(message);
  longest = Math.max(longest, performance.now() - slice);
}
const built = performance.now() - begin;
console.log(
  `${total} messages: built in ${built.toFixed(0)} ms, longest slice of 100 ${longest.toFixed(1)} ms, ${(mib() - before).toFixed(0)} MiB beside the ${before.toFixed(0)} MiB of the input`,
);
for (const query of [
  vocabulary[20_000] ?? '',
  vocabulary[500] ?? '',
  'th',
  't',
  'the th',
  `${vocabulary[3]} ${vocabulary[40]}`,
  't h e',
  'é',
  'thé thx',
]) {
  const times: number[] = [];
  let hits = 0;
  for (let turn = 0; turn < 9; turn += 1) {
    const start = performance.now();
    hits = index.find(searchTerms(query), { limit: 30, isListed: () => true }).hits.length;
    times.push(performance.now() - start);
  }
  times.sort((a, b) => a - b);
  console.log(
    `"${query}": ${hits} hits shown, median ${times[4]?.toFixed(1)} ms, worst ${times[8]?.toFixed(1)} ms`,
  );
}
