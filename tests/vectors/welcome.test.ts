import { expect } from 'vitest';
import { hexToBytes as bytes, bytesToHex } from '../../src/core/bytes/hex.ts';
import { decodeTls } from '../../src/core/bytes/tlsReader.ts';
import { ed25519Verify } from '../../src/core/crypto/ed25519.ts';
import { suite3 } from '../../src/core/mls/cipherSuite.ts';
import { decryptWithLabel } from '../../src/core/mls/encryptWithLabel.ts';
import { groupInfoSignatureCheck, readGroupInfo } from '../../src/core/mls/groupInfo.ts';
import { keyPackageRef } from '../../src/core/mls/keyPackage.ts';
import { startEpoch, welcomeSecret } from '../../src/core/mls/keySchedule.ts';
import { decodeMlsMessage, decodeWelcomeMessage } from '../../src/core/mls/mlsMessage.ts';
import { pskSecret } from '../../src/core/mls/pskSecret.ts';
import { confirmationTag } from '../../src/core/mls/transcriptHash.ts';
import { readGroupSecrets } from '../../src/core/mls/welcome.ts';
import { welcomeKey } from '../../src/core/mls/welcomeKey.ts';
import { vectorTest } from './vectorTest.ts';

interface Vector {
  init_priv: string;
  signer_pub: string;
  key_package: string;
  welcome: string;
}

vectorTest<Vector>('welcome', (vector) => {
  const message = decodeMlsMessage(bytes(vector.key_package));
  if (message.wireFormat !== 'keyPackage') throw new Error('not a key package');
  const ref = bytesToHex(keyPackageRef(message.keyPackage));
  const welcome = decodeWelcomeMessage(bytes(vector.welcome));
  const entry = welcome.secrets.find(({ newMember }) => bytesToHex(newMember) === ref);
  if (entry === undefined) throw new Error('no entry for the key package');
  const groupSecrets = decodeTls(
    decryptWithLabel(
      suite3,
      bytes(vector.init_priv),
      'Welcome',
      welcome.encryptedGroupInfo,
      entry.encryptedGroupSecrets,
    ),
    readGroupSecrets,
  );
  const { key, nonce } = welcomeKey(suite3, welcomeSecret(groupSecrets.joinerSecret, pskSecret([])));
  const groupInfo = decodeTls(
    suite3.aead.open(key, nonce, new Uint8Array(), welcome.encryptedGroupInfo),
    readGroupInfo,
  );
  const check = groupInfoSignatureCheck(groupInfo, bytes(vector.signer_pub));
  expect(ed25519Verify(check.publicKey, check.message, check.signature)).toBe(true);
  const { groupContext } = groupInfo;
  const { secrets } = startEpoch(groupSecrets.joinerSecret, pskSecret([]), groupContext);
  expect(confirmationTag(secrets.confirmationKey, groupContext.confirmedTranscriptHash)).toEqual(
    groupInfo.confirmationTag,
  );
});
