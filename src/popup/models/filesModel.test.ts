import { expect, test, vi } from 'vitest';
import { createFilesModel, type FileSource } from './filesModel.ts';

vi.stubGlobal('chrome', { i18n: { getMessage: (key: string) => key } });

const png = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);
const opened = { filename: 'a.txt', mimeType: 'text/plain', bytes: png };

test('a file comes once, is known by its bytes, and is forgotten when closed', async () => {
  const openAttachment = vi.fn<FileSource['openAttachment']>(async (_id, _index, { onProgress }) => {
    onProgress({ phase: 'downloading', doneBytes: 1, totalBytes: 8 });
    return opened;
  });
  const files = createFilesModel({ openAttachment });
  const state = files.state('m', 0);
  expect(state.value.kind).toBe('closed');
  const opening = files.open('m', 0);
  expect(state.value).toMatchObject({ kind: 'coming', doneBytes: 1, totalBytes: 8 });
  await Promise.all([opening, files.open('m', 0)]);
  expect(openAttachment).toHaveBeenCalledTimes(1);
  expect(state.value).toMatchObject({ kind: 'open', file: { fileKind: { mimeType: 'image/png' } } });
  expect(files.state('m', 1).value.kind).toBe('closed');
  files.close('m', 0);
  expect(state.value.kind).toBe('closed');
});

test('a failure is shown, and what was cancelled does not come back', async () => {
  const files = createFilesModel({ openAttachment: () => Promise.reject(new Error('x')) });
  await files.open('m', 0);
  expect(files.state('m', 0).value.kind).toBe('failed');

  let finish: (value: typeof opened) => void = () => undefined;
  const aborted = vi.fn();
  const slow = createFilesModel({
    openAttachment: (_id, _index, { signal }) => {
      signal.addEventListener('abort', aborted);
      return new Promise((resolve) => {
        finish = resolve;
      });
    },
  });
  const opening = slow.open('m', 0);
  slow.close('m', 0);
  finish(opened);
  await opening;
  expect(aborted).toHaveBeenCalledTimes(1);
  expect(slow.state('m', 0).value.kind).toBe('closed');
});
