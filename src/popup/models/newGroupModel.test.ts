import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type BackgroundPort, RequestError } from '../adapter/backgroundPort.ts';
import { createNewGroupModel } from './newGroupModel.ts';

beforeEach(() => void vi.stubGlobal('chrome', { i18n: { getMessage: (key: string) => key } }));
afterEach(() => void vi.unstubAllGlobals());

const alice = 'a'.repeat(64);
const groupId = 'ab'.repeat(16);

function setUp(
  create: () => unknown = () => ({ conversation: { conversationId: groupId }, notAddedInboxIds: [] }),
) {
  const made: unknown[] = [];
  const port = {
    async request(channel: string, input: unknown) {
      if (channel === 'group.findMember') return { inboxId: alice };
      made.push(input);
      return create();
    },
  } as unknown as BackgroundPort;
  return { model: createNewGroupModel(port, '0'.repeat(64)), made };
}

test('only what was written is sent, and nobody who could not be found', async () => {
  const { model, made } = setUp();
  model.people.add('someone');
  await vi.waitFor(() => expect(model.people.inboxIds.value).toEqual([alice]));
  model.name.value = '  Night shift ';
  model.description.value = '   ';
  expect(await model.create()).toEqual({ conversationId: groupId, notAddedInboxIds: [] });
  expect(made).toEqual([{ members: [alice], permissions: 'allMembers', name: 'Night shift' }]);
});

test('pressed twice, made once; refused, it says why and can be tried again', async () => {
  let turn = 0;
  const { model, made } = setUp(() => {
    turn += 1;
    if (turn > 1) return { conversation: { conversationId: groupId }, notAddedInboxIds: [alice] };
    const details = { reason: 'groupFull' };
    throw new RequestError({ code: 'Group.Refused', shortMessage: '', retryable: false, details });
  });
  const [first, second] = [model.create(), model.create()];
  expect([await first, await second]).toEqual([undefined, undefined]);
  expect(made).toHaveLength(1);
  expect(model.failure.value?.sentence).toBe('groupRefused_groupFull');
  expect(model.isBusy.value).toBe(false);
  expect(await model.create()).toEqual({ conversationId: groupId, notAddedInboxIds: [alice] });
  expect(model.failure.value).toBeUndefined();
});
