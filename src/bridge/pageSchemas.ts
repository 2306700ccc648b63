/** The checks behind `page/pageMethods.ts`, run by the worker on everything that a page says. */
import * as v from 'valibot';
import { pageLimits } from './page/pageLimits.ts';
import type { PageMethod, PageMethods } from './page/pageMethods.ts';
import { inboxIdField, plainLineField } from './wireFields.ts';

/** A draft may have line breaks. */
const draftField = v.pipe(
  v.string(),
  v.maxLength(pageLimits.draftLength),
  v.regex(/^(?:[^\p{Cc}\u061c\u202a-\u202e\u2066-\u2069]|[\n\t])*$/u),
);

export const typeIdField = v.pipe(v.string(), v.regex(/^[a-z0-9][a-z0-9._-]{0,31}$/u));

export const notificationTypeSchema = v.strictObject({
  id: typeIdField,
  name: plainLineField(pageLimits.typeNameLength),
  description: v.exactOptional(plainLineField(pageLimits.typeDescriptionLength)),
});

const typesField = v.pipe(
  v.array(notificationTypeSchema),
  v.minLength(1),
  v.maxLength(pageLimits.types),
  v.check((types) => new Set(types.map(({ id }) => id)).size === types.length),
);

/** The params of each method, after the one object was taken out of its list. */
export const pageParamsSchemas = {
  inbox_getCapabilities: v.undefined(),
  inbox_requestPermissions: v.pipe(
    v.strictObject({
      notify: v.exactOptional(
        v.strictObject({
          sender: inboxIdField,
          types: typesField,
          reason: v.exactOptional(plainLineField(pageLimits.reasonLength)),
        }),
      ),
      openConversation: v.exactOptional(v.strictObject({})),
    }),
    v.check(({ notify, openConversation }) => notify !== undefined || openConversation !== undefined),
  ),
  inbox_getPermissions: v.undefined(),
  inbox_revokePermissions: v.undefined(),
  inbox_subscribe: v.strictObject({ sender: inboxIdField, types: typesField }),
  inbox_updateSubscription: v.strictObject({
    sender: inboxIdField,
    types: v.pipe(v.array(typeIdField), v.maxLength(pageLimits.types)),
  }),
  inbox_unsubscribe: v.strictObject({ sender: inboxIdField }),
  inbox_getSubscriptions: v.undefined(),
  inbox_openConversation: v.strictObject({
    peer: plainLineField(pageLimits.peerLength),
    draft: v.exactOptional(draftField),
  }),
} as const satisfies { readonly [M in PageMethod]: v.GenericSchema<unknown, PageMethods[M]['params']> };
