import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { text } from '../text.ts';

export interface FileDropProps {
  /** Absent where no files can be sent: then a dropped file does nothing, rather than take the place of the page. */
  readonly onFiles: ((files: readonly File[]) => void) | undefined;
  readonly children: ComponentChildren;
}

const hasFiles = (event: DragEvent): boolean => event.dataTransfer?.types.includes('Files') ?? false;

/** Takes files that are dropped on it. */
export function FileDrop({ onFiles, children }: FileDropProps) {
  const isOver = useSignal(false);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping is a shortcut, the button beside the message does the same
    <div
      class="file-drop"
      onDragLeave={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget as Node | null)) isOver.value = false;
      }}
      onDragOver={(event) => {
        if (!hasFiles(event)) return;
        event.preventDefault();
        if (event.dataTransfer) event.dataTransfer.dropEffect = onFiles ? 'copy' : 'none';
        isOver.value = onFiles !== undefined;
      }}
      onDrop={(event) => {
        if (!hasFiles(event)) return;
        event.preventDefault();
        isOver.value = false;
        onFiles?.([...(event.dataTransfer?.files ?? [])]);
      }}
    >
      {children}
      {isOver.value && <p class="file-drop__cover">{text('composerDrop')}</p>}
    </div>
  );
}
