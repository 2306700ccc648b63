/** Which XMTP network an account lives on, as chosen at its creation. */
import * as v from 'valibot';
import { cappedText } from './wireFields.ts';

const networkNames = ['local', 'dev', 'production', 'custom'] as const;

/** What a person chooses. A custom network names the gRPC-web URL of its node. */
export const networkChoiceSchema = v.variant('name', [
  v.strictObject({ name: v.literal('local') }),
  v.strictObject({ name: v.literal('dev') }),
  v.strictObject({ name: v.literal('production') }),
  v.strictObject({ name: v.literal('custom'), url: cappedText(512) }),
]);

/** What it came to: the choice and the URL in use. */
export const networkViewSchema = v.strictObject({
  name: v.picklist(networkNames),
  url: cappedText(512),
});

export type NetworkChoice = v.InferOutput<typeof networkChoiceSchema>;
export type NetworkView = v.InferOutput<typeof networkViewSchema>;
