/** How a channel is declared: once, as data, read by both ends of a port. */
import type { GenericSchema, InferOutput } from 'valibot';
import type { ErrorCode } from '../core/errors.ts';

/** One request-and-answer between a page of the extension and the worker. */
export interface Channel<I extends GenericSchema = GenericSchema, O extends GenericSchema = GenericSchema> {
  /** Strict: an unknown key is a refusal, every string and array has a maximum. */
  readonly input: I;
  readonly output: O;
  /** Codes that the caller should know how to act on. Any other registered code may still arrive. */
  readonly errors: readonly ErrorCode[];
  /** Both ends give up after this long; the answer is then `Bridge.Timeout`. */
  readonly timeoutMs: number;
}

export type ChannelInput<C extends Channel> = InferOutput<C['input']>;
export type ChannelOutput<C extends Channel> = InferOutput<C['output']>;

/** Keeps the precise types of a channel's schemas while checking its shape. */
export function defineChannel<const I extends GenericSchema, const O extends GenericSchema>(
  channel: Channel<I, O>,
): Channel<I, O> {
  return channel;
}
