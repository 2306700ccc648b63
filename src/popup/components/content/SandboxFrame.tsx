import { useRef, useState } from 'preact/hooks';
import type { OpenFile } from '../../models/filesModel.ts';
import { type ShowMessage, type ShownMessage, viewerPath } from '../../viewer/viewerMessages.ts';

export interface SandboxFrameProps {
  readonly file: OpenFile;
  /** What is in it, for those who do not see it. */
  readonly label: string;
  readonly onBroken: () => void;
}

const maxWidthPx = 320;
const maxHeightPx = 320;
/** Until a picture has told its size; the most of a text. */
const otherHeightPx = 180;
const minTextHeightPx = 36;
const audioHeightPx = 54;

/** A file, drawn by a page that can reach nothing. Whatever it is, this window only ever handles it as bytes. */
export function SandboxFrame({ file, label, onBroken }: SandboxFrameProps) {
  const frame = useRef<HTMLIFrameElement>(null);
  const [size, setSize] = useState<Size>();
  const { kind, mimeType } = file.fileKind;

  function onLoad(): void {
    const target = frame.current?.contentWindow;
    if (!target || kind === 'other') return;
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = ({ data }: MessageEvent<ShownMessage>) => {
      if (data.kind === 'broken') onBroken();
      else setSize(data);
    };
    const bytes = file.bytes.slice().buffer;
    const message: ShowMessage = {
      kind: 'show',
      fileKind: kind,
      mimeType,
      bytes,
      label,
      colorScheme: schemeOf(),
    };
    // Its origin is opaque, so none can be named; the frame is ours and shows nothing else.
    target.postMessage(message, '*', [port2, bytes]);
  }

  const style = styleOf(kind, size);
  return (
    <iframe
      class={`file-frame file-frame--${kind}`}
      onLoad={onLoad}
      ref={frame}
      referrerpolicy="no-referrer"
      sandbox="allow-scripts"
      src={viewerPath}
      style={style}
      title={label}
    />
  );
}

interface Size {
  readonly width: number;
  readonly height: number;
}

/** What a frame says is a claim: never larger than there is room for, never nothing. */
function styleOf(kind: string, size: Size | undefined): Readonly<Record<string, string>> {
  if (kind === 'audio') return { width: '100%', height: `${audioHeightPx}px` };
  const { width, height } = size ?? { width: 0, height: 0 };
  if (kind === 'text' && height > 0) {
    return { width: '100%', height: `${Math.min(otherHeightPx, Math.max(minTextHeightPx, height))}px` };
  }
  if (!(width > 0 && height > 0 && Number.isFinite(width / height) && Number.isFinite(height / width))) {
    return { width: '100%', height: `${otherHeightPx}px` };
  }
  const scale = Math.min(1, maxWidthPx / width, maxHeightPx / height);
  const [shownWidth, shownHeight] = [width, height].map((side) => Math.max(24, Math.round(side * scale)));
  return { width: `${shownWidth}px`, aspectRatio: `${shownWidth} / ${shownHeight}` };
}

function schemeOf(): ShowMessage['colorScheme'] {
  const { theme } = document.documentElement.dataset;
  return theme === 'light' || theme === 'dark' ? theme : 'light dark';
}
