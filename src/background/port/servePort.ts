/** Serves one port: proves its sender, then answers its requests until it closes. */
import type { Channel } from '../../bridge/channel.ts';
import type { EventEnvelope, ResponseEnvelope } from '../../bridge/envelope.ts';
import type { Logger } from '../../core/ports.ts';
import { answerRequest } from './answerRequest.ts';
import { isOwnPage, type PortSender } from './checkSender.ts';
import type { WindowContext, WindowHub } from './createWindowHub.ts';

/** As much of `chrome.runtime.Port` as is used. */
export interface ServedPort {
  readonly name: string;
  readonly sender?: PortSender | undefined;
  postMessage(message: unknown): void;
  disconnect(): void;
  readonly onMessage: { addListener(listener: (message: unknown) => void): void };
  readonly onDisconnect: { addListener(listener: () => void): void };
}

export interface ServeDeps {
  readonly portName: string;
  readonly own: { readonly id: string; readonly origin: string };
  readonly hub: WindowHub;
  readonly channels: Readonly<Record<string, Channel>>;
  readonly handle: (channel: string, input: unknown, window: WindowContext) => Promise<unknown>;
  /** A proven window is there. */
  readonly onOpen: (window: WindowContext) => void;
  /** It is gone. */
  readonly onClose: (window: WindowContext) => void;
  readonly logger: Logger;
}

export function servePort(port: ServedPort, deps: ServeDeps): void {
  if (port.name !== deps.portName || !isOwnPage(port.sender, deps.own)) {
    deps.logger.warn('port.senderRefused', { name: port.name });
    port.disconnect();
    return;
  }
  const post = (message: ResponseEnvelope | EventEnvelope) => {
    try {
      port.postMessage(message);
    } catch {
      // Closed in between: whoever waited was told by its own end of the port.
    }
  };
  const tabId = port.sender?.tab?.id;
  const window = deps.hub.add({
    path: new URL(port.sender?.url ?? deps.own.origin).pathname,
    ...(tabId === undefined ? {} : { tabId }),
    send: (event) => post({ type: 'event', event }),
  });
  port.onDisconnect.addListener(() => {
    deps.hub.remove(window);
    deps.onClose(window);
  });
  port.onMessage.addListener((raw) => {
    const handle = (channel: string, input: unknown) => deps.handle(channel, input, window);
    answerRequest(raw, { channels: deps.channels, handle, logger: deps.logger }).then(post, () => undefined);
  });
  deps.onOpen(window);
}
