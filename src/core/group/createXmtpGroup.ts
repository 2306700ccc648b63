import { encodeInboxCredential } from '../identity/inboxCredential.ts';
import { createGroup } from '../mls/createGroup.ts';
import type { GroupState } from '../mls/groupState.ts';
import type { Random } from '../ports.ts';
import type { GroupConfig } from './groupConfig.ts';
import type { OwnInstallation } from './ownInstallation.ts';
import { xmtpCapabilities, xmtpLifetime } from './xmtpCapabilities.ts';

/** A group with its creator alone in it. Nobody else knows of it until the first membership commit. */
export const createXmtpGroup = (
  config: GroupConfig,
  own: OwnInstallation,
  nowMs: number,
  random: Random,
): GroupState =>
  createGroup(
    {
      groupId: config.groupId,
      identity: encodeInboxCredential(own.inboxId),
      signaturePrivateKey: own.seed,
      capabilities: xmtpCapabilities,
      lifetime: xmtpLifetime(nowMs),
      extensions: config.extensions,
    },
    random,
  );
