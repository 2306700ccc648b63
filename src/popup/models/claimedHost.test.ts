import { expect, test } from 'vitest';
import { claimedHost } from './claimedHost.ts';

test.each([
  ['https://bank.example', 'https://evil.example/', 'bank.example'],
  ['bank.example', 'https://bank.example.evil.example/', 'bank.example'],
  ['go to bank.example now', 'https://evil.example/bank.example', 'bank.example'],
  ['https://bank.example@evil.example', 'https://bank.example/', 'evil.example'],
  ['bаnk.example', 'https://bank.example/', 'xn--bnk-6cd.example'],
  ['bank.example', 'https://bank.example/login', undefined],
  ['www.bank.example', 'https://bank.example/', undefined],
  ['BANK.example', 'https://www.bank.example/', undefined],
  ['our offer', 'https://evil.example/', undefined],
  ['README.md', 'https://code.example/README.md', undefined],
  ['version 1.2.3', 'https://code.example/', undefined],
])('%s for %s', (label, url, claimed) => {
  expect(claimedHost(label, url)).toBe(claimed);
});
