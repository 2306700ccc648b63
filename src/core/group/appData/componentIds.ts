import { metadataField } from '../constants.ts';

/**
 * The parts of a migrated group's state by number (XIP-81; libxmtp, crates/xmtp_mls_common/src/app_data/component_id.rs).
 */
export const componentIds = {
  registry: 0x8000,
  superAdmins: 0x8001,
  admins: 0x8002,
  membership: 0x8003,
  name: 0x8004,
  description: 0x8005,
  imageUrl: 0x8006,
  disappearFromNs: 0x8007,
  disappearInNs: 0x8008,
  appData: 0x8009,
  minVersion: 0x800a,
  commitLogSigner: 0x800b,
  oneshotMessage: 0xbffc,
  dmMembers: 0xbffd,
  creatorInboxId: 0xbffe,
  conversationType: 0xbfff,
} as const;

/** Attributes of the mutable metadata, by the component that holds them. */
export const componentOfField: ReadonlyMap<string, number> = new Map([
  [metadataField.name, componentIds.name],
  [metadataField.description, componentIds.description],
  [metadataField.imageUrl, componentIds.imageUrl],
  [metadataField.disappearFromNs, componentIds.disappearFromNs],
  [metadataField.disappearInNs, componentIds.disappearInNs],
  [metadataField.appData, componentIds.appData],
  [metadataField.minVersion, componentIds.minVersion],
  [metadataField.commitLogSigner, componentIds.commitLogSigner],
]);

/** Written once, never changed. */
export const isImmutableComponent = (id: number): boolean =>
  (id >= 0xbe00 && id <= 0xbfff) || (id >= 0xfd00 && id <= 0xfeff);

/** Who may write these is not for the registry to say: super admins. */
export const isHardcodedComponent = (id: number): boolean =>
  id === componentIds.registry || id === componentIds.superAdmins;

/** Numbers that a registry may speak about. */
export const isRegistrable = (id: number): boolean =>
  id >= 0x8000 && id < 0xff00 && !isHardcodedComponent(id);
