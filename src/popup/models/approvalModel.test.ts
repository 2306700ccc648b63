import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { AppEvent } from '../../bridge/appEvent.ts';
import type { ApprovalView } from '../../bridge/approvalView.ts';
import { type BackgroundPort, RequestError } from '../adapter/backgroundPort.ts';
import { createApprovalModel } from './approvalModel.ts';

const view = (requestId: string): ApprovalView => ({
  requestId,
  origin: 'https://shop.example',
  kind: 'permissions',
  asksOpenConversation: true,
  waitingCount: 0,
});
const approve = { kind: 'approve' as const, typeIds: [], notify: false, openConversation: true };

const failed = (code: string) => new RequestError({ code, shortMessage: '', retryable: true, details: {} });

/** `decide` answers the decisions. */
function setUp(decide: () => Promise<unknown> = async () => ({})) {
  const requests: { channel: string; input: unknown }[] = [];
  let tell: (event: AppEvent) => void = () => undefined;
  const port = {
    async request(channel: string, input: unknown) {
      requests.push({ channel, input });
      return channel === 'approval.current' ? { approval: view('one') } : decide();
    },
    onEvent(listener: (event: AppEvent) => void) {
      tell = listener;
      return () => undefined;
    },
    onConnect: () => () => undefined,
  } as unknown as BackgroundPort;
  const decided = () => requests.filter(({ channel }) => channel === 'approval.decide');
  return { model: createApprovalModel(port), decided, tell: (event: AppEvent) => tell(event) };
}

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('chrome', { i18n: { getMessage: (key: string) => key } });
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test('a request cannot be allowed in its first half second', async () => {
  const { model, decided } = setUp();
  expect(model.isArmed.value).toBe(false);
  await model.refresh();
  vi.advanceTimersByTime(499);
  await model.decide(approve);
  expect(decided()).toEqual([]);
  vi.advanceTimersByTime(1);
  await model.decide(approve);
  expect(decided()).toMatchObject([{ input: { requestId: 'one', decision: approve } }]);
});

test('a request that takes the place of another one begins anew; the same one again does not', async () => {
  const { model, decided, tell } = setUp();
  await model.refresh();
  vi.advanceTimersByTime(500);
  tell({ kind: 'approval', approval: { ...view('one'), waitingCount: 1 } });
  expect(model.isArmed.value).toBe(true);
  tell({ kind: 'approval', approval: view('two') });
  await model.decide(approve);
  expect(decided()).toEqual([]);
});

test('a no is taken at once', async () => {
  const { model, decided } = setUp();
  await model.refresh();
  await model.decide({ kind: 'reject' });
  expect(decided()).toMatchObject([{ input: { decision: { kind: 'reject' } } }]);
});

test('nothing more to decide', async () => {
  const { model, tell } = setUp();
  expect(model.approval.value).toBeUndefined();
  tell({ kind: 'approval' });
  expect(model.approval.value).toBeNull();
});

test('what was switched stays with its request, and does not go on to the next', async () => {
  const { model, tell } = setUp();
  await model.refresh();
  model.typesOff.value = new Set(['order']);
  model.mayOpen.value = false;
  model.confirm();
  const shown = () => [...model.typesOff.value, model.mayOpen.value, model.isConfirming.value];
  tell({ kind: 'approval', approval: { ...view('one'), waitingCount: 2 } });
  expect(shown()).toEqual(['order', false, true]);
  tell({ kind: 'approval', approval: view('two') });
  expect(shown()).toEqual([true, false]);
});

test('a double click on "allow" does not answer the second question as well', async () => {
  const { model, decided } = setUp();
  await model.refresh();
  vi.advanceTimersByTime(500);
  expect(model.isConfirming.value).toBe(false);
  model.confirm();
  expect(model.isConfirming.value).toBe(true);
  await model.decide(approve);
  await model.decide({ kind: 'never' });
  expect(decided()).toEqual([]);
  vi.advanceTimersByTime(500);
  await model.decide(approve);
  expect(decided()).toHaveLength(1);
});

test('a window that comes to the front begins anew', async () => {
  const { model, decided } = setUp();
  await model.refresh();
  vi.advanceTimersByTime(500);
  model.rearm();
  await model.decide(approve);
  expect(decided()).toEqual([]);
});

test('locked in between, the same request is a new one', async () => {
  const { model, decided } = setUp();
  await model.refresh();
  vi.advanceTimersByTime(500);
  model.typesOff.value = new Set(['order']);
  model.clear();
  expect(model.approval.value).toBeUndefined();
  await model.refresh();
  await model.decide(approve);
  expect([decided(), [...model.typesOff.value]]).toEqual([[], []]);
});

test('one decision is on its way at a time', async () => {
  let finish: (answer: object) => void = () => undefined;
  const { model, decided } = setUp(
    () =>
      new Promise((resolve) => {
        finish = resolve;
      }),
  );
  await model.refresh();
  const first = model.decide({ kind: 'reject' });
  expect(model.isBusy.value).toBe(true);
  await model.decide({ kind: 'reject' });
  expect(decided()).toHaveLength(1);
  finish({});
  await first;
  expect(model.isBusy.value).toBe(false);
});

test('a decision during which the worker ended is told again, once; a refused one is not', async () => {
  const answers = [failed('Bridge.Disconnected')];
  const ended = setUp(async () => {
    const error = answers.shift();
    if (error !== undefined) throw error;
    return {};
  });
  await ended.model.refresh();
  await ended.model.decide({ kind: 'reject' });
  expect(ended.decided()).toHaveLength(2);
  expect(ended.model.failure.value).toBeUndefined();

  const refused = setUp(() => Promise.reject(failed('Site.RequestGone')));
  await refused.model.refresh();
  await refused.model.decide({ kind: 'reject' });
  expect(refused.decided()).toHaveLength(1);
  expect(refused.model.failure.value?.sentence).toBe('errorRequestGone');
});
