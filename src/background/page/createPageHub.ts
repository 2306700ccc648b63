/** The documents that are attached: one port each, so many an origin, so many in all. */
import type { WorkerToRelay } from '../../bridge/page/pageMessages.ts';
import type { PageEventName, PageEvents } from '../../bridge/page/pageMethods.ts';
import type { ProvenPage } from './provenPage.ts';

export interface AttachedPage extends ProvenPage {
  readonly send: (message: WorkerToRelay) => void;
  /** Ends its port. */
  readonly end: () => void;
  isListening: boolean;
}

export interface PageHub {
  /** A newer port of a document replaces the older. False when there are too many; then nothing is attached. */
  attach(page: AttachedPage): boolean;
  /** Whether the document has no port now; false when the port that ended was replaced before. */
  detach(page: AttachedPage): boolean;
  find(documentKey: string): AttachedPage | undefined;
  /** To every document of the origin that listens. */
  emit<N extends PageEventName>(origin: string, name: N, data: PageEvents[N]): void;
}

const maxPages = 256;
const maxPagesOfOrigin = 32;

export function createPageHub(): PageHub {
  const pages = new Map<string, AttachedPage>();
  const ofOrigin = (origin: string) => [...pages.values()].filter((page) => page.origin === origin);
  return {
    attach(page) {
      const older = pages.get(page.documentKey);
      if (older === undefined) {
        if (pages.size >= maxPages || ofOrigin(page.origin).length >= maxPagesOfOrigin) return false;
      }
      pages.set(page.documentKey, page);
      older?.end();
      return true;
    },
    detach: (page) => pages.get(page.documentKey) === page && pages.delete(page.documentKey),
    find: (documentKey) => pages.get(documentKey),
    emit(origin, name, data) {
      for (const page of ofOrigin(origin)) {
        if (page.isListening) page.send({ kind: 'event', name, data });
      }
    },
  };
}
