import type { PageMethod } from './pageMethods.ts';

/** Every method there is, for those who must tell one from another word at run time. */
export const pageMethodNames: readonly PageMethod[] = Object.keys({
  inbox_getCapabilities: true,
  inbox_requestPermissions: true,
  inbox_getPermissions: true,
  inbox_revokePermissions: true,
  inbox_subscribe: true,
  inbox_updateSubscription: true,
  inbox_unsubscribe: true,
  inbox_getSubscriptions: true,
  inbox_openConversation: true,
} satisfies Record<PageMethod, true>) as PageMethod[];
