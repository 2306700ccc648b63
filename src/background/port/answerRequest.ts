/** One request, from the bytes to the answer. Whatever comes in, exactly one response goes out. */
import * as v from 'valibot';
import type { Channel } from '../../bridge/channel.ts';
import {
  maxRequestBytes,
  type RequestEnvelope,
  type ResponseEnvelope,
  requestEnvelopeSchema,
} from '../../bridge/envelope.ts';
import type { WireError } from '../../bridge/wireError.ts';
import { WalletInboxError } from '../../core/errors.ts';
import type { Logger } from '../../core/ports.ts';
import { errorFacts } from '../platform/errorFacts.ts';
import { toWireError } from '../views/toWireError.ts';

/** Names a request whose own id cannot be read. */
const unreadableId = 'unreadable';

export interface AnswerDeps {
  readonly channels: Readonly<Record<string, Channel>>;
  /** Runs a request whose input has passed its schema. */
  readonly handle: (channel: string, input: unknown) => Promise<unknown>;
  readonly logger: Logger;
}

/** Order: size, envelope, known name, schema, handler, output schema. The sender was proven when the port opened. */
export async function answerRequest(raw: unknown, deps: AnswerDeps): Promise<ResponseEnvelope> {
  let id = unreadableId;
  let name = '';
  try {
    const request = readEnvelope(raw, (readable) => {
      id = readable;
    });
    const channel = Object.hasOwn(deps.channels, request.channel)
      ? deps.channels[request.channel]
      : undefined;
    if (channel === undefined) {
      throw new WalletInboxError('Bridge.UnknownChannel', 'There is no such channel.');
    }
    name = request.channel;
    const input = v.safeParse(channel.input, request.input);
    if (!input.success) throw invalid('Bridge.InvalidRequest', input.issues);
    const result = await withTimeout(deps.handle(name, input.output), channel.timeoutMs);
    const output = v.safeParse(channel.output, result);
    if (!output.success) throw invalid('Bridge.InvalidResponse', output.issues);
    return { type: 'response', id, ok: true, output: output.output };
  } catch (error) {
    const wire = toWireError(error);
    deps.logger.info('port.refused', { channel: name, ...errorFacts(error), ...pathOf(wire.details) });
    return { type: 'response', id, ok: false, error: wire };
  }
}

function readEnvelope(raw: unknown, onId: (id: string) => void): RequestEnvelope {
  const json = JSON.stringify(raw) ?? '';
  // UTF-8 is at most three times as long as the UTF-16 units, so most requests need no encoding to be measured.
  if (json.length * 3 > maxRequestBytes && new TextEncoder().encode(json).length > maxRequestBytes) {
    const readable = v.safeParse(v.object({ id: requestEnvelopeSchema.entries.id }), raw);
    if (readable.success) onId(readable.output.id);
    throw new WalletInboxError('Bridge.TooLarge', 'A request is too large.');
  }
  const readable = v.safeParse(v.object({ id: requestEnvelopeSchema.entries.id }), raw);
  if (readable.success) onId(readable.output.id);
  const envelope = v.safeParse(requestEnvelopeSchema, raw);
  if (!envelope.success) throw invalid('Bridge.InvalidRequest', envelope.issues);
  return envelope.output;
}

/** Names the place of the first fault, not the value that stood there: it may be a secret. */
function invalid(
  code: 'Bridge.InvalidRequest' | 'Bridge.InvalidResponse',
  issues: readonly [v.BaseIssue<unknown>, ...v.BaseIssue<unknown>[]],
): WalletInboxError {
  const path = v.getDotPath(issues[0]) ?? '';
  const shortMessage =
    code === 'Bridge.InvalidRequest' ? 'A request was not understood.' : 'The worker gave an invalid answer.';
  return new WalletInboxError(code, shortMessage, { details: { path, rule: issues[0].type } });
}

function pathOf({ path }: WireError['details']): Readonly<Record<string, string>> {
  return typeof path === 'string' ? { path } : {};
}

async function withTimeout<T>(work: Promise<T>, timeoutMs: number): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const timeout = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new WalletInboxError('Bridge.Timeout', 'That took too long.', { details: { timeoutMs } }));
    }, timeoutMs);
  });
  try {
    return await Promise.race([work, timeout]);
  } finally {
    clearTimeout(timer);
  }
}
