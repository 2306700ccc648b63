import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bytesToHex } from '../../src/core/bytes/hex.ts';
import { decodeTls } from '../../src/core/bytes/tlsReader.ts';
import { encodeTls } from '../../src/core/bytes/tlsWriter.ts';
import { isWalletInboxError } from '../../src/core/errors.ts';
import { readAuthenticatedContent } from '../../src/core/mls/framedContent.ts';
import { readGroupContext, writeGroupContext } from '../../src/core/mls/groupContext.ts';
import { joinGroup } from '../../src/core/mls/joinGroup.ts';
import { decodeKeyPackage, encodeKeyPackage } from '../../src/core/mls/keyPackage.ts';
import { decodeMlsMessage, encodeMlsMessage } from '../../src/core/mls/mlsMessage.ts';
import { openKeyPackage } from '../../src/core/mls/openKeyPackage.ts';
import { openMessage } from '../../src/core/mls/openMessage.ts';
import { processCommit } from '../../src/core/mls/processCommit.ts';
import { decodeProposal, encodeProposal } from '../../src/core/mls/proposal.ts';
import { decodeRatchetTree, encodeRatchetTree } from '../../src/core/mls/ratchetTreeExtension.ts';
import { decodeRequiredCapabilities } from '../../src/core/mls/requiredCapabilities.ts';
import { joinGroupState, splitGroupState } from '../../src/core/mls/splitGroupState.ts';
import { storeProposal } from '../../src/core/mls/storeProposal.ts';
import { validateTree } from '../../src/core/mls/validateTree.ts';
import { verifyNow } from '../../src/core/mls/verifyNow.ts';
import { readGroupSecrets } from '../../src/core/mls/welcome.ts';
import { add, fingerprint, groupOf, MlsMember } from '../scenario/mlsMember.ts';
import { forgeCommit, forgeMessage } from './mlsForgery.ts';

const runs = 400;

/** Only coded errors come out, whatever goes in. */
function survives(run: () => unknown): void {
  try {
    run();
  } catch (error) {
    if (!isWalletInboxError(error)) throw error;
  }
}

/** Good bytes with a few of them turned, cut out, doubled or cut off. */
function spoiled(good: Uint8Array): fc.Arbitrary<Uint8Array> {
  const position = fc.nat(good.length - 1);
  return fc.oneof(
    fc
      .array(fc.tuple(position, fc.integer({ min: 1, max: 255 })), { minLength: 1, maxLength: 4 })
      .map((turns) => {
        const bytes = good.slice();
        for (const [at, mask] of turns) bytes[at] = (bytes[at] ?? 0) ^ mask;
        return bytes;
      }),
    position.map((length) => good.slice(0, length)),
    fc
      .tuple(position, position)
      .map(([start, end]) => Uint8Array.from([...good.slice(0, start), ...good.slice(end)])),
    fc.uint8Array({ minLength: 1, maxLength: 40 }).map((tail) => Uint8Array.from([...good, ...tail])),
  );
}

const members = groupOf(5, 'memory', [{ type: 0xff01, data: new Uint8Array(20) }]);
const [first, second] = members as [MlsMember, MlsMember];
const newcomer = new MlsMember('newcomer', 'memory');
const keyPackage = newcomer.keyPackage();
const commit = second.commit({ proposals: [add(keyPackage)], forcePath: true });
const removal = { kind: 'remove', removed: 3 } as const;
const samples = {
  application: second.send('some text'),
  commit: commit.commit,
  proposal: forgeMessage(second.state, { kind: 'proposal', proposal: removal }),
  publicProposal: forgeMessage(second.state, { kind: 'proposal', proposal: removal }, 'publicMessage'),
  welcome: commit.welcome ?? new Uint8Array(),
};
const tree = encodeRatchetTree(first.state.tree);

describe('decoders', () => {
  const decoders: Record<string, readonly [good: Uint8Array, decode: (bytes: Uint8Array) => unknown]> = {
    MLSMessage: [samples.publicProposal, decodeMlsMessage],
    KeyPackage: [keyPackage.bytes, decodeKeyPackage],
    Proposal: [encodeProposal(add(keyPackage)), decodeProposal],
    ratchet_tree: [tree, (bytes) => validateTree(decodeRatchetTree(bytes), new Uint8Array(16), [])],
    GroupContext: [
      encodeTls(first.state.groupContext, writeGroupContext),
      (bytes) => decodeTls(bytes, readGroupContext),
    ],
    GroupSecrets: [new Uint8Array(70), (bytes) => decodeTls(bytes, readGroupSecrets)],
    AuthenticatedContent: [new Uint8Array(70), (bytes) => decodeTls(bytes, readAuthenticatedContent)],
    RequiredCapabilities: [Uint8Array.of(2, 0, 1, 0, 0), decodeRequiredCapabilities],
  };
  test.each(Object.entries(decoders))(
    '%s: random and spoiled bytes give a value or a coded error',
    (_, [good, decode]) => {
      fc.assert(
        fc.property(fc.oneof(fc.uint8Array({ maxLength: 200 }), spoiled(good)), (bytes) =>
          survives(() => decode(bytes)),
        ),
        { numRuns: runs },
      );
    },
  );

  test('what decodes encodes to the same bytes', () => {
    const same = (decode: (bytes: Uint8Array) => Uint8Array) => (bytes: Uint8Array) =>
      survives(() => expect(bytesToHex(decode(bytes))).toBe(bytesToHex(bytes)));
    const roundTrips: readonly (readonly [Uint8Array, (bytes: Uint8Array) => void])[] = [
      [samples.publicProposal, same((bytes) => encodeMlsMessage(decodeMlsMessage(bytes)))],
      [samples.welcome, same((bytes) => encodeMlsMessage(decodeMlsMessage(bytes)))],
      [keyPackage.bytes, same((bytes) => encodeKeyPackage(decodeKeyPackage(bytes)))],
      [encodeProposal(add(keyPackage)), same((bytes) => encodeProposal(decodeProposal(bytes)))],
      [tree, same((bytes) => encodeRatchetTree(decodeRatchetTree(bytes)))],
    ];
    for (const [good, check] of roundTrips) {
      check(good);
      fc.assert(fc.property(spoiled(good), check), { numRuns: runs });
    }
  });
});

