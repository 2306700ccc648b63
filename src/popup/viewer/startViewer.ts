/**
 * The inside of the sandbox: draws one file that its window hands over. Its page has an origin of its own, so it reaches
 * nothing of the extension, and its policy lets nothing be fetched: a decoder that is led astray here has nowhere to go.
 */
import './viewer.css';
import type { ShowMessage, ShownMessage } from './viewerMessages.ts';

export function startViewer(): void {
  addEventListener('message', function onMessage(event) {
    const [port] = event.ports;
    // Only the window that made this frame, and only once.
    if (event.source !== parent || port === undefined) return;
    removeEventListener('message', onMessage);
    show(event.data as ShowMessage, (answer) => port.postMessage(answer));
  });
}

function show(message: ShowMessage, answer: (message: ShownMessage) => void): void {
  document.documentElement.style.colorScheme = message.colorScheme;
  const element = elementOf(message, answer);
  element.addEventListener('error', () => {
    element.remove();
    answer({ kind: 'broken' });
  });
  document.body.append(element);
  if (message.fileKind === 'text') answer({ kind: 'shown', width: 0, height: element.scrollHeight });
}

function elementOf(message: ShowMessage, answer: (message: ShownMessage) => void): HTMLElement {
  const { fileKind, mimeType, bytes, label } = message;
  if (fileKind === 'text') {
    const element = document.createElement('pre');
    element.textContent = new TextDecoder().decode(bytes);
    element.tabIndex = 0;
    element.dir = 'auto';
    return element;
  }
  const source = URL.createObjectURL(new Blob([bytes], { type: mimeType }));
  if (fileKind === 'image') {
    const element = document.createElement('img');
    element.alt = label;
    element.addEventListener('load', () =>
      answer({ kind: 'shown', width: element.naturalWidth, height: element.naturalHeight }),
    );
    element.src = source;
    return element;
  }
  const element = document.createElement(fileKind);
  element.controls = true;
  element.preload = 'metadata';
  element.setAttribute('controlslist', 'nodownload noremoteplayback');
  element.setAttribute('aria-label', label);
  element.addEventListener('loadedmetadata', () => {
    const { videoWidth, videoHeight } = element as Partial<HTMLVideoElement>;
    answer({ kind: 'shown', width: videoWidth ?? 0, height: videoHeight ?? 0 });
  });
  element.src = source;
  return element;
}
