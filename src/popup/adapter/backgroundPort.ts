/**
 * The one way from a window to the worker. The worker dies and wakes at will, so a broken port is ordinary: those
 * who wait are told, the port is opened again (which wakes the worker), and models subscribe anew.
 */
import type { AppEvent } from '../../bridge/appEvent.ts';
import {
  type InputOf,
  type OutputOf,
  type PopupChannelName,
  popupChannels,
} from '../../bridge/channels/popupChannels.ts';
import { type EventEnvelope, popupPortName, type ResponseEnvelope } from '../../bridge/envelope.ts';
import type { WireError } from '../../bridge/wireError.ts';

/** A refused or failed request, as the worker worded it. */
export class RequestError extends Error {
  override readonly name = 'RequestError';
  readonly wire: WireError;

  constructor(wire: WireError) {
    super(wire.shortMessage);
    this.wire = wire;
  }
}

export interface BackgroundPort {
  request<N extends PopupChannelName>(channel: N, input: InputOf<N>): Promise<OutputOf<N>>;
  onEvent(listener: (event: AppEvent) => void): () => void;
  /** Called each time a new port stands, the first included. */
  onConnect(listener: () => void): () => void;
  dispose(): void;
}

interface Waiting {
  readonly resolve: (output: unknown) => void;
  readonly reject: (error: RequestError) => void;
  readonly timer: ReturnType<typeof setTimeout>;
}

/** Beyond the channel's own time-out: the worker's answer should win. */
const graceMs = 1_000;
const reconnectDelayMs = 100;

const localError = (code: string, shortMessage: string): RequestError =>
  new RequestError({ code, shortMessage, retryable: true, details: {} });

export function createBackgroundPort(): BackgroundPort {
  const waiting = new Map<string, Waiting>();
  /** Asked while there was no port. */
  const unsaid = new Map<string, unknown>();
  const eventListeners = new Set<(event: AppEvent) => void>();
  const connectListeners = new Set<() => void>();
  let port: chrome.runtime.Port | undefined;
  let isDisposed = false;

  function settle(response: ResponseEnvelope): void {
    const entry = waiting.get(response.id);
    if (!entry) return;
    waiting.delete(response.id);
    clearTimeout(entry.timer);
    if (response.ok) entry.resolve(response.output);
    else entry.reject(new RequestError(response.error));
  }

  function connect(): void {
    if (isDisposed) return;
    const opened = chrome.runtime.connect({ name: popupPortName });
    port = opened;
    opened.onMessage.addListener((message: ResponseEnvelope | EventEnvelope) => {
      if (message.type === 'response') settle(message);
      else for (const listener of eventListeners) listener(message.event);
    });
    opened.onDisconnect.addListener(() => {
      port = undefined;
      for (const [id, entry] of waiting) {
        waiting.delete(id);
        clearTimeout(entry.timer);
        entry.reject(localError('Bridge.Disconnected', 'The extension restarted. Try again.'));
      }
      setTimeout(connect, reconnectDelayMs);
    });
    for (const request of unsaid.values()) opened.postMessage(request);
    unsaid.clear();
    for (const listener of connectListeners) listener();
  }

  connect();

  return {
    request(channel, input) {
      return new Promise((resolve, reject) => {
        const id = crypto.randomUUID();
        const timer = setTimeout(() => {
          waiting.delete(id);
          unsaid.delete(id);
          reject(localError('Bridge.Timeout', 'This took too long. Try again.'));
        }, popupChannels[channel].timeoutMs + graceMs);
        waiting.set(id, { resolve: (output) => resolve(output as never), reject, timer });
        const request = { type: 'request', id, channel, input };
        if (port) port.postMessage(request);
        // The worker has just ended: the next port is a moment away.
        else unsaid.set(id, request);
      });
    },
    onEvent(listener) {
      eventListeners.add(listener);
      return () => eventListeners.delete(listener);
    },
    onConnect(listener) {
      connectListeners.add(listener);
      if (port) listener();
      return () => connectListeners.delete(listener);
    },
    dispose() {
      isDisposed = true;
      port?.disconnect();
    },
  };
}
