/** What lies on the disk of an account: everything secret is sealed, everything else is bound to the seal. */
import * as v from 'valibot';
import { networkViewSchema } from '../../bridge/network.ts';

const base64Field = v.pipe(v.string(), v.maxLength(4096), v.base64());

export const vaultRecordSchema = v.strictObject({
  version: v.literal(1),
  /** Random; names the database of the account, so that a name on the disk tells nothing. */
  accountId: v.pipe(v.string(), v.regex(/^[0-9a-f]{32}$/u)),
  network: networkViewSchema,
  createdAtMs: v.pipe(v.number(), v.integer()),
  /** Bounded both ways: a changed record must neither weaken the derivation nor hang the worker. */
  kdf: v.strictObject({
    name: v.literal('scrypt'),
    N: v.pipe(v.number(), v.integer(), v.minValue(2 ** 15), v.maxValue(2 ** 20)),
    r: v.pipe(v.number(), v.integer(), v.minValue(8), v.maxValue(16)),
    p: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(4)),
    salt: base64Field,
  }),
  /** The random data key, sealed under the key derived from the password. */
  wrappedDataKey: base64Field,
  /** The phrase or the private key, sealed under the data key. */
  sealedSecret: base64Field,
});

export type VaultRecord = v.InferOutput<typeof vaultRecordSchema>;
