import { expect, test } from 'vitest';
import { webRandom } from '../../src/core/crypto/random.ts';
import { decodeMlsMessage, encodeMlsMessage } from '../../src/core/mls/mlsMessage.ts';
import { openMessage } from '../../src/core/mls/openMessage.ts';
import type { PrivateMessage } from '../../src/core/mls/privateMessage.ts';
import type { PublicMessage } from '../../src/core/mls/publicMessage.ts';
import { sealMessage, signContentOf } from '../../src/core/mls/sealMessage.ts';
import { sealSenderData } from '../../src/core/mls/senderData.ts';
import { Unverified } from '../../src/core/mls/unverified.ts';
import { verifyNow } from '../../src/core/mls/verifyNow.ts';
import { commitAndFollow, fingerprint, groupOf, type MlsMember } from '../scenario/mlsMember.ts';
import { flipBit, forgeMessage } from './mlsForgery.ts';

const refused = (reason: string, code = 'Mls.InvalidMessage') =>
  expect.objectContaining({ code, details: expect.objectContaining({ reason }) });

const application = { kind: 'application', data: Uint8Array.of(1, 2, 3) } as const;
const pair = () => groupOf(2, 'memory') as [MlsMember, MlsMember];

function changePrivate(message: Uint8Array, change: (message: PrivateMessage) => Partial<PrivateMessage>) {
  const decoded = decodeMlsMessage(message);
  if (decoded.wireFormat !== 'privateMessage') throw new Error('not a private message');
  const { privateMessage } = decoded;
  return encodeMlsMessage({ ...decoded, privateMessage: { ...privateMessage, ...change(privateMessage) } });
}

function changePublic(message: Uint8Array, change: (message: PublicMessage) => Partial<PublicMessage>) {
  const decoded = decodeMlsMessage(message);
  if (decoded.wireFormat !== 'publicMessage') throw new Error('not a public message');
  const { publicMessage } = decoded;
  return encodeMlsMessage({ ...decoded, publicMessage: { ...publicMessage, ...change(publicMessage) } });
}

test.each<[string, (message: PrivateMessage) => Partial<PrivateMessage>, unknown]>([
  ['another group', () => ({ groupId: new Uint8Array(16) }), refused('wrongGroup')],
  ['a future epoch', ({ epoch }) => ({ epoch: epoch + 1n }), refused('futureEpoch', 'Mls.Undecryptable')],
  ['an epoch before ours', ({ epoch }) => ({ epoch: epoch - 1n }), refused('pastEpoch', 'Mls.Undecryptable')],
  [
    'other authenticated data',
    () => ({ authenticatedData: Uint8Array.of(1) }),
    refused('openFailed', 'Mls.Undecryptable'),
  ],
  [
    'another content type',
    () => ({ contentType: 'commit' as const }),
    refused('openFailed', 'Mls.Undecryptable'),
  ],
  [
    'a changed ciphertext',
    ({ ciphertext }) => ({ ciphertext: flipBit(ciphertext) }),
    refused('openFailed', 'Mls.Undecryptable'),
  ],
  [
    'a changed start of the ciphertext, which the sender data hang on',
    ({ ciphertext }) => ({ ciphertext: flipBit(ciphertext, 0) }),
    refused('openFailed', 'Mls.Undecryptable'),
  ],
  [
    'changed sender data',
    ({ encryptedSenderData }) => ({ encryptedSenderData: flipBit(encryptedSenderData) }),
    refused('openFailed', 'Mls.Undecryptable'),
  ],
  ['no ciphertext', () => ({ ciphertext: new Uint8Array() }), refused('openFailed', 'Mls.Undecryptable')],
  [
    'no sender data',
    () => ({ encryptedSenderData: new Uint8Array() }),
    refused('openFailed', 'Mls.Undecryptable'),
  ],
])('a message with %s is refused, and the next one still opens', (_, change, error) => {
  const [sender, reader] = pair();
  const message = sender.send('text');
  const before = fingerprint(reader.state);
  expect(() => reader.read(changePrivate(message, change))).toThrow(error as Error);
  expect(fingerprint(reader.state)).toBe(before);
  expect(reader.read(message)).toBe('text');
});

test.each([
  ['an empty leaf', 3, 'unknownMember'],
  ['no leaf', 0xffff_ffff, 'unknownMember'],
])('a message that claims to be of %s is refused', (_, leafIndex, reason) => {
  const [sender, reader] = groupOf(3, 'memory') as [MlsMember, MlsMember];
  const { suite, secrets } = sender.state;
  const message = changePrivate(sender.send('text'), (privateMessage) => ({
    encryptedSenderData: sealSenderData(
      suite,
      secrets.senderDataSecret,
      privateMessage,
      privateMessage.ciphertext,
      { leafIndex, generation: 0, reuseGuard: new Uint8Array(4) },
    ),
  }));
  expect(() => reader.read(message)).toThrow(refused(reason));
});

test('a message under the name of another member does not open', () => {
  const [sender, reader] = groupOf(3, 'memory') as [MlsMember, MlsMember];
  const { suite, secrets } = sender.state;
  const message = changePrivate(sender.send('text'), (privateMessage) => ({
    encryptedSenderData: sealSenderData(
      suite,
      secrets.senderDataSecret,
      privateMessage,
      privateMessage.ciphertext,
      { leafIndex: 2, generation: 0, reuseGuard: new Uint8Array(4) },
    ),
  }));
  expect(() => reader.read(message)).toThrow(refused('openFailed', 'Mls.Undecryptable'));
});

