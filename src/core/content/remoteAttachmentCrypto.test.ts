import { gzipSync } from 'node:zlib';
import { create } from '@bufbuild/protobuf';
import { expect, test } from 'vitest';
import { utf8Encode } from '../bytes/bytes.ts';
import { bytesToHex } from '../bytes/hex.ts';
import { sealAes256Gcm } from '../crypto/aes256Gcm.ts';
import { sha256 } from '../crypto/hash.ts';
import { hkdfSha256 } from '../crypto/hkdf.ts';
import { webRandom } from '../crypto/random.ts';
import { Compression, EncodedContentSchema } from '../gen/mls/message_contents/content_pb.js';
import { contentToBytes } from './contentBytes.ts';
import { encodeContent } from './encodeContent.ts';
import type { RemoteAttachment } from './messageContent.ts';
import { decryptAttachment, encryptAttachment } from './remoteAttachmentCrypto.ts';
import { encodeText } from './textContent.ts';

const file = { filename: 'notes.txt', mimeType: 'text/plain', data: utf8Encode('between us '.repeat(100)) };
const url = 'https://files.example/x';

const encrypted = async () => {
  const { payload, attachment } = await encryptAttachment(file, webRandom);
  return { payload, remote: { ...attachment, url } };
};

/** As a peer would that puts anything inside. */
const sealed = async (plaintext: Uint8Array): Promise<[Uint8Array, RemoteAttachment]> => {
  const [secret, salt, nonce] = [webRandom.bytes(32), webRandom.bytes(32), webRandom.bytes(12)];
  const key = hkdfSha256(secret, salt, new Uint8Array(), 32);
  const payload = await sealAes256Gcm(key, nonce, plaintext);
  const contentDigest = bytesToHex(sha256(payload));
  return [payload, { url, contentDigest, secret, salt, nonce, scheme: 'https://' }];
};

test('a file comes back, and its address may be sent', async () => {
  const { payload, remote } = await encrypted();
  expect(await decryptAttachment(payload, remote)).toEqual(file);
  expect(remote).toMatchObject({ filename: 'notes.txt', scheme: 'https://', contentLength: payload.length });
  expect(bytesToHex(payload)).not.toContain(bytesToHex(file.data.subarray(0, 8)));
  encodeContent({ kind: 'remoteAttachment', attachment: remote });
  const again = await encryptAttachment(file, webRandom);
  expect(again.attachment.secret).not.toEqual(remote.secret);
});

test('a changed file is found out before anything of it is opened', async () => {
  const { payload, remote } = await encrypted();
  const changed = payload.slice();
  changed[5] = (changed[5] ?? 0) ^ 1;
  for (const bytes of [changed, payload.subarray(1), new Uint8Array()]) {
    await expect(decryptAttachment(bytes, remote)).rejects.toMatchObject({
      code: 'Attachment.DigestMismatch',
    });
  }
});

test('what does not open, or holds no file, is undecryptable', async () => {
  const { payload, remote } = await encrypted();
  const wrong = { ...remote, secret: new Uint8Array(32) };
  const short = { ...remote, nonce: new Uint8Array(11) };
  for (const [bytes, key] of [
    [payload, wrong],
    [payload, short],
    await sealed(contentToBytes(encodeText('no file'))),
    await sealed(Uint8Array.of(0xff)),
    await sealed(new Uint8Array()),
  ] as const) {
    await expect(decryptAttachment(bytes, key)).rejects.toMatchObject({ code: 'Attachment.Undecryptable' });
  }
});

test('too much is refused, also when it grows inside', async () => {
  const maxBytes = 500;
  await expect(encryptAttachment(file, webRandom, { maxBytes })).rejects.toMatchObject({
    code: 'Attachment.TooLarge',
    details: { maxBytes },
  });
  const { payload, remote } = await encrypted();
  await expect(decryptAttachment(payload, remote, { maxBytes })).rejects.toMatchObject({
    code: 'Attachment.TooLarge',
  });
  const inner = encodeContent({ kind: 'attachment', ...file });
  const bomb = create(EncodedContentSchema, {
    ...inner,
    compression: Compression.GZIP,
    content: gzipSync(new Uint8Array(2 * 1024 * 1024)),
  });
  const [bytes, key] = await sealed(contentToBytes(bomb));
  await expect(decryptAttachment(bytes, key)).rejects.toMatchObject({ code: 'Attachment.Undecryptable' });
  const packed = create(EncodedContentSchema, {
    ...inner,
    compression: Compression.GZIP,
    content: gzipSync(file.data),
  });
  expect(await decryptAttachment(...(await sealed(contentToBytes(packed))))).toEqual(file);
});
