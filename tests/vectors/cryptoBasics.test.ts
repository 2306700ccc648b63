import { expect } from 'vitest';
import { hexToBytes as bytes } from '../../src/core/bytes/hex.ts';
import { ed25519Verify } from '../../src/core/crypto/ed25519.ts';
import { webRandom } from '../../src/core/crypto/random.ts';
import { suite3 } from '../../src/core/mls/cipherSuite.ts';
import { deriveSecret, deriveTreeSecret, expandWithLabel } from '../../src/core/mls/deriveSecret.ts';
import { decryptWithLabel, encryptWithLabel } from '../../src/core/mls/encryptWithLabel.ts';
import { refHash } from '../../src/core/mls/refHash.ts';
import { signatureCheck, signWithLabel } from '../../src/core/mls/signWithLabel.ts';
import { vectorTest } from './vectorTest.ts';

interface Vector {
  ref_hash: { label: string; value: string; out: string };
  expand_with_label: { secret: string; label: string; context: string; length: number; out: string };
  derive_secret: { secret: string; label: string; out: string };
  derive_tree_secret: { secret: string; label: string; generation: number; length: number; out: string };
  sign_with_label: { priv: string; pub: string; content: string; label: string; signature: string };
  encrypt_with_label: {
    priv: string;
    pub: string;
    label: string;
    context: string;
    plaintext: string;
    kem_output: string;
    ciphertext: string;
  };
}

vectorTest<Vector>('crypto-basics', (vector) => {
  const hash = vector.ref_hash;
  expect(refHash(hash.label, bytes(hash.value))).toEqual(bytes(hash.out));
  const expand = vector.expand_with_label;
  expect(expandWithLabel(bytes(expand.secret), expand.label, bytes(expand.context), expand.length)).toEqual(
    bytes(expand.out),
  );
  const derive = vector.derive_secret;
  expect(deriveSecret(bytes(derive.secret), derive.label)).toEqual(bytes(derive.out));
  const tree = vector.derive_tree_secret;
  expect(deriveTreeSecret(bytes(tree.secret), tree.label, tree.generation, tree.length)).toEqual(
    bytes(tree.out),
  );

  const sign = vector.sign_with_label;
  const label = sign.label as Parameters<typeof signWithLabel>[1];
  const check = signatureCheck(bytes(sign.pub), label, bytes(sign.content), bytes(sign.signature));
  expect(ed25519Verify(check.publicKey, check.message, check.signature)).toBe(true);
  expect(signWithLabel(bytes(sign.priv), label, bytes(sign.content))).toEqual(bytes(sign.signature));

  const encrypt = vector.encrypt_with_label;
  const opened = decryptWithLabel(suite3, bytes(encrypt.priv), encrypt.label, bytes(encrypt.context), {
    kemOutput: bytes(encrypt.kem_output),
    ciphertext: bytes(encrypt.ciphertext),
  });
  expect(opened).toEqual(bytes(encrypt.plaintext));
  const sealed = encryptWithLabel(
    suite3,
    bytes(encrypt.pub),
    encrypt.label,
    bytes(encrypt.context),
    opened,
    webRandom,
  );
  expect(
    decryptWithLabel(suite3, bytes(encrypt.priv), encrypt.label, bytes(encrypt.context), sealed),
  ).toEqual(opened);
});
