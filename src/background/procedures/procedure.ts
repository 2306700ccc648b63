import type { InputOf, OutputOf, PopupChannelName } from '../../bridge/channels/popupChannels.ts';
import type { WindowContext } from '../port/createWindowHub.ts';

/** What answers one channel. Its input has passed the schema; its output will be checked. */
export type Procedure<N extends PopupChannelName> = (
  input: InputOf<N>,
  window: WindowContext,
) => Promise<OutputOf<N>>;

/** The procedures of some channels, by name. */
export type Procedures<N extends PopupChannelName> = { readonly [K in N]: Procedure<K> };