test('a generation too far ahead is refused without a long computation', () => {
  const [sender, reader] = pair();
  const { suite, secrets, ownLeafIndex: leafIndex } = sender.state;
  const message = changePrivate(sender.send('text'), (privateMessage) => ({
    encryptedSenderData: sealSenderData(
      suite,
      secrets.senderDataSecret,
      privateMessage,
      privateMessage.ciphertext,
      { leafIndex, generation: 0xffff_fffe, reuseGuard: new Uint8Array(4) },
    ),
  }));
  expect(() => reader.read(message)).toThrow(refused('tooFarAhead', 'Mls.Undecryptable'));
});

test('content signed by another key than that of the leaf is not confirmed', () => {
  const [sender, reader] = pair();
  const forged = forgeMessage({ ...sender.state, signaturePrivateKey: webRandom.bytes(32) }, application);
  const opened = openMessage(reader.state, forged);
  expect(() => verifyNow(opened.content)).toThrow(refused('badSignature'));
});

test('unverified content shows nothing and takes no short cut', () => {
  const unverified = new Unverified('secret', [
    { publicKey: new Uint8Array(32), message: new Uint8Array(), signature: new Uint8Array(64) },
  ]);
  expect(JSON.stringify(unverified)).not.toContain('secret');
  expect(() => unverified.confirm([])).toThrow(refused('badSignature'));
  expect(() => unverified.confirm([false])).toThrow(refused('badSignature'));
  expect(() => unverified.confirm([true, true])).toThrow(refused('badSignature'));
  expect(unverified.confirm([true])).toBe('secret');
});

test('our own messages are told apart, not opened', () => {
  const [sender] = pair();
  expect(() => sender.read(sender.send('text'))).toThrow(refused('ownMessage', 'Mls.Undecryptable'));
});

test('padding of any length is taken, but only of zeros', () => {
  const [sender, reader] = pair();
  for (const padding of [1, 31, 4000]) {
    const signed = signContentOf(sender.state, application, 'privateMessage');
    const { bytes } = sealMessage(sender.state, signed, webRandom, padding);
    expect(verifyNow(openMessage(reader.state, bytes).content)).toEqual(application);
  }
  // A signature with a tail is a message whose padding is that tail.
  const signed = signContentOf(sender.state, application, 'privateMessage');
  const smuggled = {
    ...signed,
    auth: { ...signed.auth, confirmationTag: Uint8Array.of(9) },
  };
  const { bytes } = sealMessage(sender.state, smuggled, webRandom);
  expect(() => openMessage(reader.state, bytes)).toThrow(refused('badPadding'));
});

test('handshakes of a past epoch are refused, application data of it are not', () => {
  const [first, second] = pair();
  const proposal = forgeMessage(second.state, { kind: 'proposal', proposal: { kind: 'remove', removed: 0 } });
  const text = second.send('late');
  commitAndFollow(first, {}, [second]);
  expect(() => first.receiveProposal(proposal)).toThrow(refused('pastEpoch', 'Mls.Undecryptable'));
  expect(first.read(text)).toBe('late');
});

test('messages that are not for a group are refused', () => {
  const [, reader] = pair();
  const { keyPackage } = reader.keyPackage();
  const message = encodeMlsMessage({ wireFormat: 'keyPackage', keyPackage });
  expect(() => openMessage(reader.state, message)).toThrow(refused('notAGroupMessage'));
});

// Public messages, which XMTP does not use

const removal = { kind: 'proposal', proposal: { kind: 'remove', removed: 0 } } as const;

test('application data never come unencrypted', () => {
  const [sender, reader] = pair();
  expect(() =>
    openMessage(reader.state, forgeMessage(sender.state, application, 'publicMessage'), {
      acceptPublic: true,
    }),
  ).toThrow(refused('publicApplication'));
});

test('a membership tag must be right', () => {
  const [sender, reader] = pair();
  const message = forgeMessage(sender.state, removal, 'publicMessage');
  const wrong = changePublic(message, ({ membershipTag }) => ({
    membershipTag: flipBit(membershipTag ?? new Uint8Array()),
  }));
  expect(() => openMessage(reader.state, wrong, { acceptPublic: true })).toThrow(refused('badMembershipTag'));
  expect(verifyNow(openMessage(reader.state, message, { acceptPublic: true }).content).kind).toBe('proposal');
});

test.each([
  ['external', { kind: 'external', senderIndex: 0 }],
  ['new member proposing', { kind: 'newMemberProposal' }],
  ['new member committing', { kind: 'newMemberCommit' }],
] as const)('a sender from outside (%s) is refused', (_, sender) => {
  const [member, reader] = pair();
  const message = changePublic(forgeMessage(member.state, removal, 'publicMessage'), ({ content }) => ({
    content: { ...content, sender },
    membershipTag: undefined,
  }));
  expect(() => openMessage(reader.state, message, { acceptPublic: true })).toThrow(refused('externalSender'));
});

test('public messages are taken only by who asks for them', () => {
  const [sender, reader] = pair();
  const message = forgeMessage(sender.state, removal, 'publicMessage');
  expect(() => openMessage(reader.state, message)).toThrow(refused('publicMessage'));
});
