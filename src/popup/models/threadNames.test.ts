import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { threadNames } from './threadNames.ts';
import { fakeGroupView, fakeMember } from './unsafeFakeGroupView.ts';

beforeEach(() => {
  vi.stubGlobal('chrome', { i18n: { getMessage: (key: string) => key } });
});
afterEach(() => vi.unstubAllGlobals());

const [own, maria, gone] = ['0', '1', '9'].map((digit) => digit.repeat(64)) as [string, string, string];
const mariaAddress = `0x${'1'.repeat(40)}`;
const group = fakeGroupView({ members: [fakeMember('0'), fakeMember('1')] });

test('everyone has a name, and what is looked up is only who is drawn', () => {
  const wanted: string[] = [];
  const input = { conversation: undefined, group, ownInboxId: own };
  const nameOf = threadNames({ ...input, names: undefined, want: (address) => wanted.push(address) });
  expect(wanted).toEqual([]);
  expect([own, maria, gone].map(nameOf)).toEqual(['you', '0x1111…1111', '999999…9999']);
  expect(wanted).toEqual([mariaAddress]);

  const named = threadNames({ ...input, names: new Map([[mariaAddress, 'maria.eth']]) });
  expect(named(maria)).toBe('maria.eth 0x1111…1111');
});
