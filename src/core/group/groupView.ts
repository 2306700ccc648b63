import { metadataField } from './constants.ts';
import type { DisappearingSettings } from './groupConfig.ts';
import type { XmtpGroupContext } from './groupContextExtensions.ts';
import { type ConversationType, dmIdOf } from './groupMetadata.ts';
import { checkMinVersion } from './libxmtpVersion.ts';
import { type PolicyPreset, policyPresetOf } from './policyPresets.ts';

/** A group as people see it. */
export interface GroupView {
  readonly kind: ConversationType;
  /** Empty when unset; so are the next three. */
  readonly name: string;
  readonly description: string;
  readonly imageUrl: string;
  readonly appData: string;
  readonly creatorInboxId: string;
  readonly memberInboxIds: readonly string[];
  readonly adminInboxIds: readonly string[];
  readonly superAdminInboxIds: readonly string[];
  /** Of a DM: the other side, and the key that all DM groups of the pair share. */
  readonly dmPeerInboxId?: string;
  readonly dmId?: string;
  readonly permissions: PolicyPreset;
  /** Present when messages vanish. */
  readonly disappearing?: DisappearingSettings;
  readonly minVersion?: string;
  /** Whether that version is above ours. */
  readonly isPaused: boolean;
}

export const groupViewOf = (context: XmtpGroupContext, ownInboxId: string): GroupView => {
  const { metadata, mutableMetadata, membership, policies } = context;
  const attribute = (field: string): string => mutableMetadata.attributes.get(field) ?? '';
  const minVersion = mutableMetadata.attributes.get(metadataField.minVersion);
  const disappearing = disappearingOf(
    attribute(metadataField.disappearFromNs),
    attribute(metadataField.disappearInNs),
  );
  const { dmMembers } = metadata;
  return {
    kind: metadata.conversationType,
    name: attribute(metadataField.name),
    description: attribute(metadataField.description),
    imageUrl: attribute(metadataField.imageUrl),
    appData: attribute(metadataField.appData),
    creatorInboxId: metadata.creatorInboxId,
    memberInboxIds: [...membership.members.keys()].sort(),
    adminInboxIds: mutableMetadata.adminInboxIds,
    superAdminInboxIds: mutableMetadata.superAdminInboxIds,
    ...(dmMembers && {
      dmPeerInboxId: dmMembers[0] === ownInboxId ? dmMembers[1] : dmMembers[0],
      dmId: dmIdOf(dmMembers),
    }),
    permissions: policyPresetOf(policies),
    ...(disappearing && { disappearing }),
    ...(minVersion !== undefined && { minVersion }),
    isPaused: minVersion !== undefined && checkMinVersion(minVersion) === 'tooNew',
  };
};

/** Both attributes are decimal texts of signed 64-bit numbers; messages vanish when both are above zero. */
const disappearingOf = (from: string, inNs: string): DisappearingSettings | undefined => {
  const isNumber = /^[0-9]{1,19}$/;
  if (!isNumber.test(from) || !isNumber.test(inNs)) return undefined;
  const settings = { fromNs: BigInt(from), inNs: BigInt(inNs) };
  return settings.fromNs > 0n && settings.inNs > 0n ? settings : undefined;
};
