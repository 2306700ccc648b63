import { decodeTls } from '../../bytes/tlsReader.ts';
import { TlsWriter } from '../../bytes/tlsWriter.ts';
import { WalletInboxError } from '../../errors.ts';
import { type Extension, extensionTypes, findExtension } from '../../mls/extension.ts';
import { componentIds } from './componentIds.ts';

/** The state of a migrated group by component id (extension 0x0006 of the MLS extensions draft). */
export type AppDataDictionary = ReadonlyMap<number, Uint8Array>;

const empty: AppDataDictionary = new Map();
/** Extension bytes are shared by all states of an epoch: reading a group's name should not parse its members. */
const decoded = new WeakMap<Uint8Array, AppDataDictionary>();

/** @throws Codec.Malformed when it is there but unreadable */
export const readDictionary = (extensions: readonly Extension[]): AppDataDictionary => {
  const data = findExtension(extensions, extensionTypes.appDataDictionary)?.data;
  if (data === undefined) return empty;
  const known = decoded.get(data);
  if (known !== undefined) return known;
  const entries = decodeTls(data, (reader) =>
    reader.vector((item) => [item.uint16(), item.opaque()] as const),
  );
  entries.forEach(([id], index) => {
    const before = entries[index - 1]?.[0];
    if (before !== undefined && before >= id) {
      throw new WalletInboxError('Codec.Malformed', 'Components are not in order.');
    }
  });
  const dictionary = new Map(entries);
  decoded.set(data, dictionary);
  return dictionary;
};

/** The extension list with the dictionary as given, at the end as openmls puts it. */
export const withDictionary = (
  extensions: readonly Extension[],
  dictionary: AppDataDictionary,
): readonly Extension[] => {
  const entries = [...dictionary].sort(([one], [other]) => one - other);
  const data = new TlsWriter()
    .vector(entries, (writer, [id, value]) => void writer.uint16(id).opaque(value))
    .finish();
  const type = extensionTypes.appDataDictionary;
  return [...extensions.filter((extension) => extension.type !== type), { type, data }];
};

/**
 * Whether a group keeps its state in the dictionary. The registry is what the migration writes first.
 *
 * @throws Codec.Malformed
 */
export const isMigrated = (extensions: readonly Extension[]): boolean =>
  readDictionary(extensions).has(componentIds.registry);
