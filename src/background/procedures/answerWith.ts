import type { InputOf, OutputOf, PopupChannelName } from '../../bridge/channels/popupChannels.ts';
import type { WindowContext } from '../port/createWindowHub.ts';
import type { Procedures } from './procedure.ts';

/** Turns the table of procedures into one function of a name that the port server has found among the channels. */
export function answerWith(
  procedures: Procedures<PopupChannelName>,
): (channel: string, input: unknown, window: WindowContext) => Promise<unknown> {
  // The port server has checked that the name is a channel and that the input is of its schema.
  const answer = <N extends PopupChannelName>(name: N, input: InputOf<N>, window: WindowContext) =>
    procedures[name](input, window) as Promise<OutputOf<N>>;
  return (channel, input, window) => answer(channel as PopupChannelName, input as never, window);
}
