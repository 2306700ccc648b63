import { create, toBinary } from '@bufbuild/protobuf';
import { utf8Encode } from '../bytes/bytes.ts';
import { bytesToHex } from '../bytes/hex.ts';
import { TlsWriter } from '../bytes/tlsWriter.ts';
import { xWing } from '../crypto/xWing.ts';
import {
  WelcomePointeeEncryptionAeadType,
  WelcomePointeeEncryptionAeadTypesExtensionSchema,
} from '../gen/mls/message_contents/welcome_pointer_pb.js';
import { WelcomeWrapperEncryptionSchema } from '../gen/mls/message_contents/wrapper_encryption_pb.js';
import { encodeInboxCredential } from '../identity/inboxCredential.ts';
import { createKeyPackage } from '../mls/createKeyPackage.ts';
import { type Extension, extensionTypes } from '../mls/extension.ts';
import type { Random } from '../ports.ts';
import { xmtpExtensionTypes } from './constants.ts';
import type { KeyPackageSecrets } from './keyPackageSecrets.ts';
import type { OwnInstallation } from './ownInstallation.ts';
import { wrapperAlgorithms } from './welcomeWrapper.ts';
import { xmtpCapabilities, xmtpLifetime } from './xmtpCapabilities.ts';

const applicationId = (inboxId: string): Extension => ({
  type: extensionTypes.applicationId,
  data: new TlsWriter().opaque(utf8Encode(inboxId)).finish(),
});

const pointeeAeadTypes = (): Extension => ({
  type: xmtpExtensionTypes.welcomePointeeAeadTypes,
  data: toBinary(
    WelcomePointeeEncryptionAeadTypesExtensionSchema,
    create(WelcomePointeeEncryptionAeadTypesExtensionSchema, {
      supportedAeadTypes: [WelcomePointeeEncryptionAeadType.CHACHA20_POLY1305],
    }),
  ),
});

const wrapperEncryption = (pubKey: Uint8Array): Extension => ({
  type: xmtpExtensionTypes.welcomeWrapperEncryption,
  data: toBinary(
    WelcomeWrapperEncryptionSchema,
    create(WelcomeWrapperEncryptionSchema, { pubKey, algorithm: wrapperAlgorithms.xWing }),
  ),
});

/**
 * A key package under which others can add this installation to groups. Upload `secrets.keyPackage`; keep the secrets first, since a
 * welcome may come at once and the package is used again and again (last_resort) until it is replaced.
 */
export const createXmtpKeyPackage = (
  own: OwnInstallation,
  nowMs: number,
  random: Random,
): KeyPackageSecrets => {
  const wrapper = xWing.derive(random.bytes(xWing.privateKeyLength));
  const generated = createKeyPackage(
    {
      identity: encodeInboxCredential(own.inboxId),
      signaturePrivateKey: own.seed,
      capabilities: xmtpCapabilities,
      lifetime: xmtpLifetime(nowMs),
      leafExtensions: [applicationId(own.inboxId)],
      extensions: [
        { type: extensionTypes.lastResort, data: new Uint8Array() },
        pointeeAeadTypes(),
        wrapperEncryption(wrapper.publicKey),
      ],
    },
    random,
  );
  return {
    keyPackage: generated.bytes,
    refHex: bytesToHex(generated.ref),
    initPublicKey: generated.keyPackage.initKey,
    initPrivateKey: generated.initPrivateKey,
    encryptionPrivateKey: generated.encryptionPrivateKey,
    wrapperPublicKey: wrapper.publicKey,
    wrapperPrivateKey: wrapper.privateKey,
  };
};
