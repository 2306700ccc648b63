import * as v from 'valibot';
import type { PageMethod, PageMethods } from '../../bridge/page/pageMethods.ts';
import { pageParamsSchemas } from '../../bridge/pageSchemas.ts';

export const isPageMethod = (method: string): method is PageMethod =>
  Object.hasOwn(pageParamsSchemas, method);

export type ReadParams<M extends PageMethod> =
  | { readonly isValid: true; readonly params: PageMethods[M]['params'] }
  | { readonly isValid: false };

/** EIP-1193 takes an object or a list; each method of ours takes one object, bare or alone in a list. */
export function readPageParams<M extends PageMethod>(method: M, raw: unknown): ReadParams<M> {
  const bare = Array.isArray(raw) && raw.length <= 1 ? raw[0] : raw;
  const isNothing = bare === null || (typeof bare === 'object' && Object.keys(bare).length === 0);
  const takesNothing = pageParamsSchemas[method].type === 'undefined';
  const read = v.safeParse(pageParamsSchemas[method], takesNothing && isNothing ? undefined : bare);
  return read.success
    ? { isValid: true, params: read.output as PageMethods[M]['params'] }
    : { isValid: false };
}
