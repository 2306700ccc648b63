/** Every channel between our own pages (popup, side panel, onboarding) and the worker, by name. */
import type { ChannelInput, ChannelOutput } from '../channel.ts';
import { appChannels } from './appChannels.ts';
import { approvalChannels } from './approvalChannels.ts';
import { attachmentChannels } from './attachmentChannels.ts';
import { groupChannels } from './groupChannels.ts';
import { inboxChannels } from './inboxChannels.ts';
import { nameChannels } from './nameChannels.ts';
import { searchChannels } from './searchChannels.ts';
import { siteChannels } from './siteChannels.ts';
import { threadChannels } from './threadChannels.ts';
import { vaultChannels } from './vaultChannels.ts';
import { walletChannels } from './walletChannels.ts';

export const popupChannels = {
  ...appChannels,
  ...vaultChannels,
  ...inboxChannels,
  ...threadChannels,
  ...attachmentChannels,
  ...groupChannels,
  ...nameChannels,
  ...searchChannels,
  ...siteChannels,
  ...approvalChannels,
  ...walletChannels,
};

export type PopupChannels = typeof popupChannels;
export type PopupChannelName = keyof PopupChannels;
export type InputOf<N extends PopupChannelName> = ChannelInput<PopupChannels[N]>;
export type OutputOf<N extends PopupChannelName> = ChannelOutput<PopupChannels[N]>;
