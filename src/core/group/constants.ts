/**
 * Numbers and names that every XMTP V3 client must share. Source: libxmtp, crates/xmtp_configuration (metadata.rs,
 * mls.rs, api.rs) and crates/xmtp_mls/src/groups/mod.rs.
 */

/** Extension types of XMTP, beside those of RFC 9420. */
export const xmtpExtensionTypes = {
  /** Group context: `GroupMetadataV1`, inside one more `opaque<V>`. */
  immutableMetadata: 0xf000,
  /** Group context: `GroupMutableMetadataV1`. */
  mutableMetadata: 0xff00,
  /** Group context: `GroupMembership`. */
  groupMembership: 0xff01,
  /** Group context: `GroupMutablePermissionsV1`. */
  groupPermissions: 0xff02,
  /** Key package: `WelcomeWrapperEncryption`. */
  welcomeWrapperEncryption: 0xff03,
  /** Key package: `WelcomePointeeEncryptionAeadTypesExtension`. */
  welcomePointeeAeadTypes: 0xff04,
} as const;

/** Proposal type `group_context_extensions` (RFC 9420 section 17.4). */
export const groupContextExtensionsProposalType = 7;

/** Credential type `basic` (RFC 9420 section 17.5). */
export const basicCredentialType = 1;

/** Attribute names in `GroupMutableMetadataV1`. */
export const metadataField = {
  name: 'group_name',
  description: 'description',
  imageUrl: 'group_image_url_square',
  appData: 'app_data',
  disappearFromNs: 'message_disappear_from_ns',
  disappearInNs: 'message_disappear_in_ns',
  minVersion: 'minimum_supported_protocol_version',
  commitLogSigner: '_commit_log_signer',
} as const;

/** An attribute with this prefix and no policy of its own may only be written by a super admin. */
export const superAdminAttributePrefix = '_';

/** Longest value of an attribute, in bytes of UTF-8. */
export const maxAttributeBytes: Readonly<Record<string, number>> = {
  [metadataField.name]: 100,
  [metadataField.description]: 1000,
  [metadataField.imageUrl]: 2048,
  [metadataField.appData]: 8192,
};

/** Inboxes in one group. */
export const maxGroupMembers = 250;

/** Which libxmtp this client is compared with when a group demands a minimum version. */
export const comparedLibxmtpVersion = '1.11.0';

/** Welcome pointers pay off when more installations than this are to be welcomed at once. */
export const welcomePointerThreshold = 2;

/** Most welcomes in one `SendWelcomeMessages` call. */
export const maxWelcomesPerCall = 50;

/** Largest gRPC payload, in bytes. */
export const maxCallBytes = 25 * 1024 * 1024;

const dayMs = 24 * 60 * 60 * 1000;

/** A member rotates its leaf keys, and an installation its key package, this often. */
export const rotationIntervalMs = 30 * dayMs;

/** How often a member looks for new installations of the others: before a send, and otherwise. */
export const installationCheckMs = { beforeSend: 5_000, otherwise: 30 * 60 * 1000 } as const;
