import { expect } from 'vitest';
import { hexToBytes as bytes } from '../../src/core/bytes/hex.ts';
import { decodeTls } from '../../src/core/bytes/tlsReader.ts';
import { encodeAuthenticatedContent, readAuthenticatedContent } from '../../src/core/mls/framedContent.ts';
import {
  confirmationTag,
  confirmedTranscriptHash,
  interimTranscriptHash,
} from '../../src/core/mls/transcriptHash.ts';
import { vectorTest } from './vectorTest.ts';

interface Vector {
  confirmation_key: string;
  authenticated_content: string;
  interim_transcript_hash_before: string;
  confirmed_transcript_hash_after: string;
  interim_transcript_hash_after: string;
}

vectorTest<Vector>('transcript-hashes', (vector) => {
  const content = decodeTls(bytes(vector.authenticated_content), readAuthenticatedContent);
  expect(encodeAuthenticatedContent(content)).toEqual(bytes(vector.authenticated_content));
  const confirmed = confirmedTranscriptHash(bytes(vector.interim_transcript_hash_before), content);
  expect(confirmed).toEqual(bytes(vector.confirmed_transcript_hash_after));
  const tag = content.auth.confirmationTag;
  expect(tag).toEqual(confirmationTag(bytes(vector.confirmation_key), confirmed));
  expect(interimTranscriptHash(confirmed, tag ?? new Uint8Array())).toEqual(
    bytes(vector.interim_transcript_hash_after),
  );
});