describe('messages', () => {
  test.each(Object.entries(samples))(
    '%s: spoiled bytes are refused with a code and leave the state alone',
    (_, good) => {
      const { state } = first;
      const before = fingerprint(state);
      fc.assert(
        fc.property(spoiled(good), (bytes) =>
          survives(() => {
            const opened = openMessage(state, bytes, { acceptPublic: true });
            const content = verifyNow(opened.content);
            if (content.kind === 'commit') verifyNow(processCommit(opened.state, content.commit));
            if (content.kind === 'proposal') storeProposal(opened.state, content.proposal);
          }),
        ),
        { numRuns: runs },
      );
      expect(fingerprint(state)).toBe(before);
    },
  );

  test('what a member seals may be spoiled too: random bodies, and commits with parts of them changed', () => {
    const { state } = first;
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 80 }), (body) =>
        survives(() => {
          const message = forgeMessage(second.state, {
            kind: 'proposal',
            // Anything after the type: what a receiver decodes is up to these bytes.
            proposal: { kind: 'custom', proposalType: body[0] ?? 0, body: body.subarray(1) },
          });
          openMessage(state, message);
        }),
      ),
      { numRuns: runs },
    );
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 60 }),
        fc.uint8Array({ maxLength: 60 }),
        (kemOutput, ciphertext) =>
          survives(() => {
            const message = forgeCommit(second.state, {
              changePath: (path) => ({
                ...path,
                nodes: path.nodes.map((node) => ({
                  ...node,
                  encryptedPathSecrets: node.encryptedPathSecrets.map(() => ({ kemOutput, ciphertext })),
                })),
              }),
            });
            const opened = openMessage(state, message);
            const content = verifyNow(opened.content);
            if (content.kind === 'commit') processCommit(opened.state, content.commit);
          }),
      ),
      { numRuns: 50 },
    );
  });

  test('welcomes and key packages', { timeout: 30_000 }, () => {
    const params = {
      keyPackage: keyPackage.bytes,
      initPrivateKey: keyPackage.initPrivateKey,
      encryptionPrivateKey: keyPackage.encryptionPrivateKey,
      signaturePrivateKey: newcomer.signaturePrivateKey,
    };
    fc.assert(
      fc.property(spoiled(samples.welcome), (welcome) => survives(() => joinGroup({ ...params, welcome }))),
      { numRuns: runs },
    );
    fc.assert(
      fc.property(spoiled(keyPackage.bytes), (bytes) =>
        survives(() => openKeyPackage(bytes, { nowSeconds: 5n })),
      ),
      { numRuns: runs },
    );
  });
});

test('stored parts that are missing or of a wrong kind are Storage.Corrupt', () => {
  const parts = splitGroupState(first.state);
  const wrong = fc.oneof(
    fc.constantFrom(null, true, 7, 7n, 'text', new Uint8Array(), [], {}),
    fc.uint8Array({ maxLength: 50 }),
  );
  fc.assert(
    fc.property(fc.constantFrom(...parts.keys()), fc.option(wrong, { nil: undefined }), (key, value) => {
      const changed = new Map(parts);
      if (value === undefined) changed.delete(key);
      else changed.set(key, value);
      try {
        joinGroupState(changed);
      } catch (error) {
        expect(isWalletInboxError(error, 'Storage.Corrupt')).toBe(true);
      }
    }),
    { numRuns: runs },
  );
});

test('a frame that announces gigabytes is refused at once', () => {
  for (const head of [
    [0, 1, 0, 2, 0xbf, 0xff, 0xff, 0xff],
    [0, 1, 0, 3, 0, 3, 0xbf, 0xff, 0xff, 0xff],
    [0, 1, 0, 5, 0, 1, 0, 3, 0xbf, 0xff, 0xff, 0xff],
  ]) {
    expect(() => decodeMlsMessage(Uint8Array.from(head))).toThrow('Codec.Malformed');
  }
});
