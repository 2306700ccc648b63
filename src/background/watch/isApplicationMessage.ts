/**
 * Whether a group envelope carries content rather than a commit or a proposal: the content type of a PrivateMessage
 * is in clear (RFC 9420 section 6.3). Without a key this is all that can be known of it.
 */
export function isApplicationMessage(data: Uint8Array): boolean {
  // MLSMessage: version (2), wire format (2; 2 is mls_private_message), then group_id<V>, epoch (8), content_type.
  if (data[0] !== 0 || data[1] !== 1 || data[2] !== 0 || data[3] !== 2) return false;
  const first = data[4];
  if (first === undefined) return false;
  const prefix = first >> 6;
  if (prefix > 1) return false;
  const idLength = prefix === 0 ? first : ((first & 0x3f) << 8) | (data[5] ?? 0);
  return data[4 + 2 ** prefix + idLength + 8] === 1;
}
