import type { UnsignedAction } from './identityAction.ts';
import type { MemberIdentifier } from './memberIdentifier.ts';

interface UnsignedUpdate {
  readonly inboxId: string;
  readonly clientTimestampNs: bigint;
  readonly actions: readonly UnsignedAction[];
}

const header = 'XMTP : Authenticate to inbox';
const footer = 'For more info: https://xmtp.org/signatures';

const labels: Readonly<Record<MemberIdentifier['kind'], { id: string; add: string; revoke: string }>> = {
  address: { id: 'Address', add: 'Link address to inbox', revoke: 'Unlink address from inbox' },
  installation: {
    id: 'ID',
    add: 'Grant messaging access to app',
    revoke: 'Revoke messaging access from app',
  },
  passkey: { id: 'Passkey', add: 'Link passkey to inbox', revoke: 'Unlink passkey from inbox' },
};

/**
 * The text that every signer of an update signs (XIP-46): all actions in order, whoever signs which. The bytes are
 * fixed by the network: nothing here may be translated or tidied.
 */
export const signatureText = (update: UnsignedUpdate): string =>
  [
    header,
    '',
    `Inbox ID: ${update.inboxId}`,
    `Current time: ${formatTime(update.clientTimestampNs)}`,
    '',
    ...update.actions.map(describe),
    '',
    footer,
  ].join('\n');

const describe = (action: UnsignedAction): string => {
  switch (action.kind) {
    case 'createInbox':
      return block('Create inbox', 'Owner', action.owner.id);
    case 'addMember':
      return block(labels[action.member.kind].add, labels[action.member.kind].id, action.member.id);
    case 'revokeMember':
      return block(labels[action.member.kind].revoke, labels[action.member.kind].id, action.member.id);
    case 'changeRecovery':
      return block('Change inbox recovery address', 'Address', action.recovery.id);
  }
};

const block = (title: string, name: string, value: string): string => `- ${title}\n  (${name}: ${value})`;

/** RFC 3339 in whole seconds. The time is read as a signed number, as the reference client does. */
const formatTime = (timestampNs: bigint): string => {
  const signed = BigInt.asIntN(64, timestampNs);
  const seconds = signed / 1_000_000_000n - (signed % 1_000_000_000n < 0n ? 1n : 0n);
  return new Date(Number(seconds) * 1000).toISOString().replace('.000Z', 'Z');
};
