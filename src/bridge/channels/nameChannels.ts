/** Names of addresses, and addresses that are made to be taken for others. */
import * as v from 'valibot';
import type { ErrorCode } from '../../core/errors.ts';
import { defineChannel } from '../channel.ts';
import { addressField, cappedText } from '../wireFields.ts';

/** Most addresses of one request. */
export const maxNamesAtOnce = 50;
/** The same, of a comparison. */
export const maxCompared = 200;

/** Lower case, at least two labels. */
const nameField = v.pipe(cappedText(255), v.minLength(3));

/** Two addresses that are alike where people look. */
const lookalikeSchema = v.strictObject({ address: addressField, of: addressField });

export const lookalikesField = v.pipe(v.array(lookalikeSchema), v.maxLength(maxCompared));

export type Lookalike = v.InferOutput<typeof lookalikeSchema>;

/** Why a name that a person typed stands for nobody. */
export const nameErrors = [
  'Name.Invalid',
  'Name.NotFound',
  'Name.Unsupported',
  'Name.NoEndpoint',
  'Name.Unreachable',
  'Name.InvalidAnswer',
  'Name.WrongNetwork',
] as const satisfies readonly ErrorCode[];

export const nameChannels = {
  /** What a name stands for now. Asks the endpoint, so only on a person's word. */
  'name.resolve': defineChannel({
    input: v.strictObject({ name: v.pipe(cappedText(255), v.minLength(1)) }),
    output: v.strictObject({ name: nameField, address: addressField }),
    errors: ['Vault.Locked', ...nameErrors],
    timeoutMs: 30_000,
  }),
  /**
   * The names of addresses, each checked by looking up what it stands for. Only people whom the person has accepted are
   * looked up; all others, those without a name and those whose look-up failed are absent.
   */
  'name.reverse': defineChannel({
    input: v.strictObject({ addresses: v.pipe(v.array(addressField), v.maxLength(maxNamesAtOnce)) }),
    output: v.strictObject({
      names: v.pipe(
        v.array(v.strictObject({ address: addressField, name: nameField })),
        v.maxLength(maxNamesAtOnce),
      ),
    }),
    errors: ['Vault.Locked'],
    timeoutMs: 30_000,
  }),
  /**
   * Addresses of conversations that could be taken for a known one, and a `lookalikes` event with all of them on every
   * change. `also`: others in view, such as a group's members; they are compared once. Asks nobody.
   */
  'name.lookalikes': defineChannel({
    input: v.strictObject({ also: v.pipe(v.array(addressField), v.maxLength(maxCompared)) }),
    output: v.strictObject({ lookalikes: lookalikesField, also: lookalikesField }),
    errors: ['Vault.Locked'],
    timeoutMs: 30_000,
  }),
  /** Whether an address that is about to be written to could be taken for a known one. Asks nobody. */
  'name.lookalikeOf': defineChannel({
    input: v.strictObject({ address: addressField }),
    output: v.strictObject({ of: v.exactOptional(addressField) }),
    errors: ['Vault.Locked'],
    timeoutMs: 30_000,
  }),
};
