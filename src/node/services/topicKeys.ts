import { bytesToHex } from '../../core/bytes/hex.ts';

/** The hub's name of a group's topic. */
export function groupTopicKey(groupId: Uint8Array): string {
  return `g${bytesToHex(groupId)}`;
}

/** The hub's name of an installation's welcome topic. */
export function welcomeTopicKey(installationKey: Uint8Array): string {
  return `w${bytesToHex(installationKey)}`;
}
