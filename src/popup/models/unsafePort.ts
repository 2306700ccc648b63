/** For tests: a port on which the test answers. */
import type { AppEvent } from '../../bridge/appEvent.ts';
import type { InputOf, OutputOf, PopupChannelName } from '../../bridge/channels/popupChannels.ts';
import { type BackgroundPort, RequestError } from '../adapter/backgroundPort.ts';

type Answers = {
  readonly [N in PopupChannelName]?: (input: InputOf<N>) => OutputOf<N> | Promise<OutputOf<N>>;
};

export interface UnsafePort extends BackgroundPort {
  /** What was asked, in order; also what nobody answers. */
  readonly asked: readonly { readonly channel: PopupChannelName; readonly input: unknown }[];
  say(event: AppEvent): void;
}

export function unsafePort(answers: Answers): UnsafePort {
  const asked: { channel: PopupChannelName; input: unknown }[] = [];
  const listeners = new Set<(event: AppEvent) => void>();
  return {
    asked,
    say(event) {
      for (const listener of listeners) listener(event);
    },
    async request(channel, input) {
      asked.push({ channel, input });
      const answer = answers[channel] as ((given: unknown) => unknown) | undefined;
      if (answer !== undefined) return (await answer(input)) as never;
      throw new RequestError({
        code: 'Bridge.Internal',
        shortMessage: 'Nobody answers.',
        retryable: false,
        details: {},
      });
    },
    onEvent(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    onConnect: () => () => undefined,
    dispose: () => undefined,
  };
}
