/** A failure as it crosses a port: the code is for programs, the short message is for people. */
import * as v from 'valibot';
import { cappedText } from './wireFields.ts';

export const wireErrorSchema = v.strictObject({
  /** A registered `Area.Reason`, see core/errors.ts. */
  code: v.pipe(v.string(), v.regex(/^[A-Za-z]{1,32}\.[A-Za-z]{1,48}$/u)),
  shortMessage: cappedText(500),
  retryable: v.boolean(),
  /** Ids, sizes and names; never a secret, never message text. */
  details: v.record(cappedText(64), v.union([cappedText(500), v.number(), v.boolean()])),
});

export type WireError = v.InferOutput<typeof wireErrorSchema>;
