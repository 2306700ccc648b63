import { expect, test } from 'vitest';
import type { AppEvent } from '../../bridge/appEvent.ts';
import type { UploadView } from '../../bridge/attachmentView.ts';
import type { BackgroundPort } from '../adapter/backgroundPort.ts';
import { createUploadsModel } from './uploadsModel.ts';

const upload: UploadView = {
  uploadId: 'one',
  conversationId: '0a'.repeat(16),
  filename: 'a',
  sizeBytes: 1,
  phase: 'failed',
  doneBytes: 0,
  code: 'Attachment.Interrupted',
  canRetry: false,
};

function fakePort() {
  const events = new Set<(event: AppEvent) => void>();
  const asked: string[] = [];
  const port = {
    async request(channel: string) {
      asked.push(channel);
      return { uploads: [upload] };
    },
    onEvent(listener: (event: AppEvent) => void) {
      events.add(listener);
      return () => events.delete(listener);
    },
  } as unknown as BackgroundPort;
  return { port, events, asked };
}

test('what the worker has is asked for; changes come by themselves', async () => {
  const { port, events, asked } = fakePort();
  const model = createUploadsModel(port);
  await model.refresh();
  expect(model.uploads.value).toEqual([upload]);
  for (const tell of events) tell({ kind: 'uploads', uploads: [] });
  expect(model.uploads.value).toEqual([]);
  model.retry('one');
  model.dismiss('one');
  model.cancel('one');
  expect(asked).toEqual(['uploads.list', 'uploads.retry', 'uploads.dismiss', 'attachment.cancel']);
  model.dispose();
  expect(events.size).toBe(0);
});
