/** Puts together all that has to do with files. */
import type { Settings } from '../../bridge/settings.ts';
import { decryptAttachment, encryptAttachment } from '../../core/content/remoteAttachmentCrypto.ts';
import { WalletInboxError } from '../../core/errors.ts';
import type { Clock, Logger, Random } from '../../core/ports.ts';
import { createFlusher } from '../feeds/createFlusher.ts';
import { errorFacts } from '../platform/errorFacts.ts';
import type { WindowContext, WindowHub } from '../port/createWindowHub.ts';
import { attachmentProcedures } from '../procedures/attachmentProcedures.ts';
import type { OpenedInbox } from '../session/openedInbox.ts';
import type { VaultRecord } from '../vault/vaultRecord.ts';
import { isLoopbackUrl } from './attachmentAddress.ts';
import { createDownloader } from './createDownloader.ts';
import { createOpenings } from './createOpenings.ts';
import { createUploader } from './createUploader.ts';
import { createUploads } from './createUploads.ts';
import type { FetchFile } from './guardedRequest.ts';
import { takesStreamedBodies } from './takesStreamedBodies.ts';
import { uploadEndpoint } from './uploadEndpoint.ts';

const tellDelayMs = 100;

/** The account that is open. */
export interface OpenAccount {
  readonly record: Pick<VaultRecord, 'network'>;
  readonly inbox: Pick<OpenedInbox, 'client' | 'uploadRows'>;
}

export function createAttachments(deps: {
  /** Waits for an account that is being opened. Throws Vault.Locked. */
  readonly whenOpen: () => Promise<unknown>;
  readonly opened: () => OpenAccount | undefined;
  readonly settings: () => Settings;
  readonly hub: WindowHub;
  readonly fetch: FetchFile;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
}) {
  const { hub, clock, random, logger } = deps;
  let resuming: Promise<void> = Promise.resolve();

  const account = async (): Promise<OpenAccount> => {
    await deps.whenOpen();
    const opened = deps.opened();
    if (opened === undefined) throw new WalletInboxError('Vault.Locked', 'Unlock the inbox first.');
    return opened;
  };

  const teller = createFlusher(async () => {
    hub.broadcast({ kind: 'uploads', uploads: [...uploads.list()] });
  }, tellDelayMs);
  const uploads = createUploads({
    async scene() {
      const { record, inbox } = await account();
      const endpoint = uploadEndpoint(deps.settings().uploadUrl, record.network.url);
      return { client: inbox.client, rows: inbox.uploadRows, endpoint };
    },
    encrypt: (file) => encryptAttachment(file, random),
    upload: createUploader({
      fetch: deps.fetch,
      canStream: (url) => url.startsWith('https:') && takesStreamedBodies(),
    }),
    clock,
    logger,
    onChange: teller.schedule,
  });
  const openings = createOpenings({
    client: async () => (await account()).inbox.client,
    allowsLoopback: () => isLoopbackUrl(deps.opened()?.record.network.url ?? ''),
    download: createDownloader({ fetch: deps.fetch, decrypt: decryptAttachment }),
  });

  return {
    procedures: attachmentProcedures({
      uploads,
      openings,
      async ready() {
        await account();
        await resuming;
      },
      clock,
    }),
    /** The account was opened. */
    accountOpened() {
      const opened = deps.opened();
      if (opened === undefined) return;
      const { client, uploadRows: rows } = opened.inbox;
      resuming = uploads
        .resume({ client, rows })
        .catch((error: unknown) => logger.warn('uploads.notResumed', errorFacts(error)));
    },
    /** It was closed: ends every transfer and forgets every byte. */
    accountClosed() {
      uploads.close();
      openings.closeAll();
    },
    windowClosed(window: WindowContext) {
      openings.windowClosed(window);
    },
  };
}
