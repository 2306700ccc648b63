/** Asks the worker from a page of the extension, by its own port, as the windows do. */
import type { Page } from 'playwright-core';
import type { InputOf, OutputOf, PopupChannelName } from '../../src/bridge/channels/popupChannels.ts';
import type { ResponseEnvelope } from '../../src/bridge/envelope.ts';

/** Throws an error whose message begins with the code of the worker's refusal. */
export async function askWorker<N extends PopupChannelName>(
  page: Page,
  channel: N,
  input: InputOf<N>,
): Promise<OutputOf<N>> {
  const answer = await page.evaluate(
    ([name, body]) =>
      new Promise<ResponseEnvelope>((resolve, reject) => {
        const id = crypto.randomUUID();
        const port = chrome.runtime.connect({ name: 'popup' });
        port.onDisconnect.addListener(() => reject(new Error('Bridge.Disconnected')));
        port.onMessage.addListener((message) => {
          if (message.type !== 'response' || message.id !== id) return;
          resolve(message);
          port.disconnect();
        });
        port.postMessage({ type: 'request', id, channel: name, input: body });
      }),
    [channel, input] as const,
  );
  if (!answer.ok) throw new Error(`${answer.error.code}: ${answer.error.shortMessage}`);
  return answer.output as OutputOf<N>;
}
