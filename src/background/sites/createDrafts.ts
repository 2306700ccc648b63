/** What sites want a person to write: kept in memory until a window takes it over, never sent by itself. */
import * as v from 'valibot';
import { originField } from '../../bridge/siteView.ts';
import { cappedText, requestIdField } from '../../bridge/wireFields.ts';
import { bytesToHex } from '../../core/bytes/hex.ts';
import type { Random } from '../../core/ports.ts';
import { createMutex } from '../platform/createMutex.ts';
import type { StorageArea } from '../platform/storageArea.ts';

const draftsKey = 'sites.drafts';
const maxDrafts = 20;

const draftSchema = v.strictObject({
  draftId: requestIdField,
  origin: originField,
  peer: cappedText(128),
  text: cappedText(2_000),
});

export type SiteDraft = Omit<v.InferOutput<typeof draftSchema>, 'draftId'>;

export interface Drafts {
  /** One a site: a newer one replaces it. Answers with its random id. */
  put(draft: SiteDraft): Promise<string>;
  /** Once. */
  take(draftId: string): Promise<SiteDraft | undefined>;
  /** The inbox was locked: what sites wanted to say is for nobody else to read. */
  clear(): Promise<void>;
}

export function createDrafts(memory: StorageArea, random: Random): Drafts {
  const exclusive = createMutex();
  const read = async () => {
    const stored = v.safeParse(v.array(draftSchema), await memory.get(draftsKey));
    return stored.success ? stored.output : [];
  };
  return {
    put: (draft) =>
      exclusive(async () => {
        const draftId = bytesToHex(random.bytes(16));
        const others = (await read()).filter(({ origin }) => origin !== draft.origin);
        await memory.set(draftsKey, [...others, { draftId, ...draft }].slice(-maxDrafts));
        return draftId;
      }),
    take: (draftId) =>
      exclusive(async () => {
        const all = await read();
        const found = all.find((draft) => draft.draftId === draftId);
        if (found === undefined) return undefined;
        await memory.set(
          draftsKey,
          all.filter((draft) => draft !== found),
        );
        const { draftId: _, ...draft } = found;
        return draft;
      }),
    clear: () => exclusive(() => memory.remove(draftsKey)),
  };
}
