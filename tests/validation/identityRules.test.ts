import { create, type MessageInitShape } from '@bufbuild/protobuf';
import { expect, test } from 'vitest';
import {
  type IdentityActionSchema,
  type IdentityUpdate,
  IdentityUpdateSchema,
} from '../../src/core/gen/identity/associations/association_pb.js';
import { applyIdentityUpdate } from '../../src/core/identity/applyIdentityUpdate.ts';
import type { IdentityState } from '../../src/core/identity/identityState.ts';
import { inboxIdOf } from '../../src/core/identity/inboxId.ts';
import {
  signedIdentityUpdate,
  type TestAction,
  testInstallation,
  testLegacyWallet,
  testPasskey,
  testSmartWallet,
  testWallet,
} from '../support/signedIdentityUpdate.ts';

const alice = testWallet('alice');
const bob = testWallet('bob');
const phone = testInstallation('phone');
const laptop = testInstallation('laptop');
const inboxId = inboxIdOf(alice.identifier, 1n) ?? '';
const timeNs = 1_700_000_000_000_000_000n;

const signed = (actions: readonly TestAction[], at = timeNs, inbox = inboxId): IdentityUpdate =>
  signedIdentityUpdate(inbox, at, actions);

const accepted = async (state: IdentityState | undefined, update: IdentityUpdate): Promise<IdentityState> => {
  const outcome = await applyIdentityUpdate(state, update);
  if (outcome.kind === 'refused') throw new Error(`refused: ${outcome.reason}`);
  return outcome.state;
};

const registered = (): Promise<IdentityState> =>
  accepted(
    undefined,
    signed([
      { create: alice, nonce: 1n },
      { add: phone, by: alice },
    ]),
  );

const refusal = async (state: IdentityState | undefined, update: IdentityUpdate): Promise<string> => {
  const outcome = await applyIdentityUpdate(state, update);
  return outcome.kind === 'refused' ? outcome.reason : 'applied';
};

test('an inbox is created once', async () => {
  const state = await registered();
  expect(await refusal(state, signed([{ create: alice, nonce: 1n }], timeNs + 1n))).toBe('alreadyCreated');
  const twice = signed([
    { create: alice, nonce: 1n },
    { create: alice, nonce: 1n },
  ]);
  expect(await refusal(undefined, twice)).toBe('alreadyCreated');
});

test.each<[string, TestAction[]]>([
  ['an addition', [{ add: phone, by: alice }]],
  ['a revocation', [{ revoke: phone, by: alice }]],
  ['a change of recovery', [{ recovery: bob, by: alice }]],
  ['nothing', []],
])('%s needs an inbox', async (_name, actions) => {
  expect(await refusal(undefined, signed(actions))).toBe('notCreated');
});

test('only the owner creates', async () => {
  expect(await refusal(undefined, signed([{ create: alice, nonce: 1n, by: bob }]))).toBe('unknownSigner');
  expect(await refusal(undefined, signed([{ create: alice, nonce: 1n, by: phone }]))).toBe('unknownSigner');
});

test('the inbox id follows from owner and nonce, and an update names its inbox', async () => {
  expect(await refusal(undefined, signed([{ create: alice, nonce: 2n }]))).toBe('wrongInboxId');
  const state = await registered();
  const other = signed([{ add: laptop, by: alice }], timeNs, 'f'.repeat(64));
  expect(await refusal(state, other)).toBe('wrongInboxId');
});

test('a stranger adds nobody', async () => {
  const state = await registered();
  expect(await refusal(state, signed([{ add: laptop, by: bob }]))).toBe('unknownSigner');
  expect(await refusal(state, signed([{ add: bob, by: laptop }]))).toBe('unknownSigner');
});

test('a new member signs for itself', async () => {
  const state = await registered();
  expect(await refusal(state, signed([{ add: laptop, by: alice, newBy: phone }]))).toBe(
    'signerIsNotNewMember',
  );
  expect(await refusal(state, signed([{ add: alice, by: alice }]))).toBe('addsItself');
});

test('an installation adds wallets but no installations', async () => {
  const state = await registered();
  expect(await refusal(state, signed([{ add: laptop, by: phone }]))).toBe('installationAddsInstallation');
  expect(await refusal(state, signed([{ add: bob, by: phone }]))).toBe('applied');
});

