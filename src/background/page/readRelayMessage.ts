import * as v from 'valibot';
import { pageLimits } from '../../bridge/page/pageLimits.ts';

/** Named by the page: random, the same when it says a request again. */
const pageRequestIdField = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{16,64}$/u));

const relayMessageSchema = v.variant('kind', [
  v.strictObject({
    kind: v.literal('request'),
    id: pageRequestIdField,
    method: v.pipe(v.string(), v.maxLength(64)),
    params: v.exactOptional(v.unknown()),
    hasGesture: v.boolean(),
  }),
  v.strictObject({ kind: v.literal('listen') }),
]);

export type RelayMessage = v.InferOutput<typeof relayMessageSchema>;
export type RelayRequest = Extract<RelayMessage, { kind: 'request' }>;

/** What a relay said, when it is small enough and of the form. A relay that says anything else is none of ours. */
export function readRelayMessage(raw: unknown): RelayMessage | undefined {
  const json = JSON.stringify(raw) ?? '';
  const longest = pageLimits.requestBytes + 1_024;
  if (json.length > longest || new TextEncoder().encode(json).length > longest) return undefined;
  const message = v.safeParse(relayMessageSchema, raw);
  return message.success ? message.output : undefined;
}
