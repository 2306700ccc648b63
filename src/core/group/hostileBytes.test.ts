import fc from 'fast-check';
import { expect, test } from 'vitest';
import { concatBytes } from '../bytes/bytes.ts';
import { WalletInboxError } from '../errors.ts';
import { verifyKeyPackages } from './fetchedKeyPackage.ts';
import { readGroupContext } from './groupContextExtensions.ts';
import { inboxIdOfCredential } from './groupLeaf.ts';
import { decodeGroupMembership } from './groupMembership.ts';
import { decodeGroupMetadata } from './groupMetadata.ts';
import type { KeyPackageSecrets } from './keyPackageSecrets.ts';
import { parseLibxmtpVersion } from './libxmtpVersion.ts';
import { decodeMutableMetadata } from './mutableMetadata.ts';
import { openWelcome } from './openWelcome.ts';
import { openPlaintextEnvelope } from './plaintextEnvelope.ts';
import { decodePolicySet } from './policy.ts';
import { decodeWelcomeMetadata } from './welcomeMetadata.ts';
import { decodeWelcomePointer } from './welcomePointer.ts';

/** Bytes with the look of protobuf reach deeper than noise. */
const bytes = fc.oneof(
  fc.uint8Array({ maxLength: 200 }),
  fc
    .array(
      fc.tuple(
        fc.constantFrom(0x08, 0x0a, 0x10, 0x12, 0x1a, 0x22, 0x2a, 0x32),
        fc.uint8Array({ maxLength: 30 }),
      ),
      {
        maxLength: 8,
      },
    )
    .map((fields) => Uint8Array.from(fields.flatMap(([tag, data]) => [tag, data.length, ...data]))),
);

const throwsOnlyOurs = (decode: (input: Uint8Array) => unknown): void => {
  fc.assert(
    fc.property(bytes, (input) => {
      try {
        decode(input);
      } catch (error) {
        if (!(error instanceof WalletInboxError)) throw error;
      }
    }),
  );
};

test.each([
  ['group membership', decodeGroupMembership],
  ['group metadata', decodeGroupMetadata],
  ['mutable metadata', decodeMutableMetadata],
  ['policies', decodePolicySet],
  ['welcome metadata', decodeWelcomeMetadata],
  ['welcome pointer', decodeWelcomePointer],
])('%s: random bytes throw nothing foreign', (_name, decode) => {
  throwsOnlyOurs(decode);
});

test('what answers with a value never throws', () => {
  fc.assert(
    fc.property(bytes, fc.constantFrom(0xf000, 0xff00, 0xff01, 0xff02), (data, type) => {
      readGroupContext([{ type, data }]);
      inboxIdOfCredential(data);
      openPlaintextEnvelope(data);
    }),
  );
});

test('nested policies do not exhaust the stack', () => {
  const wrap = (tag: number, inner: Uint8Array) => {
    const { length } = inner;
    const header = [tag, (length & 0x7f) | 0x80, ((length >> 7) & 0x7f) | 0x80, (length >> 14) & 0x7f];
    return concatBytes(Uint8Array.from(header), inner);
  };
  let nested: Uint8Array = Uint8Array.of(0x08, 1);
  for (let depth = 0; depth < 5000; depth += 1) nested = wrap(0x12, wrap(0x0a, nested));
  throwsOnlyOurs(() => decodePolicySet(nested));
});

test('no text breaks the version parser', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[0-9.+a-z-]{0,60}$/)), (text) => {
      parseLibxmtpVersion(text);
    }),
  );
});

test('a random envelope is an invalid welcome', () => {
  const key = new Uint8Array(32).fill(9);
  const secrets: KeyPackageSecrets = {
    keyPackage: key,
    refHex: '',
    initPublicKey: key,
    initPrivateKey: key,
    encryptionPrivateKey: key,
    wrapperPublicKey: key,
    wrapperPrivateKey: key,
  };
  const shared = { id: 1n, createdNs: 1n, installationKey: key, hpkePublicKey: key };
  fc.assert(
    fc.property(bytes, bytes, fc.constantFrom(0, 1, 2, 3, 9), (data, welcomeMetadata, wrapperAlgorithm) => {
      const welcome = { ...shared, kind: 'welcome' as const, data, welcomeMetadata, wrapperAlgorithm };
      expect(openWelcome(welcome, secrets).kind).toBe('invalid');
      const pointer = { ...shared, kind: 'pointer' as const, welcomePointer: data, wrapperAlgorithm };
      expect(openWelcome(pointer, secrets).kind).toBe('invalid');
    }),
    { numRuns: 40 },
  );
});

test('a random key package is refused', async () => {
  await fc.assert(
    fc.asyncProperty(bytes, async (input) => {
      const results = await verifyKeyPackages([{ installationId: 'aa', inboxId: 'bb', bytes: input }], 0);
      expect(results.get('aa')?.kind).toBe('refused');
    }),
  );
});
