/** What a port carries, both ways. Exactly these three shapes; anything else is dropped or refused. */
import * as v from 'valibot';
import { appEventSchema } from './appEvent.ts';
import { wireErrorSchema } from './wireError.ts';
import { requestIdField } from './wireFields.ts';

/** Name of the port between our own pages and the worker. */
export const popupPortName = 'popup';

/** Largest request in bytes of JSON. */
export const maxRequestBytes = 256 * 1024;

/** A page asks. `id` is unique within its port. */
export const requestEnvelopeSchema = v.strictObject({
  type: v.literal('request'),
  id: requestIdField,
  channel: v.pipe(v.string(), v.maxLength(64)),
  input: v.unknown(),
});

/** The worker answers, always and once. */
export const responseEnvelopeSchema = v.variant('ok', [
  v.strictObject({
    type: v.literal('response'),
    id: requestIdField,
    ok: v.literal(true),
    output: v.unknown(),
  }),
  v.strictObject({
    type: v.literal('response'),
    id: requestIdField,
    ok: v.literal(false),
    error: wireErrorSchema,
  }),
]);

/** The worker tells, unasked. */
export const eventEnvelopeSchema = v.strictObject({ type: v.literal('event'), event: appEventSchema });

export type RequestEnvelope = v.InferOutput<typeof requestEnvelopeSchema>;
export type ResponseEnvelope = v.InferOutput<typeof responseEnvelopeSchema>;
export type EventEnvelope = v.InferOutput<typeof eventEnvelopeSchema>;
