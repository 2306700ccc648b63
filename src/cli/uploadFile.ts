import { contentLimits } from '../core/content/contentLimits.ts';
import { isSafeUrl } from '../core/content/safeUrl.ts';
import { WalletInboxError } from '../core/errors.ts';

const timeoutMs = 5 * 60_000;
const maxAnswerLength = 64 * 1024;

/**
 * Puts encrypted bytes on an upload endpoint (docs/uploads.md). Answers their address.
 *
 * @throws Attachment.Unreachable, Attachment.TooLarge, Attachment.BadAddress
 */
export async function uploadFile(payload: Uint8Array, endpoint: string): Promise<string> {
  const { response, answer } = await post(payload, endpoint);
  if (response.status === 413) {
    throw new WalletInboxError('Attachment.TooLarge', 'The file is larger than the upload server takes.');
  }
  if (response.status !== 200 && response.status !== 201) {
    throw new WalletInboxError('Attachment.Unreachable', 'The upload server did not take the file.', {
      details: { status: response.status },
    });
  }
  const given = urlInJson(answer) ?? response.headers.get('location');
  const url = given !== null && URL.canParse(given, endpoint) ? new URL(given, endpoint).href : undefined;
  if (isSafeUrl(url, contentLimits.urlLength)) return url;
  throw new WalletInboxError('Attachment.BadAddress', 'The upload server did not say where the file is.');
}

async function post(
  payload: Uint8Array,
  endpoint: string,
): Promise<{ readonly response: Response; readonly answer: string }> {
  try {
    const response = await fetch(endpoint, {
      method: 'POST',
      body: payload as Uint8Array<ArrayBuffer>,
      headers: { 'content-type': 'application/octet-stream', accept: 'application/json' },
      redirect: 'error',
      signal: AbortSignal.timeout(timeoutMs),
    });
    return { response, answer: await response.text() };
  } catch (cause) {
    throw new WalletInboxError('Attachment.Unreachable', 'The upload server did not answer.', { cause });
  }
}

function urlInJson(text: string): string | null {
  if (text.length > maxAnswerLength) return null;
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && 'url' in value && typeof value.url === 'string'
      ? value.url
      : null;
  } catch {
    return null;
  }
}