test('a signature is of this text', async () => {
  const update = signed([
    { create: alice, nonce: 1n },
    { add: phone, by: alice },
  ]);
  expect(await refusal(undefined, { ...update, clientTimestampNs: timeNs + 1_000_000_000n })).not.toBe(
    'applied',
  );
  const [creation, addition] = update.actions;
  if (creation === undefined || addition?.kind.case !== 'add') throw new Error('unexpected update');
  const newSignature = addition.kind.value.newMemberSignature?.signature;
  if (newSignature?.case !== 'installationKey') throw new Error('unexpected signature');
  newSignature.value.bytes[10] = (newSignature.value.bytes[10] ?? 0) ^ 1;
  expect(await refusal(undefined, update)).toBe('invalidSignature');
});

test('a signature is used once', async () => {
  const first = signed([{ add: laptop, by: alice }]);
  const state = await accepted(await registered(), first);
  expect(await refusal(state, first)).toBe('replayed');
  const revocation = signed([{ revoke: laptop, by: alice }], timeNs + 5n);
  const revoked = await accepted(state, revocation);
  expect(await refusal(revoked, first)).toBe('replayed');
  expect(await refusal(revoked, revocation)).toBe('replayed');
  const change = signed([{ recovery: bob, by: alice }]);
  const back = signed([{ recovery: alice, by: bob }]);
  const changedTwice = await accepted(await accepted(revoked, change), back);
  expect(await refusal(changedTwice, change)).toBe('replayed');
});

test('a flipped s is no second signature', async () => {
  const update = signed([{ create: alice, nonce: 1n }]);
  const action = update.actions[0]?.kind;
  const signature = action?.case === 'createInbox' ? action.value.initialIdentifierSignature : undefined;
  if (signature?.signature.case !== 'erc191') throw new Error('unexpected update');
  const { bytes } = signature.signature.value;
  const n = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n;
  const s = BigInt(`0x${Buffer.from(bytes.subarray(32, 64)).toString('hex')}`);
  bytes.set(Buffer.from((n - s).toString(16).padStart(64, '0'), 'hex'), 32);
  const withSameV = await applyIdentityUpdate(undefined, update);
  expect(withSameV.kind === 'applied' && withSameV.state.seenSignatures).toHaveLength(1);
  // With the v that belongs to the high s the reference client recovers a stranger, and so do we.
  bytes[64] = bytes[64] === 27 ? 28 : 27;
  expect(await refusal(undefined, update)).toBe('unknownSigner');
});

test('only the recovery identifier revokes and names another', async () => {
  const state = await accepted(await registered(), signed([{ add: bob, by: alice }]));
  for (const by of [bob, phone]) {
    expect(await refusal(state, signed([{ revoke: alice, by }]))).toBe('signerIsNotRecovery');
    expect(await refusal(state, signed([{ recovery: bob, by }]))).toBe('signerIsNotRecovery');
  }
  const changed = await accepted(state, signed([{ recovery: bob, by: alice }]));
  expect(await refusal(changed, signed([{ revoke: bob, by: alice }]))).toBe('signerIsNotRecovery');
  expect(await refusal(changed, signed([{ revoke: alice, by: bob }]))).toBe('applied');
});

test('the recovery identifier may add when it is no member', async () => {
  const state = await accepted(await registered(), signed([{ recovery: bob, by: alice }]));
  const after = await accepted(state, signed([{ add: laptop, by: bob }]));
  expect(after.members.at(-1)).toMatchObject({ identifier: laptop.identifier, addedBy: bob.identifier });
});

test('a revoked member can add nobody, and its installations go with it', async () => {
  let state = await accepted(
    await registered(),
    signed([
      { add: bob, by: alice },
      { add: laptop, by: bob },
    ]),
  );
  state = await accepted(state, signed([{ revoke: bob, by: alice }], timeNs + 1n));
  expect(state.members.map((member) => member.identifier)).toEqual([alice.identifier, phone.identifier]);
  expect(await refusal(state, signed([{ add: laptop, by: bob }], timeNs + 2_000_000_000n))).toBe(
    'unknownSigner',
  );
});

