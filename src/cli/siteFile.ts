import { notificationLimits, siteFileLimits } from '../core/content/notificationLimits.ts';
import { isTypeId } from '../core/content/notificationRules.ts';
import { isInboxId } from '../core/identity/inboxId.ts';

/** A kind of notification, as a site's file lists it. */
export interface SiteFileType {
  readonly id: string;
  readonly name: string;
  readonly description?: string;
}

/** What a site serves as `/.well-known/wallet-inbox.json` (docs/notifications.md). */
export interface SiteFile {
  readonly name?: string;
  /** A data URI. */
  readonly icon?: string;
  /** Inbox ids. */
  readonly senders: readonly string[];
  readonly types?: readonly SiteFileType[];
}

/** The same class as the extension's for what a site says: a name with others in it would be refused there. */
const lineOf = (text: string, maxLength: number): boolean =>
  text.trim() !== '' &&
  text.length <= maxLength &&
  /^[^\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]+$/u.test(text);

/** Reads `ID:NAME[:DESCRIPTION]`; what is wrong with it is a sentence. */
function parseType(text: string): SiteFileType | string {
  const [id = '', name = '', ...rest] = text.split(':');
  const description = rest.join(':');
  const { typeIdLength, typeNameLength, typeDescriptionLength } = notificationLimits;
  if (!isTypeId(id)) {
    return `--type takes ID:NAME[:DESCRIPTION]; an ID is 1 to ${typeIdLength} of a-z, 0-9, dot, dash and underscore.`;
  }
  if (!lineOf(name, typeNameLength)) {
    return `--type takes ID:NAME[:DESCRIPTION]; a NAME is one line of 1 to ${typeNameLength} characters.`;
  }
  if (description !== '' && !lineOf(description, typeDescriptionLength)) {
    return `--type takes ID:NAME[:DESCRIPTION]; a DESCRIPTION is one line of at most ${typeDescriptionLength} characters.`;
  }
  return { id, name, ...(description !== '' && { description }) };
}

/** The arguments of `well-known`, but for the image, which is not read yet. */
export interface SiteFileOptions {
  readonly name?: string;
  readonly iconPath?: string;
  readonly types: readonly SiteFileType[];
  /** Empty: the inbox of the store. */
  readonly senders: readonly string[];
}

export interface SiteFileFlagValues {
  readonly name?: string | undefined;
  readonly icon?: string | undefined;
  readonly type?: readonly string[] | undefined;
  readonly sender?: readonly string[] | undefined;
}

/** Checks the arguments of `well-known`; what is wrong with them is a sentence. */
export function parseSiteFileOptions(values: SiteFileFlagValues): SiteFileOptions | string {
  const { name, icon, type = [], sender = [] } = values;
  if (name !== undefined && !lineOf(name, siteFileLimits.nameLength)) {
    return `--name takes one line of 1 to ${siteFileLimits.nameLength} characters.`;
  }
  if (type.length > notificationLimits.types)
    return `At most ${notificationLimits.types} types are possible.`;
  const types: SiteFileType[] = [];
  for (const text of type) {
    const parsed = parseType(text);
    if (typeof parsed === 'string') return parsed;
    if (types.some(({ id }) => id === parsed.id)) return `The type ${parsed.id} is there twice.`;
    types.push(parsed);
  }
  if (sender.length > siteFileLimits.senders)
    return `At most ${siteFileLimits.senders} senders are possible.`;
  const senders = sender.map((inboxId) => inboxId.toLowerCase());
  if (!senders.every(isInboxId)) return '--sender takes an inbox id: 64 hexadecimal digits.';
  return {
    types,
    senders: [...new Set(senders)],
    ...(name !== undefined && { name }),
    ...(icon !== undefined && { iconPath: icon }),
  };
}

/** Puts the file together; `icon` is the image's bytes. What is wrong with the image is a sentence. */
export function siteFileOf(
  { name, types }: SiteFileOptions,
  senders: readonly string[],
  icon?: Uint8Array,
): SiteFile | string {
  const uri = icon === undefined ? undefined : iconUri(icon);
  if (icon !== undefined && uri === undefined) {
    return `The icon has to be a PNG, JPEG or WebP image of at most ${siteFileLimits.iconBytes / 1024} KiB.`;
  }
  return {
    ...(name !== undefined && { name }),
    ...(uri !== undefined && { icon: uri }),
    senders,
    ...(types.length > 0 && { types }),
  };
}

/** By its first bytes and not by its name. */
function iconUri(bytes: Uint8Array): string | undefined {
  if (bytes.length > siteFileLimits.iconBytes) return undefined;
  const startsWith = (text: string, at = 0) =>
    Buffer.from(bytes.subarray(at, at + text.length)).toString('latin1') === text;
  const encoded = Buffer.from(bytes).toString('base64');
  if (startsWith('\x89PNG\r\n\x1a\n')) return `data:image/png;base64,${encoded}`;
  if (startsWith('\xff\xd8\xff')) return `data:image/jpeg;base64,${encoded}`;
  if (startsWith('RIFF') && startsWith('WEBP', 8)) return `data:image/webp;base64,${encoded}`;
  return undefined;
}
