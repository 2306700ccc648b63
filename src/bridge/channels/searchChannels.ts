/** Search in what the worker holds in memory; the index is built at the first question. */
import * as v from 'valibot';
import { defineChannel } from '../channel.ts';
import { maxQueryLength, maxSearchLimit, searchResultSchema } from '../searchView.ts';
import { cappedText, timeNsField } from '../wireFields.ts';

export const searchChannels = {
  /** `beforeNs`: the messages older than a page's last. */
  'search.query': defineChannel({
    input: v.strictObject({
      query: cappedText(maxQueryLength),
      limit: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(maxSearchLimit)),
      beforeNs: v.exactOptional(timeNsField),
    }),
    output: searchResultSchema,
    errors: ['Vault.Locked'],
    timeoutMs: 20_000,
  }),
};