test('an address that a revoked installation added stays', async () => {
  let state = await accepted(await registered(), signed([{ add: bob, by: phone }]));
  state = await accepted(state, signed([{ revoke: phone, by: alice }]));
  expect(state.members.map((member) => member.identifier)).toEqual([alice.identifier, bob.identifier]);
});

test('all actions of an update count or none', async () => {
  const state = await registered();
  const before = structuredClone(state);
  const half = signed([
    { add: laptop, by: alice },
    { add: bob, by: testWallet('mallory') },
  ]);
  expect(await refusal(state, half)).toBe('unknownSigner');
  expect(state).toEqual(before);
});

test('the kind of a signature fits the role', async () => {
  // A legacy key is an address that signs in another way; it may create only with nonce 0.
  const legacy = testLegacyWallet('alice');
  expect(await refusal(undefined, signed([{ create: legacy, nonce: 1n }]))).toBe('legacyKeyNotAllowed');
  const zero = inboxIdOf(alice.identifier, 0n) ?? '';
  const old = await accepted(undefined, signed([{ create: legacy, nonce: 0n }], timeNs, zero));
  expect(await refusal(old, signed([{ revoke: alice, by: legacy }], timeNs, zero))).toBe('replayed');
  const fresh = await accepted(undefined, signed([{ create: alice, nonce: 0n }], timeNs, zero));
  expect(await refusal(fresh, signed([{ revoke: alice, by: legacy }], timeNs, zero))).toBe(
    'wrongSignatureKind',
  );
  expect(await refusal(fresh, signed([{ recovery: bob, by: legacy }], timeNs, zero))).toBe(
    'wrongSignatureKind',
  );
  expect(await refusal(fresh, signed([{ add: phone, by: legacy }], timeNs, zero))).toBe('applied');
  expect(await refusal(await registered(), signed([{ add: laptop, by: legacy }]))).toBe(
    'legacyKeyNotAllowed',
  );
});

test('a legacy key is vouched for by its wallet', async () => {
  const zero = inboxIdOf(alice.identifier, 0n) ?? '';
  const update = signed([{ create: testLegacyWallet('alice'), nonce: 0n }], timeNs, zero);
  const action = update.actions[0]?.kind;
  const signature = action?.case === 'createInbox' ? action.value.initialIdentifierSignature : undefined;
  if (signature?.signature.case !== 'delegatedErc191') throw new Error('unexpected update');
  const key = signature.signature.value.delegatedKey;
  if (key === undefined) throw new Error('unexpected update');
  key.keyBytes = key.keyBytes.slice();
  key.keyBytes[20] = (key.keyBytes[20] ?? 0) ^ 1;
  expect(await refusal(undefined, update)).toBe('invalidSignature');
});

test('a passkey signs the text itself', async () => {
  const passkey = testPasskey('passkey');
  const inbox = inboxIdOf(passkey.identifier, 1n) ?? '';
  const state = await accepted(
    undefined,
    signed(
      [
        { create: passkey, nonce: 1n },
        { add: phone, by: passkey },
      ],
      timeNs,
      inbox,
    ),
  );
  expect(state.isVerified).toBe(true);
  const other = { identifier: passkey.identifier, sign: () => passkey.sign('another text') };
  expect(await refusal(undefined, signed([{ create: other, nonce: 1n }], timeNs, inbox))).toBe(
    'invalidSignature',
  );
});

test('a smart-contract wallet keeps its chain', async () => {
  const safe = testSmartWallet('safe', 1n);
  const inbox = inboxIdOf(safe.identifier, 1n) ?? '';
  const state = await accepted(undefined, signed([{ create: safe, nonce: 1n }], timeNs, inbox));
  const elsewhere = testSmartWallet('safe', 10n);
  for (const actions of [
    [{ add: phone, by: elsewhere }],
    [{ revoke: phone, by: elsewhere }],
    [{ recovery: bob, by: elsewhere }],
  ]) {
    expect(await refusal(state, signed(actions, timeNs, inbox))).toBe('otherChain');
  }
  expect(await refusal(state, signed([{ add: phone, by: safe }], timeNs, inbox))).toBe('applied');
});

