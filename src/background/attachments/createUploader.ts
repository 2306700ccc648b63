/** Puts encrypted bytes on an upload endpoint: docs/uploads.md. The server learns their number and nothing else. */
import { utf8DecodeLossy } from '../../core/bytes/bytes.ts';
import { WalletInboxError } from '../../core/errors.ts';
import { readCapped } from '../platform/readCapped.ts';
import { isLoopbackUrl, requireAttachmentUrl } from './attachmentAddress.ts';
import type { TransferRun } from './createDownloader.ts';
import {
  createTransferWatch,
  defaultTransferLimits,
  type TransferLimits,
  type TransferWatch,
} from './createTransferWatch.ts';
import { type FetchFile, guardedRequest } from './guardedRequest.ts';

/** Answers the address at which the bytes are. */
export type Upload = (
  payload: Uint8Array<ArrayBuffer>,
  endpoint: string,
  run: Omit<TransferRun, 'allowsLoopback'>,
) => Promise<string>;

const maxAnswerBytes = 64 * 1024;
/** Bytes that are handed over at once, and that progress is counted by. */
const pieceBytes = 64 * 1024;
/** A body in one go shows no progress: it is given the time that a slow line needs. */
const slowestBytesPerSecond = 16 * 1024;

/**
 * @param deps.canStream whether a body to `url` may be a stream, which tells how far it is: browsers want HTTP/2 for that
 * @throws WalletInboxError Attachment.BadAddress, Attachment.TooLarge, Attachment.Unreachable, or the reason of `signal`
 */
export function createUploader(deps: {
  readonly fetch: FetchFile;
  readonly canStream: (url: string) => boolean;
  readonly limits?: TransferLimits;
}): Upload {
  const limits = deps.limits ?? defaultTransferLimits;

  async function post(
    endpoint: string,
    body: Pick<RequestInit, 'body'>,
    signal: AbortSignal,
    patience: TransferLimits,
    onStart: (watch: TransferWatch) => void,
  ): Promise<{ readonly response: Response; readonly answer: string }> {
    const watch = createTransferWatch(signal, patience);
    onStart(watch);
    try {
      const response = await deps.fetch(endpoint, {
        ...guardedRequest,
        ...body,
        method: 'POST',
        headers: { 'content-type': 'application/octet-stream', accept: 'application/json' },
        signal: watch.signal,
      });
      watch.touch();
      const answer = await readCapped(response, maxAnswerBytes, watch.touch);
      return { response, answer: utf8DecodeLossy(answer ?? new Uint8Array()) };
    } catch (error) {
      throw watch.failure(error);
    } finally {
      watch.end();
    }
  }

  return async (payload, endpoint, { signal, onProgress }) => {
    const allowsLoopback = isLoopbackUrl(endpoint);
    requireAttachmentUrl(endpoint, allowsLoopback);

    const postStream = () => {
      let watch: TransferWatch | undefined;
      const stream = piecesOf(payload, (doneBytes) => {
        watch?.touch();
        onProgress(doneBytes, payload.length);
      });
      return post(endpoint, { body: stream, duplex: 'half' } as RequestInit, signal, limits, (started) => {
        watch = started;
      });
    };
    const postWhole = () => {
      const stallMs = limits.stallMs + (payload.length / slowestBytesPerSecond) * 1_000;
      return post(endpoint, { body: payload }, signal, { ...limits, stallMs }, () => undefined);
    };

    onProgress(0, payload.length);
    const streamed = deps.canStream(endpoint)
      ? await postStream().catch((error: unknown) => {
          if (signal.aborted) throw error;
          // The line to this server may be of a kind that takes no stream: that is told no other way.
          return undefined;
        })
      : undefined;
    const isTaken = streamed !== undefined && ![411, 501].includes(streamed.response.status);
    const { response, answer } = isTaken ? streamed : await postWhole();
    const url = addressOf(response, answer, endpoint);
    requireAttachmentUrl(url, allowsLoopback);
    onProgress(payload.length, payload.length);
    return url;
  };
}

function piecesOf(
  payload: Uint8Array<ArrayBuffer>,
  onTaken: (doneBytes: number) => void,
): ReadableStream<Uint8Array> {
  let at = 0;
  return new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        if (at > 0) onTaken(at);
        if (at >= payload.length) {
          controller.close();
          return;
        }
        controller.enqueue(payload.subarray(at, at + pieceBytes));
        at = Math.min(payload.length, at + pieceBytes);
      },
    },
    { highWaterMark: 0 },
  );
}

/** Of the JSON, else of the header; relative to the endpoint. */
function addressOf({ status, headers }: Response, answer: string, endpoint: string): string {
  if (status === 413) {
    throw new WalletInboxError('Attachment.TooLarge', 'The file is larger than the upload server takes.');
  }
  if (status !== 200 && status !== 201) {
    throw new WalletInboxError('Attachment.Unreachable', 'The upload server did not take the file.', {
      details: { status },
    });
  }
  const url = urlInJson(answer) ?? headers.get('location');
  if (url === null || !URL.canParse(url, endpoint)) {
    throw new WalletInboxError('Attachment.BadAddress', 'The upload server did not say where the file is.');
  }
  return new URL(url, endpoint).href;
}

function urlInJson(text: string): string | undefined {
  try {
    const value: unknown = JSON.parse(text);
    const isUrl =
      typeof value === 'object' && value !== null && 'url' in value && typeof value.url === 'string';
    return isUrl ? (value.url as string) : undefined;
  } catch {
    return undefined;
  }
}
