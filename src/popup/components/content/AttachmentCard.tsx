import { useRef, useState } from 'preact/hooks';
import type { AttachmentView } from '../../../bridge/contentView.ts';
import { visibleName } from '../../../bridge/visibleText.ts';
import { saveFile } from '../../adapter/saveFile.ts';
import {
  cutFilename,
  extensionOf,
  fileSize,
  isDangerousName,
  savedFilename,
} from '../../models/fileNames.ts';
import type { FileState, FilesModel, OpenFile } from '../../models/filesModel.ts';
import { text } from '../../text.ts';
import { Button } from '../Button.tsx';
import { ConfirmDialog } from '../ConfirmDialog.tsx';
import { Icon } from '../Icon.tsx';
import { IconButton } from '../IconButton.tsx';
import { useKeptFocus } from '../useKeptFocus.ts';
import { SandboxFrame } from './SandboxFrame.tsx';

export interface AttachmentCardProps {
  readonly messageId: string;
  readonly index: number;
  readonly item: AttachmentView;
  readonly files: FilesModel;
  readonly canOpen: boolean;
}

/** A file: what is said of it, and after a click what it is. Nothing is fetched or drawn before. */
export function AttachmentCard({ messageId, index, item, files, canOpen }: AttachmentCardProps) {
  const frame = useRef<HTMLDivElement>(null);
  useKeptFocus(frame);
  const state = files.state(messageId, index).value;
  const claimed = visibleName(
    state.kind === 'open' && item.filename === '' ? state.file.filename : item.filename,
  );
  const name = claimed === '' ? text('fileUnnamed') : claimed;
  const sizeBytes = state.kind === 'open' ? state.file.bytes.length : item.sizeBytes;
  const facts = [
    extensionOf(claimed).toUpperCase().slice(0, 8),
    sizeBytes === undefined ? '' : fileSize(sizeBytes),
  ].filter((fact) => fact !== '');
  return (
    <div class="file" ref={frame}>
      {state.kind === 'open' && <OpenedFile file={state.file} key={messageId} name={name} />}
      <div class="file__head">
        <Icon name="file" />
        <div class="file__words">
          <bdi class="file__name" title={name}>
            {cutFilename(name)}
          </bdi>
          {facts.length > 0 && <span class="card-note">{facts.join(' · ')}</span>}
        </div>
        {state.kind === 'open' && (
          <>
            <SaveButton file={state.file} />
            <IconButton
              icon="close"
              label={text('fileClose')}
              onClick={() => files.close(messageId, index)}
            />
          </>
        )}
      </div>
      {state.kind !== 'open' && item.host !== undefined && (
        <p class="card-note">{text('fileRemote', item.host)}</p>
      )}
      {canOpen ? (
        <FileControls
          isRemote={item.host !== undefined}
          name={name}
          onCancel={() => files.close(messageId, index)}
          onOpen={() => void files.open(messageId, index)}
          state={state}
        />
      ) : (
        <p class="card-note">{text('fileNotAccepted')}</p>
      )}
    </div>
  );
}

interface FileControlsProps {
  readonly state: FileState;
  readonly name: string;
  readonly isRemote: boolean;
  readonly onOpen: () => void;
  readonly onCancel: () => void;
}

function FileControls({ state, name, isRemote, onOpen, onCancel }: FileControlsProps) {
  switch (state.kind) {
    case 'closed':
      return <Button onClick={onOpen}>{text(isRemote ? 'fileDownload' : 'fileOpen')}</Button>;
    case 'coming': {
      const { doneBytes, totalBytes } = state;
      return (
        <div class="file__progress">
          <progress
            aria-label={`${text('fileComing')} ${name}`}
            class="file__bar"
            {...(totalBytes > 0 && { max: totalBytes, value: Math.min(doneBytes, totalBytes) })}
          />
          <IconButton icon="close" label={text('fileCancel')} onClick={onCancel} />
        </div>
      );
    }
    case 'failed':
      return (
        <>
          <p class="file__fault" role="alert">
            {state.failure.sentence}
          </p>
          <Button onClick={onOpen}>{text('fileRetry')}</Button>
        </>
      );
    case 'open':
      return null;
  }
}

const pictureEndings = new Set(['png', 'jpg', 'jpeg', 'gif', 'webp', 'avif', 'heic', 'bmp']);

function OpenedFile({ file, name }: { readonly file: OpenFile; readonly name: string }) {
  const [isBroken, setBroken] = useState(false);
  const { kind } = file.fileKind;
  const isOther = pictureEndings.has(extensionOf(file.filename)) && kind !== 'image';
  return (
    <>
      {isOther && <p class="notice">{text('fileDifferent')}</p>}
      {kind === 'other' || isBroken ? (
        <p class="card-note">{text(isBroken ? 'fileBroken' : 'fileNotShown')}</p>
      ) : (
        <SandboxFrame file={file} label={text('fileFrame', name)} onBroken={() => setBroken(true)} />
      )}
    </>
  );
}

function SaveButton({ file }: { readonly file: OpenFile }) {
  const [isAsking, setAsking] = useState(false);
  const cleaned = savedFilename(file.filename, text('fileSavedAs'));
  const { extension } = file.fileKind;
  const filename = extensionOf(cleaned) === '' && extension !== '' ? `${cleaned}.${extension}` : cleaned;
  const save = () => saveFile(filename, file.bytes);
  return (
    <>
      <IconButton
        icon="download"
        label={text('fileSave')}
        onClick={() => {
          if (isDangerousName(filename)) setAsking(true);
          else save();
        }}
      />
      {isAsking && (
        <ConfirmDialog
          confirm={text('fileSave')}
          isDanger
          onClose={() => setAsking(false)}
          onConfirm={save}
          title={text('fileDangerTitle')}
        >
          <p class="dialog__file">
            <bdi>{filename}</bdi>
          </p>
          <p>{text('fileDangerBody', extensionOf(filename))}</p>
        </ConfirmDialog>
      )}
    </>
  );
}