test('a smart-contract wallet is asked when somebody can ask, and marked when nobody can', async () => {
  const safe = testSmartWallet('safe', 1n);
  const inbox = inboxIdOf(safe.identifier, 1n) ?? '';
  const update = signed(
    [
      { create: safe, nonce: 1n },
      { add: phone, by: safe },
    ],
    timeNs,
    inbox,
  );
  const unchecked = await accepted(undefined, update);
  expect(unchecked.isVerified).toBe(false);
  expect(unchecked.members.map((member) => member.isVerified)).toEqual([false, false]);
  const asked: unknown[] = [];
  const checked = await applyIdentityUpdate(undefined, update, {
    verifySmartContract: async (claim) => {
      asked.push(claim);
      return true;
    },
  });
  expect(checked).toMatchObject({ kind: 'applied', state: { isVerified: true } });
  expect(asked[0]).toMatchObject({ chainId: 1n, address: safe.identifier.id, blockNumber: 5n });
  expect(await applyIdentityUpdate(undefined, update, { verifySmartContract: async () => false })).toEqual({
    kind: 'refused',
    reason: 'invalidSignature',
  });
  const unreachable = new Error('no chain');
  await expect(
    applyIdentityUpdate(undefined, update, { verifySmartContract: () => Promise.reject(unreachable) }),
  ).rejects.toBe(unreachable);
});

test('updates with missing parts are malformed', async () => {
  const state = await registered();
  const sign = { signature: { case: 'erc191' as const, value: { bytes: new Uint8Array(65) } } };
  const member = { kind: { case: 'ethereumAddress' as const, value: bob.identifier.id } };
  const cases: MessageInitShape<typeof IdentityActionSchema>[] = [
    { kind: { case: undefined } },
    { kind: { case: 'createInbox' as const, value: { initialIdentifier: alice.identifier.id } } },
    {
      kind: {
        case: 'createInbox' as const,
        value: { initialIdentifier: 'zz', initialIdentifierKind: 2, initialIdentifierSignature: sign },
      },
    },
    { kind: { case: 'add' as const, value: {} } },
    { kind: { case: 'add' as const, value: { newMemberIdentifier: member, existingMemberSignature: sign } } },
    { kind: { case: 'add' as const, value: { existingMemberSignature: sign, newMemberSignature: sign } } },
    {
      kind: {
        case: 'add' as const,
        value: {
          newMemberIdentifier: { kind: { case: undefined } },
          existingMemberSignature: sign,
          newMemberSignature: sign,
        },
      },
    },
    { kind: { case: 'revoke' as const, value: { recoveryIdentifierSignature: sign } } },
    { kind: { case: 'revoke' as const, value: { memberToRevoke: member } } },
    { kind: { case: 'revoke' as const, value: { memberToRevoke: member, recoveryIdentifierSignature: {} } } },
    { kind: { case: 'changeRecoveryAddress' as const, value: { newRecoveryIdentifier: 'x' } } },
    {
      kind: {
        case: 'revoke' as const,
        value: {
          memberToRevoke: member,
          recoveryIdentifierSignature: {
            signature: {
              case: 'installationKey' as const,
              value: { bytes: new Uint8Array(64), publicKey: new Uint8Array(31) },
            },
          },
        },
      },
    },
    {
      kind: {
        case: 'revoke' as const,
        value: {
          memberToRevoke: member,
          recoveryIdentifierSignature: {
            signature: { case: 'erc6492' as const, value: { accountId: 'eip155:1', blockNumber: 0n } },
          },
        },
      },
    },
    {
      kind: {
        case: 'revoke' as const,
        value: {
          memberToRevoke: member,
          recoveryIdentifierSignature: { signature: { case: 'delegatedErc191' as const, value: {} } },
        },
      },
    },
  ];
  for (const action of cases) {
    const update = create(IdentityUpdateSchema, { inboxId, clientTimestampNs: timeNs, actions: [action] });
    expect(await refusal(state, update)).toBe('malformed');
  }
});

test('signatures of wrong lengths hold for nobody', async () => {
  const state = await registered();
  for (const length of [0, 1, 64, 66, 1000]) {
    const by = {
      identifier: alice.identifier,
      sign: () => ({
        signature: { case: 'erc191' as const, value: { bytes: new Uint8Array(length).fill(1) } },
      }),
    };
    expect(await refusal(state, signed([{ add: laptop, by }]))).toBe('invalidSignature');
  }
});
