import { utf8Encode } from '../bytes/bytes.ts';
import { TlsWriter } from '../bytes/tlsWriter.ts';
import { ed25519Sign } from '../crypto/ed25519.ts';
import type { SignatureCheck } from '../crypto/signatureBatch.ts';

/** The labels under which this protocol signs. */
type SignatureLabel = 'FramedContentTBS' | 'LeafNodeTBS' | 'KeyPackageTBS' | 'GroupInfoTBS';

/** `SignContent` of RFC 9420 section 5.1.2. */
function signContent(label: string, content: Uint8Array): Uint8Array {
  return new TlsWriter(content.length + 64)
    .opaque(utf8Encode(`MLS 1.0 ${label}`))
    .opaque(content)
    .finish();
}

/** `SignWithLabel`: an Ed25519 signature of 64 bytes. `privateKey` is the 32-byte seed. */
export function signWithLabel(
  privateKey: Uint8Array,
  label: SignatureLabel,
  content: Uint8Array,
): Uint8Array {
  return ed25519Sign(privateKey, signContent(label, content));
}

/** What `VerifyWithLabel` would verify, to be verified by the caller together with others. */
export function signatureCheck(
  publicKey: Uint8Array,
  label: SignatureLabel,
  content: Uint8Array,
  signature: Uint8Array,
): SignatureCheck {
  return { publicKey, message: signContent(label, content), signature };
}
