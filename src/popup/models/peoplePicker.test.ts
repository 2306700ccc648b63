import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type BackgroundPort, RequestError } from '../adapter/backgroundPort.ts';
import { createPeoplePicker } from './peoplePicker.ts';

const own = '0'.repeat(64);
const alice = 'a'.repeat(64);
const bob = 'b'.repeat(64);
const inboxes: Readonly<Record<string, string>> = {
  '0xa1': alice,
  '0xa2': alice,
  '0xb1': bob,
  '0xme': own,
  '0xfake': 'f'.repeat(64),
};
const known = `0x${'a'.repeat(40)}`;
const fake = `0xaaaa${'b'.repeat(32)}aaaa`;

function setUp({ max = 10 } = {}) {
  const asked: string[] = [];
  const port = {
    async request(channel: string, { peer = '' }: { peer?: string }) {
      if (channel === 'name.lookalikeOf') return { of: known };
      asked.push(peer);
      const inboxId = inboxes[peer];
      if (inboxId !== undefined) return { inboxId, ...(peer === '0xfake' ? { address: fake } : {}) };
      throw new RequestError({ code: 'Peer.NoInbox', shortMessage: '', retryable: false, details: {} });
    },
  } as unknown as BackgroundPort;
  const picker = createPeoplePicker(port, { ownInboxId: own, isMember: (id) => id === bob, max });
  const shown = () =>
    picker.people.value.map((each) => `${each.typed} ${each.kind === 'refused' ? each.sentence : each.kind}`);
  return { picker, asked, shown };
}

const settled = () => new Promise((done) => setTimeout(done));

beforeEach(() => void vi.stubGlobal('chrome', { i18n: { getMessage: (key: string) => key } }));
afterEach(() => void vi.unstubAllGlobals());

test('a pasted list is taken apart, each is looked up once', async () => {
  const { picker, asked, shown } = setUp();
  picker.add(' 0xa1,0xb1\n0xa1; 0xnobody ');
  expect(picker.isLooking.value).toBe(true);
  await settled();
  expect(asked).toEqual(['0xa1', '0xb1', '0xnobody']);
  expect(shown()).toEqual(['0xa1 found', '0xb1 pickMember', '0xnobody errorPeerNoInbox']);
  expect(picker.inboxIds.value).toEqual([alice]);
  expect(picker.isLooking.value).toBe(false);
});

test('the same person by two addresses is one, and oneself is none', async () => {
  const { picker, shown } = setUp();
  picker.add('0xa1 0xa2 0xme');
  await settled();
  expect(shown()).toEqual(['0xa1 found', '0xme pickSelf']);
});

test('who was taken back stays away when the answer comes late, and no more are taken than fit', async () => {
  const { picker, shown } = setUp({ max: 2 });
  picker.add('0xa1 0xb1 0xme');
  expect(picker.people.value).toHaveLength(2);
  picker.remove(picker.people.value[0]?.key ?? '');
  await settled();
  expect(shown()).toEqual(['0xb1 pickMember']);
});

test('an address that could be taken for a known one is marked', async () => {
  const { picker } = setUp();
  picker.add('0xa1 0xfake');
  await settled();
  expect(picker.people.value).toMatchObject([{ isLookalike: false }, { address: fake, isLookalike: true }]);
});
