/**
 * A JSON-RPC endpoint that a person chose. Calls that come together leave together: in one batch, and not more often
 * than a public endpoint bears. What it answers is believed no further than a name (docs/decisions/0004-names.md), and
 * read as if it were hostile: capped, checked, never followed elsewhere.
 */
import { utf8DecodeLossy } from '../../core/bytes/bytes.ts';
import { bytesToHex, hexToBytes } from '../../core/bytes/hex.ts';
import { isWalletInboxError, WalletInboxError } from '../../core/errors.ts';
import { readCapped } from '../platform/readCapped.ts';
import type { CallContract, EthAnswer, EthCall } from './ethCall.ts';
import { type RpcRequest, type RpcResult, readRpcAnswers } from './rpcAnswers.ts';

const defaultTimeoutMs = 8_000;
const maxAnswerBytes = 512 * 1024;
const maxBatch = 20;
/** More than this at once is no list that a person looks at. */
const maxWaiting = 400;
/** Calls within this time leave together. */
const gatherMs = 15;
/** Between the end of one request and the next. */
const pauseMs = 100;

export interface EndpointOptions {
  readonly url: string;
  readonly chainId: number;
  readonly fetch: typeof fetch;
  /** Of one request, to its last byte. */
  readonly timeoutMs?: number;
}

export interface Endpoint {
  readonly url: string;
  readonly call: CallContract;
  /** Ends what is under way with Name.Unreachable. */
  close(): void;
}

interface Waiting {
  readonly call: EthCall;
  readonly resolve: (answer: EthAnswer) => void;
  readonly reject: (error: unknown) => void;
}

const sleep = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));

const unreachable = (cause?: unknown, details?: Readonly<Record<string, number>>): WalletInboxError =>
  new WalletInboxError('Name.Unreachable', 'The endpoint for names did not answer.', {
    ...(cause === undefined ? {} : { cause }),
    ...(details === undefined ? {} : { details }),
  });

const tooMuch = (): WalletInboxError =>
  new WalletInboxError('Name.InvalidAnswer', 'The endpoint for names answered too much.', {
    details: { maxAnswerBytes },
  });

export function createEndpoint({
  url,
  chainId,
  fetch: fetchUrl,
  timeoutMs = defaultTimeoutMs,
}: EndpointOptions): Endpoint {
  const waiting: Waiting[] = [];
  const closing = new AbortController();
  let isRunning = false;
  let isChainKnown = false;
  /** Falls to one for an endpoint that takes no batches. */
  let batchSize = maxBatch;

  async function post(requests: readonly RpcRequest[]): Promise<ReadonlyMap<number, RpcResult>> {
    const isBatch = requests.length > 1;
    let response: Response;
    let text: string;
    try {
      response = await fetchUrl(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(isBatch ? requests : requests[0]),
        cache: 'no-store',
        credentials: 'omit',
        redirect: 'error',
        referrerPolicy: 'no-referrer',
        signal: AbortSignal.any([closing.signal, AbortSignal.timeout(timeoutMs)]),
      });
      const bytes = await readCapped(response, maxAnswerBytes);
      if (bytes === undefined) throw tooMuch();
      text = utf8DecodeLossy(bytes);
    } catch (error) {
      throw isWalletInboxError(error) ? error : unreachable(error);
    }
    // Some endpoints answer 4xx with a JSON-RPC error in the body; the body decides where it is one.
    const answers = readRpcAnswers(text, requests);
    if (answers !== undefined) return answers;
    if (!response.ok) throw unreachable(undefined, { status: response.status });
    throw new WalletInboxError('Name.InvalidAnswer', 'The endpoint for names gave no valid answer.');
  }

  async function ask(calls: readonly EthCall[]): Promise<readonly (EthAnswer | WalletInboxError)[]> {
    const chainRequest: RpcRequest = { jsonrpc: '2.0', id: 0, method: 'eth_chainId', params: [] };
    const requests = calls.map(
      ({ to, data }, index): RpcRequest => ({
        jsonrpc: '2.0',
        id: index + 1,
        method: 'eth_call',
        params: [{ to, data: `0x${bytesToHex(data)}` }, 'latest'],
      }),
    );
    let answers: ReadonlyMap<number, RpcResult>;
    if (isChainKnown) {
      answers = await post(requests);
    } else if (batchSize > 1) {
      answers = await post([chainRequest, ...requests]);
      checkChain(answers.get(0));
    } else {
      checkChain((await post([chainRequest])).get(0));
      answers = await post(requests);
    }
    return requests.map(({ id }) => toEthAnswer(answers.get(id)));
  }

  /** @throws Name.WrongNetwork: what contracts of another chain say means nothing */
  function checkChain(result: RpcResult | undefined): void {
    if (result?.kind !== 'result') throw unreachable();
    if (Number(result.hex) !== chainId) {
      throw new WalletInboxError('Name.WrongNetwork', 'The endpoint for names serves another chain.', {
        details: { expected: chainId },
      });
    }
    isChainKnown = true;
  }

  async function run(): Promise<void> {
    isRunning = true;
    await sleep(gatherMs);
    while (waiting.length > 0) {
      const taken = waiting.splice(0, batchSize);
      try {
        const answers = await ask(taken.map(({ call }) => call));
        taken.forEach(({ resolve, reject }, index) => {
          const answer = answers[index] ?? unreachable();
          if (answer instanceof WalletInboxError) reject(answer);
          else resolve(answer);
        });
      } catch (error) {
        const takesNoBatches = batchSize > 1 && isRefusal(error);
        if (takesNoBatches) {
          batchSize = 1;
          waiting.unshift(...taken);
        } else {
          // What waits would only wait for the same, one time-out after the other.
          for (const { reject } of [...taken, ...waiting.splice(0)]) reject(error);
        }
      }
      await sleep(pauseMs);
    }
    isRunning = false;
  }

  return {
    url,
    call: (call) =>
      new Promise((resolve, reject) => {
        if (closing.signal.aborted || waiting.length >= maxWaiting) {
          reject(unreachable());
          return;
        }
        waiting.push({ call, resolve, reject });
        if (!isRunning) void run();
      }),
    close() {
      closing.abort();
      for (const { reject } of waiting.splice(0)) reject(unreachable());
    },
  };
}

/** An answer to a batch by which an endpoint may say that it takes single calls only. */
function isRefusal(error: unknown): boolean {
  if (isWalletInboxError(error, 'Name.InvalidAnswer')) return true;
  if (!isWalletInboxError(error, 'Name.Unreachable')) return false;
  const status = Number(error.details.status ?? 0);
  return status >= 400 && status < 500 && status !== 429;
}

function toEthAnswer(result: RpcResult | undefined): EthAnswer | WalletInboxError {
  switch (result?.kind) {
    case 'result':
      return { kind: 'returned', data: hexToBytes(result.hex) };
    case 'reverted':
      return { kind: 'reverted', data: hexToBytes(result.hex) };
    case 'refused':
      return unreachable(undefined, { rpcCode: result.code });
    case undefined:
      return new WalletInboxError('Name.InvalidAnswer', 'The endpoint for names left a call unanswered.');
  }
}
