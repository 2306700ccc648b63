import { useRef } from 'preact/hooks';
import type { UploadView } from '../../bridge/attachmentView.ts';
import { sentenceOfCode } from '../models/failure.ts';
import type { UploadsModel } from '../models/uploadsModel.ts';
import { text } from '../text.ts';
import { Button } from './Button.tsx';
import { IconButton } from './IconButton.tsx';
import { useKeptFocus } from './useKeptFocus.ts';

export interface UploadRowsProps {
  readonly conversationId: string;
  readonly model: UploadsModel;
}

/** Files of a conversation that are not messages yet: how far they are, or why they went nowhere. */
export function UploadRows({ conversationId, model }: UploadRowsProps) {
  const uploads = model.uploads.value.filter((upload) => upload.conversationId === conversationId);
  if (uploads.length === 0) return null;
  return (
    <ul aria-label={text('uploads')} class="uploads">
      {uploads.map((upload) => (
        <UploadRow key={upload.uploadId} model={model} upload={upload} />
      ))}
    </ul>
  );
}

function UploadRow({ upload, model }: { readonly upload: UploadView; readonly model: UploadsModel }) {
  const { uploadId, phase, doneBytes, sizeBytes, code, canRetry } = upload;
  const frame = useRef<HTMLLIElement>(null);
  useKeptFocus(frame);
  const name = upload.filename === '' ? text('attachmentUnnamed') : upload.filename;
  if (phase === 'failed') {
    return (
      <li class="uploads__row" ref={frame}>
        <div class="uploads__words">
          <bdi class="uploads__name">{name}</bdi>
          <p class="uploads__fault" role="alert">
            {text('uploadFailed')} {code !== undefined && sentenceOfCode(code)}
          </p>
        </div>
        {canRetry && (
          <Button kind="plain" onClick={() => model.retry(uploadId)}>
            {text('messageRetry')}
          </Button>
        )}
        <IconButton
          icon="close"
          label={text('uploadDismiss', name)}
          onClick={() => model.dismiss(uploadId)}
        />
      </li>
    );
  }
  return (
    <li class="uploads__row" ref={frame}>
      <div class="uploads__words">
        <bdi class="uploads__name">{name}</bdi>
        <progress
          aria-label={text('uploadProgress', name)}
          class="uploads__bar"
          max={sizeBytes}
          // Without a value it moves by itself: a server that takes a file in one go tells nothing before the end.
          {...(doneBytes > 0 && doneBytes < sizeBytes ? { value: doneBytes } : {})}
        />
      </div>
      <IconButton icon="close" label={text('uploadCancel', name)} onClick={() => model.cancel(uploadId)} />
    </li>
  );
}
