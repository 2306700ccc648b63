/**
 * The file by which a site says whose notifications are its own (docs/decisions/0003). No cookies go along, no redirect is
 * followed: it is what the site tells everybody.
 */
import * as v from 'valibot';
import type { NotificationType } from '../../bridge/page/pageMethods.ts';
import { notificationTypeSchema } from '../../bridge/pageSchemas.ts';
import { iconField } from '../../bridge/siteView.ts';
import { inboxIdField, plainLineField } from '../../bridge/wireFields.ts';
import { utf8Decode } from '../../core/bytes/bytes.ts';
import { readCapped } from '../platform/readCapped.ts';

const path = '/.well-known/wallet-inbox.json';
const timeoutMs = 3_000;
const maxBytes = 64 * 1024;

const siteFileSchema = v.object({
  senders: v.pipe(v.array(inboxIdField), v.maxLength(32)),
  types: v.exactOptional(v.pipe(v.array(notificationTypeSchema), v.maxLength(16))),
  // It stands where we speak.
  name: v.exactOptional(plainLineField(80)),
  icon: v.exactOptional(iconField),
});

export type SiteFile = v.InferOutput<typeof siteFileSchema>;

export type FetchSiteFile = (origin: string) => Promise<SiteFile | undefined>;

/** `undefined`: not there, not to be had, or not of the form. Never throws. */
export function createSiteFileFetcher(fetchFile: typeof fetch): FetchSiteFile {
  return async (origin) => {
    try {
      const response = await fetchFile(`${origin}${path}`, {
        cache: 'no-store',
        credentials: 'omit',
        redirect: 'error',
        referrerPolicy: 'no-referrer',
        signal: AbortSignal.timeout(timeoutMs),
      });
      if (!response.ok) return undefined;
      const bytes = await readCapped(response, maxBytes);
      const file =
        bytes && v.safeParse(siteFileSchema, JSON.parse(utf8Decode(bytes).replace(/^\ufeff/u, '')));
      return file?.success === true ? file.output : undefined;
    } catch {
      return undefined;
    }
  };
}

export type SiteVerdict =
  /** Types are the file's where it names them: the person reads what the site stands by. */
  | {
      readonly kind: 'verified';
      readonly types: readonly NotificationType[];
      readonly name?: string;
      readonly icon?: string;
    }
  | { readonly kind: 'missing' }
  | { readonly kind: 'mismatch' };

/** Whether a site's file stands behind what its page asks for. */
export function judgeSite(
  file: SiteFile | undefined,
  asked: { readonly sender: string; readonly types: readonly NotificationType[] },
): SiteVerdict {
  if (file === undefined) return { kind: 'missing' };
  if (!file.senders.includes(asked.sender)) return { kind: 'mismatch' };
  const listed = file.types;
  const types =
    listed === undefined
      ? asked.types
      : asked.types.flatMap(({ id }) => listed.find((type) => type.id === id) ?? []);
  if (types.length < asked.types.length) return { kind: 'mismatch' };
  const { name, icon } = file;
  return {
    kind: 'verified',
    types,
    ...(name === undefined ? {} : { name }),
    ...(icon === undefined ? {} : { icon }),
  };
}
