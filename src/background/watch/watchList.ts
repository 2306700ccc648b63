/**
 * What a locked worker needs in order to notice that a message arrived: topics and cursors, no key and no name.
 * It lies unencrypted, so it tells whoever reads the disk how many conversations there are and under which random
 * ids; the node knows as much.
 */
import * as v from 'valibot';

const cursorField = v.pipe(v.string(), v.regex(/^[0-9]{1,20}$/u));

export const watchListSchema = v.strictObject({
  version: v.literal(1),
  accountId: v.string(),
  nodeUrl: v.pipe(v.string(), v.maxLength(512)),
  installationKey: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/u)),
  welcomeCursor: cursorField,
  groups: v.pipe(
    v.array(v.tuple([v.pipe(v.string(), v.regex(/^[0-9a-f]{2,64}$/u)), cursorField])),
    v.maxLength(20_000),
  ),
});

export type WatchList = v.InferOutput<typeof watchListSchema>;

export const watchListKey = 'watch.list';
