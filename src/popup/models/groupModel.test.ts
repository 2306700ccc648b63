import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { AppEvent } from '../../bridge/appEvent.ts';
import type { GroupView } from '../../bridge/groupView.ts';
import { type BackgroundPort, RequestError } from '../adapter/backgroundPort.ts';
import { createGroupModel } from './groupModel.ts';
import { fakeGroupId, fakeGroupView } from './unsafeFakeGroupView.ts';

interface Asked {
  readonly channel: string;
  readonly input: unknown;
  answer(group: GroupView): void;
  fail(error: unknown): void;
}

function setUp() {
  const asked: Asked[] = [];
  let tell: (event: AppEvent) => void = () => undefined;
  const port = {
    request: (channel: string, input: unknown) =>
      new Promise((answer, fail) => asked.push({ channel, input, answer, fail })),
    onEvent(listener: (event: AppEvent) => void) {
      tell = listener;
      return () => undefined;
    },
    onConnect: () => () => undefined,
  } as unknown as BackgroundPort;
  const patch = (id: string): AppEvent => ({
    kind: 'threadPatch',
    patch: { conversationId: id, baseRevision: 1, revision: 2, puts: [], removes: [] },
  });
  return {
    model: createGroupModel(port, fakeGroupId),
    asked,
    tell: (id = fakeGroupId) => tell(patch(id)),
    reads: () => asked.filter(({ channel }) => channel === 'group.details').length,
  };
}

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('chrome', { i18n: { getMessage: (key: string) => key } });
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

/** What was asked `at`, counted from 0. */
const nth = (asked: readonly Asked[], at: number): Asked => {
  const found = asked[at];
  if (found === undefined) throw new Error(`nothing was asked at ${at}`);
  return found;
};

test('what was read before a change does not undo it on the page', async () => {
  const { model, asked } = setUp();
  void model.load();
  const changing = model.change('text', 'group.update', { name: 'New' });
  nth(asked, 1).answer(fakeGroupView({ name: 'New' }));
  expect(await changing).toBe(true);
  nth(asked, 0).answer(fakeGroupView({ name: 'Old' }));
  await vi.advanceTimersByTimeAsync(0);
  expect(model.group.value?.name).toBe('New');
});

test('a change is made once, however often it is asked for while it is under way', async () => {
  const { model, asked } = setUp();
  const first = model.change('leave', 'group.leave', {});
  expect([...model.working.value]).toEqual(['leave']);
  expect(await model.change('leave', 'group.leave', {})).toBe(false);
  expect(asked).toHaveLength(1);
  nth(asked, 0).answer(fakeGroupView({ isLeaving: true }));
  expect(await first).toBe(true);
  expect(model.working.value.size).toBe(0);
});

test('a refused change says why, and the group is read anew', async () => {
  const { model, asked, reads } = setUp();
  const changing = model.change('remove', 'group.removeMembers', { inboxIds: [] });
  const details = { reason: 'removeMemberDenied' };
  nth(asked, 0).fail(
    new RequestError({ code: 'Group.Refused', shortMessage: 'no', retryable: false, details }),
  );
  expect(await changing).toBe(false);
  expect(model.failure.value).toEqual({
    code: 'Group.Refused',
    sentence: 'groupRefused_removeMemberDenied',
  });
  expect(reads()).toBe(1);
});

test('a burst of news of this group is one read now and one later; other groups are none', async () => {
  const { asked, tell, reads } = setUp();
  tell('cd'.repeat(16));
  expect(reads()).toBe(0);
  for (let turn = 0; turn < 50; turn += 1) tell();
  nth(asked, 0).answer(fakeGroupView());
  await vi.advanceTimersByTimeAsync(900);
  expect(reads()).toBe(1);
  await vi.advanceTimersByTimeAsync(200);
  expect(reads()).toBe(2);
  nth(asked, 1).answer(fakeGroupView({ name: 'Later' }));
  await vi.advanceTimersByTimeAsync(5_000);
  expect(reads()).toBe(2);
});

test('nothing is read after the end', async () => {
  const { model, asked, tell, reads } = setUp();
  tell();
  tell();
  model.dispose();
  nth(asked, 0).answer(fakeGroupView());
  await vi.advanceTimersByTimeAsync(5_000);
  expect(reads()).toBe(1);
});

test('what is asked for while it is being read is read once more, and not after the end', async () => {
  const { model, asked, reads } = setUp();
  void model.load();
  void model.load();
  void model.load();
  expect(reads()).toBe(1);
  nth(asked, 0).answer(fakeGroupView({ name: 'Old' }));
  await vi.advanceTimersByTimeAsync(0);
  expect(reads()).toBe(2);
  nth(asked, 1).answer(fakeGroupView({ name: 'New' }));
  await vi.advanceTimersByTimeAsync(0);
  expect(model.group.value?.name).toBe('New');
  expect(reads()).toBe(2);

  void model.load();
  void model.load();
  model.dispose();
  nth(asked, 2).answer(fakeGroupView());
  await vi.advanceTimersByTimeAsync(0);
  expect(reads()).toBe(3);
});

test('a group that cannot be read says so; one that is shown stays', async () => {
  const { model, asked } = setUp();
  const gone = new RequestError({
    code: 'Conversation.Unknown',
    shortMessage: '',
    retryable: false,
    details: {},
  });
  void model.load();
  nth(asked, 0).fail(gone);
  await vi.advanceTimersByTimeAsync(0);
  expect(model.failure.value?.code).toBe('Conversation.Unknown');
  model.forgetFailure();
  void model.load();
  nth(asked, 1).answer(fakeGroupView());
  await vi.advanceTimersByTimeAsync(0);
  void model.load();
  nth(asked, 2).fail(gone);
  await vi.advanceTimersByTimeAsync(0);
  expect(model.failure.value).toBeUndefined();
  expect(model.group.value?.conversationId).toBe(fakeGroupId);
});
