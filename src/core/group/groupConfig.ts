import { bytesToHex } from '../bytes/hex.ts';
import { WalletInboxError } from '../errors.ts';
import { type Extension, extensionTypes } from '../mls/extension.ts';
import { encodeRequiredCapabilities } from '../mls/requiredCapabilities.ts';
import type { Random } from '../ports.ts';
import {
  basicCredentialType,
  groupContextExtensionsProposalType,
  metadataField,
  xmtpExtensionTypes,
} from './constants.ts';
import {
  membershipExtension,
  metadataExtension,
  mutableMetadataExtension,
  policiesExtension,
} from './groupContextExtensions.ts';
import { dmIdOf, type GroupMetadata } from './groupMetadata.ts';
import { isTooLong } from './metadataChanges.ts';
import type { PolicySet } from './policy.ts';
import { allMembersPolicies, dmPolicies } from './policyPresets.ts';

/** A group that does not exist yet. */
export interface GroupConfig {
  /** 16 random bytes. */
  readonly groupId: Uint8Array;
  /** Of the group context, in libxmtp's order. */
  readonly extensions: readonly Extension[];
  /** Of a DM. */
  readonly dmId?: string;
}

/** Messages vanish this long after they were received, from a time on; ns. */
export interface DisappearingSettings {
  readonly fromNs: bigint;
  readonly inNs: bigint;
}

const requiredCapabilities: Extension = {
  type: extensionTypes.requiredCapabilities,
  data: encodeRequiredCapabilities({
    extensions: [
      xmtpExtensionTypes.groupMembership,
      xmtpExtensionTypes.mutableMetadata,
      xmtpExtensionTypes.groupPermissions,
      xmtpExtensionTypes.immutableMetadata,
      extensionTypes.lastResort,
      extensionTypes.applicationId,
    ],
    proposals: [groupContextExtensionsProposalType],
    credentials: [basicCredentialType],
  }),
};

const buildConfig = (params: {
  readonly metadata: GroupMetadata;
  readonly attributes: readonly (readonly [string, string])[];
  readonly superAdminInboxIds: readonly string[];
  readonly policies: PolicySet;
  readonly random: Random;
}): GroupConfig => {
  const { metadata, policies, superAdminInboxIds, random } = params;
  for (const [field, value] of params.attributes) {
    if (!isTooLong(field, value)) continue;
    throw new WalletInboxError('Group.Refused', 'A text is too long for a group.', {
      details: { reason: 'attributeTooLong', field },
    });
  }
  const attributes = new Map([
    ...params.attributes,
    [metadataField.commitLogSigner, bytesToHex(random.bytes(32))] as const,
  ]);
  return {
    groupId: random.bytes(16),
    extensions: [
      metadataExtension(metadata),
      mutableMetadataExtension({ attributes, adminInboxIds: [], superAdminInboxIds }),
      // 0 stands for "its newest identity update", which the first membership commit writes in.
      membershipExtension({
        members: new Map([[metadata.creatorInboxId, 0n]]),
        failedInstallationIds: [],
      }),
      policiesExtension(policies),
      requiredCapabilities,
    ],
    ...(metadata.dmMembers && { dmId: dmIdOf(metadata.dmMembers) }),
  };
};

const disappearingAttributes = (
  settings: DisappearingSettings | undefined,
): readonly (readonly [string, string])[] =>
  settings === undefined
    ? []
    : [
        [metadataField.disappearFromNs, settings.fromNs.toString()],
        [metadataField.disappearInNs, settings.inNs.toString()],
      ];

/** A DM between two inboxes: no admins, nobody else ever. */
export const dmGroupConfig = (params: {
  readonly creatorInboxId: string;
  readonly peerInboxId: string;
  readonly random: Random;
  readonly disappearing?: DisappearingSettings;
}): GroupConfig => {
  const { creatorInboxId, peerInboxId, random } = params;
  return buildConfig({
    metadata: { conversationType: 'dm', creatorInboxId, dmMembers: [creatorInboxId, peerInboxId] },
    attributes: [
      [metadataField.name, ''],
      [metadataField.description, ''],
      [metadataField.imageUrl, ''],
      ...disappearingAttributes(params.disappearing),
    ],
    superAdminInboxIds: [],
    policies: dmPolicies,
    random,
  });
};

/** @throws Group.Refused when a text is too long */
export const groupConfig = (params: {
  readonly creatorInboxId: string;
  readonly random: Random;
  readonly name?: string;
  readonly description?: string;
  readonly imageUrl?: string;
  readonly appData?: string;
  readonly policies?: PolicySet;
  readonly disappearing?: DisappearingSettings;
}): GroupConfig => {
  const { creatorInboxId, random } = params;
  return buildConfig({
    metadata: { conversationType: 'group', creatorInboxId },
    attributes: [
      [metadataField.name, params.name ?? ''],
      [metadataField.description, params.description ?? ''],
      [metadataField.imageUrl, params.imageUrl ?? ''],
      [metadataField.appData, params.appData ?? ''],
      ...disappearingAttributes(params.disappearing),
    ],
    superAdminInboxIds: [creatorInboxId],
    policies: params.policies ?? allMembersPolicies,
    random,
  });
};

/** The hidden group of one person's own installations. */
export const syncGroupConfig = (params: {
  readonly creatorInboxId: string;
  readonly random: Random;
}): GroupConfig => {
  const { creatorInboxId, random } = params;
  return buildConfig({
    metadata: { conversationType: 'sync', creatorInboxId },
    attributes: [
      [metadataField.name, ''],
      [metadataField.description, ''],
      [metadataField.imageUrl, ''],
      [metadataField.appData, ''],
    ],
    superAdminInboxIds: [creatorInboxId],
    policies: allMembersPolicies,
    random,
  });
};
