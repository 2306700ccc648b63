/**
 * Whether `fetch` sends a stream as a body, and so can tell how far it is. A browser that cannot makes a text of the
 * stream, which then has a content type, and never looks at `duplex`.
 */
export function takesStreamedBodies(): boolean {
  let isDuplexRead = false;
  const init = {
    method: 'POST',
    body: new ReadableStream(),
    get duplex() {
      isDuplexRead = true;
      return 'half';
    },
  };
  try {
    const { headers } = new Request('https://localhost/', init as RequestInit);
    return isDuplexRead && !headers.has('content-type');
  } catch {
    return false;
  }
}
