import { expect, test } from 'vitest';
import { generateInboxId, inboxIdOf, isInboxId } from './inboxId.ts';
import { addressIdentifier, installationIdentifier, passkeyIdentifier } from './memberIdentifier.ts';
import { signatureText } from './signatureText.ts';

// The values of libxmtp's own test of its signature text.
const owner = '0x1234567890abcdef1234567890abcdef12345678';
const inboxId = 'fcd18d86276d7a99fe522dba9660c420f03c8648785ada7c5daae232a3df77a9';

test('an inbox id follows from lower-case address and nonce', () => {
  expect(generateInboxId(owner, 0n)).toBe(inboxId);
  expect(generateInboxId(owner.toUpperCase().replace('0X', '0x'), 0n)).toBe(inboxId);
  expect(generateInboxId(owner, 1n)).not.toBe(inboxId);
  expect(isInboxId(inboxId)).toBe(true);
  expect(isInboxId(inboxId.toUpperCase())).toBe(false);
});

test.each(['', '0x', owner.slice(0, -1), `${owner}0`, owner.replace('0x', '1x'), owner.replace('a', 'g')])(
  'no inbox id comes from %j',
  (bad) => {
    expect(() => generateInboxId(bad, 0n)).toThrow(expect.objectContaining({ code: 'Peer.Invalid' }));
    expect(inboxIdOf(addressIdentifier(bad), 0n)).toBeUndefined();
  },
);

test('the text of an update with every kind of action is the bytes that libxmtp signs', () => {
  const address = addressIdentifier('0x4567890abcdef1234567890abcdef12345678123');
  const installation = installationIdentifier(Uint8Array.of(1, 2, 3));
  const text = signatureText({
    inboxId,
    clientTimestampNs: 12n,
    actions: [
      { kind: 'createInbox', owner: addressIdentifier(owner), nonce: 0n },
      { kind: 'addMember', member: address },
      { kind: 'addMember', member: installation },
      { kind: 'revokeMember', member: address },
      { kind: 'revokeMember', member: installation },
      {
        kind: 'changeRecovery',
        recovery: addressIdentifier('0x7890abcdef1234567890abcdef12345678123456'),
      },
    ],
  });
  expect(text).toBe(`XMTP : Authenticate to inbox

Inbox ID: fcd18d86276d7a99fe522dba9660c420f03c8648785ada7c5daae232a3df77a9
Current time: 1970-01-01T00:00:00Z

- Create inbox
  (Owner: 0x1234567890abcdef1234567890abcdef12345678)
- Link address to inbox
  (Address: 0x4567890abcdef1234567890abcdef12345678123)
- Grant messaging access to app
  (ID: 010203)
- Unlink address from inbox
  (Address: 0x4567890abcdef1234567890abcdef12345678123)
- Revoke messaging access from app
  (ID: 010203)
- Change inbox recovery address
  (Address: 0x7890abcdef1234567890abcdef12345678123456)

For more info: https://xmtp.org/signatures`);
});

test('passkeys have words of their own', () => {
  const member = passkeyIdentifier(Uint8Array.of(4, 5));
  const text = signatureText({
    inboxId,
    clientTimestampNs: 0n,
    actions: [
      { kind: 'addMember', member },
      { kind: 'revokeMember', member },
    ],
  });
  expect(text).toContain(
    '- Link passkey to inbox\n  (Passkey: 0405)\n- Unlink passkey from inbox\n  (Passkey: 0405)',
  );
});

test.each([
  [1_700_000_000_999_999_999n, '2023-11-14T22:13:20Z'],
  [0xffff_ffff_ffff_ffffn, '1969-12-31T23:59:59Z'],
  [0x7fff_ffff_ffff_ffffn, '2262-04-11T23:47:16Z'],
  [0x8000_0000_0000_0000n, '1677-09-21T00:12:43Z'],
])('the time %s is shown in whole seconds as a signed number', (clientTimestampNs, shown) => {
  expect(signatureText({ inboxId, clientTimestampNs, actions: [] })).toContain(`Current time: ${shown}\n`);
});
