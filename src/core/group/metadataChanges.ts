import { equalBytes, utf8Encode } from '../bytes/bytes.ts';
import type { Extension } from '../mls/extension.ts';
import { isMigrated } from './appData/appDataDictionary.ts';
import { maxAttributeBytes } from './constants.ts';
import type { MetadataChanges, MetadataFieldChange } from './groupChanges.ts';
import { mutableMetadataBytes, readMutableMetadata } from './groupContextExtensions.ts';
import type { MutableMetadata } from './mutableMetadata.ts';

export const noMetadataChanges: MetadataChanges = {
  fieldChanges: [],
  adminsAdded: [],
  adminsRemoved: [],
  superAdminsAdded: [],
  superAdminsRemoved: [],
  superAdminCount: 0,
};

/**
 * The mutable metadata after a commit and what it changes. Bytes that stay the same are not decoded again.
 *
 * @throws Codec.Malformed
 */
export const metadataChangesOf = (
  before: MutableMetadata,
  extensionsBefore: readonly Extension[],
  extensionsAfter: readonly Extension[],
): { readonly after: MutableMetadata; readonly changes: MetadataChanges } => {
  if (isSameSource(extensionsBefore, extensionsAfter)) return { after: before, changes: noMetadataChanges };
  const after = readMutableMetadata(extensionsAfter);
  return { after, changes: compareMetadata(before, after) };
};

const isSameSource = (before: readonly Extension[], after: readonly Extension[]): boolean => {
  if (isMigrated(before) || isMigrated(after)) return before === after;
  return equalBytes(mutableMetadataBytes(before), mutableMetadataBytes(after));
};

const compareMetadata = (before: MutableMetadata, after: MutableMetadata): MetadataChanges => {
  const fields = new Set([...before.attributes.keys(), ...after.attributes.keys()]);
  return {
    fieldChanges: [...fields]
      .map((field) => changeOf(field, before.attributes.get(field), after.attributes.get(field)))
      .filter((change) => change.oldValue !== change.newValue),
    adminsAdded: without(after.adminInboxIds, before.adminInboxIds),
    adminsRemoved: without(before.adminInboxIds, after.adminInboxIds),
    superAdminsAdded: without(after.superAdminInboxIds, before.superAdminInboxIds),
    superAdminsRemoved: without(before.superAdminInboxIds, after.superAdminInboxIds),
    superAdminCount: after.superAdminInboxIds.length,
  };
};

const changeOf = (
  field: string,
  oldValue: string | undefined,
  newValue: string | undefined,
): MetadataFieldChange => ({
  field,
  ...(oldValue !== undefined && { oldValue }),
  ...(newValue !== undefined && { newValue }),
});

const without = (ids: readonly string[], others: readonly string[]): readonly string[] =>
  ids.filter((id) => !others.includes(id));

export const isTooLong = (field: string, value: string): boolean =>
  // hasOwn: a member may name an attribute `constructor`.
  Object.hasOwn(maxAttributeBytes, field) &&
  utf8Encode(value).length > (maxAttributeBytes[field] ?? Number.POSITIVE_INFINITY);
