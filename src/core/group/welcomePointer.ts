import { create, toBinary } from '@bufbuild/protobuf';
import { equalBytes } from '../bytes/bytes.ts';
import { chacha20Poly1305 } from '../crypto/aead.ts';
import { WalletInboxError } from '../errors.ts';
import {
  WelcomePointeeEncryptionAeadType,
  WelcomePointerSchema,
} from '../gen/mls/message_contents/welcome_pointer_pb.js';
import type { Random, WelcomeInput } from '../ports.ts';
import { decodeProto } from './decodeProto.ts';
import { wrapperAlgorithms } from './welcomeWrapper.ts';

/** Where one welcome for many installations lies and how to open it. A secret: it holds the key. */
export interface WelcomePointer {
  /** The topic: 32 random bytes in the place of an installation key. Its first welcome is meant. */
  readonly destination: Uint8Array;
  readonly encryptionKey: Uint8Array;
  readonly dataNonce: Uint8Array;
  readonly metadataNonce: Uint8Array;
}

const aeadType = WelcomePointeeEncryptionAeadType.CHACHA20_POLY1305;
const { keyLength, nonceLength } = chacha20Poly1305;
const noAad = new Uint8Array();

export const createWelcomePointer = (random: Random): WelcomePointer => {
  const dataNonce = random.bytes(nonceLength);
  let metadataNonce = random.bytes(nonceLength);
  // One key seals both: the nonces must differ.
  while (equalBytes(dataNonce, metadataNonce)) metadataNonce = random.bytes(nonceLength);
  return { destination: random.bytes(32), encryptionKey: random.bytes(keyLength), dataNonce, metadataNonce };
};

export const encodeWelcomePointer = (pointer: WelcomePointer): Uint8Array =>
  toBinary(
    WelcomePointerSchema,
    create(WelcomePointerSchema, {
      version: {
        case: 'welcomeV1Pointer',
        value: {
          destination: pointer.destination,
          aeadType,
          encryptionKey: pointer.encryptionKey,
          dataNonce: pointer.dataNonce,
          welcomeMetadataNonce: pointer.metadataNonce,
        },
      },
    }),
  );

/** @throws Codec.Malformed, also for another AEAD than ChaCha20-Poly1305 and for keys of a wrong length */
export const decodeWelcomePointer = (bytes: Uint8Array): WelcomePointer => {
  const { version } = decodeProto(WelcomePointerSchema, bytes);
  if (version.case === 'welcomeV1Pointer') {
    const { destination, encryptionKey, dataNonce, welcomeMetadataNonce } = version.value;
    const isWellFormed =
      version.value.aeadType === aeadType &&
      destination.length === 32 &&
      encryptionKey.length === keyLength &&
      dataNonce.length === nonceLength &&
      welcomeMetadataNonce.length === nonceLength;
    if (isWellFormed) return { destination, encryptionKey, dataNonce, metadataNonce: welcomeMetadataNonce };
  }
  throw new WalletInboxError('Codec.Malformed', 'A welcome pointer is of an unknown form.');
};

/** The one welcome that the pointers lead to. */
export const sealPointee = (
  pointer: WelcomePointer,
  welcome: Uint8Array,
  metadata: Uint8Array,
): WelcomeInput => ({
  kind: 'welcome',
  installationKey: pointer.destination,
  hpkePublicKey: new Uint8Array(),
  wrapperAlgorithm: wrapperAlgorithms.symmetric,
  data: chacha20Poly1305.seal(pointer.encryptionKey, pointer.dataNonce, noAad, welcome),
  welcomeMetadata: chacha20Poly1305.seal(pointer.encryptionKey, pointer.metadataNonce, noAad, metadata),
});

/** @throws Crypto.OpenFailed */
export const unsealPointee = (
  pointer: WelcomePointer,
  pointee: { readonly data: Uint8Array; readonly welcomeMetadata: Uint8Array },
): { readonly welcome: Uint8Array; readonly metadata: Uint8Array } => ({
  welcome: chacha20Poly1305.open(pointer.encryptionKey, pointer.dataNonce, noAad, pointee.data),
  metadata: chacha20Poly1305.open(
    pointer.encryptionKey,
    pointer.metadataNonce,
    noAad,
    pointee.welcomeMetadata,
  ),
});
