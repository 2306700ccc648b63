/**
 * Reads a body that may be endless. Answers `undefined`, and reads no further, when it has more than `maxBytes`.
 *
 * @param onBytes told how much is there after each piece
 */
export async function readCapped(
  response: Response,
  maxBytes: number,
  onBytes: (doneBytes: number) => void = () => undefined,
): Promise<Uint8Array | undefined> {
  const reader = response.body?.getReader();
  const chunks: Uint8Array[] = [];
  let size = 0;
  for (let next = await reader?.read(); next !== undefined && !next.done; next = await reader?.read()) {
    size += next.value.length;
    if (size > maxBytes) {
      // Not awaited: a server that sends for ever need not hear that nobody listens.
      reader?.cancel().catch(() => undefined);
      return undefined;
    }
    chunks.push(next.value);
    onBytes(size);
  }
  const bytes = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes;
}
