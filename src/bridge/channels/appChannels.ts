/** The state of the whole, settings, and the end of an account. */
import * as v from 'valibot';
import { appStateViewSchema } from '../appStateView.ts';
import { defineChannel } from '../channel.ts';
import { settingsChangeSchema, settingsSchema } from '../settings.ts';

export const appChannels = {
  'app.getState': defineChannel({
    input: v.strictObject({}),
    output: appStateViewSchema,
    errors: [],
    timeoutMs: 10_000,
  }),
  /** A sign of use (a key, a click): puts off the auto-lock. At most one in ten seconds is enough. */
  'app.touch': defineChannel({
    input: v.strictObject({}),
    output: v.strictObject({}),
    errors: [],
    timeoutMs: 10_000,
  }),
  'settings.update': defineChannel({
    input: settingsChangeSchema,
    output: settingsSchema,
    errors: [],
    timeoutMs: 10_000,
  }),
  /**
   * Deletes the vault, the messages and the settings of this browser for good. `confirm` must be the word
   * `delete`, so that no accident of a caller can do it.
   */
  'account.reset': defineChannel({
    input: v.strictObject({ confirm: v.literal('delete') }),
    output: v.strictObject({}),
    errors: [],
    timeoutMs: 30_000,
  }),
};
