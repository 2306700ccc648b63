import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createThreadDraft } from './threadDraft.ts';
import { unsafePort } from './unsafePort.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const conversationId = '0a'.repeat(16);

function world(options: { initial?: string; suggested?: string; unsaved?: Map<string, string> } = {}) {
  const port = unsafePort({ 'thread.setDraft': () => ({}) });
  const unsaved = options.unsaved ?? new Map<string, string>();
  const draft = createThreadDraft(port, conversationId, { initial: '', ...options, unsaved });
  const saved = () => port.asked.map(({ input }) => (input as { text: string }).text);
  return { draft, unsaved, saved };
}

test('what is written is told at once, and while one goes on writing now and then', async () => {
  const { draft, saved, unsaved } = world();
  draft.write('h');
  expect(saved()).toEqual(['h']);
  for (const text of ['he', 'hel', 'hell']) {
    await vi.advanceTimersByTimeAsync(20);
    draft.write(text);
  }
  expect(saved()).toEqual(['h']);
  expect(unsaved.get(conversationId)).toBe('hell');
  await vi.advanceTimersByTimeAsync(40);
  expect(saved()).toEqual(['h', 'hell']);
  expect(unsaved.size).toBe(0);
  await vi.runAllTimersAsync();
  expect(saved()).toEqual(['h', 'hell']);
});

test('what was not told yet is told when the window closes, and only then', async () => {
  const { draft, saved } = world({ initial: 'begun' });
  draft.flush();
  expect(saved()).toEqual([]);
  draft.write('begun a');
  draft.write('begun and');
  draft.flush();
  expect(saved()).toEqual(['begun a', 'begun and']);
  draft.flush();
  await vi.runAllTimersAsync();
  expect(saved()).toEqual(['begun a', 'begun and']);
});

test('what another window wrote last is shown, unless one is writing here', () => {
  const { draft } = world({ initial: 'begun' });
  draft.stored('begun elsewhere', false);
  expect(draft.text.value).toBe('begun elsewhere');
  draft.stored('gone on elsewhere', true);
  expect(draft.text.value).toBe('begun elsewhere');
  draft.write('mine');
  draft.stored('theirs', false);
  expect(draft.text.value).toBe('mine');
});

test('our own text that comes back late changes nothing', async () => {
  const { draft } = world();
  draft.write('one');
  await vi.runAllTimersAsync();
  draft.stored('one', false);
  expect(draft.text.value).toBe('one');
});

test('what a site suggests never takes the place of what the person began, and is not kept before they touch it', async () => {
  expect(world({ initial: 'mine', suggested: 'theirs' }).draft.text.value).toBe('mine');
  const { draft, saved } = world({ suggested: 'theirs' });
  expect(draft.text.value).toBe('theirs');
  draft.flush();
  await vi.runAllTimersAsync();
  expect(saved()).toEqual([]);
});

test('what this window has not brought into the store is newer than what is there', () => {
  const unsaved = new Map([[conversationId, 'newer']]);
  expect(world({ initial: 'older', unsaved }).draft.text.value).toBe('newer');
});
