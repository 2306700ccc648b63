/** The one client of an unlocked vault: opened, reopened when it fails, closed on lock. */
import type { Client, ClientEvent } from '../../core/client/client.ts';
import { isWalletInboxError, WalletInboxError } from '../../core/errors.ts';
import type { Logger } from '../../core/ports.ts';
import { errorFacts } from '../platform/errorFacts.ts';
import type { OpenVault } from '../vault/createVault.ts';
import type { OpenedInbox } from './openedInbox.ts';

export type SessionState =
  | { readonly kind: 'closed' }
  | { readonly kind: 'opening'; readonly failure?: unknown }
  | { readonly kind: 'open'; readonly inbox: OpenedInbox };

export interface Session {
  state(): SessionState;
  /** Starts opening and answers when it is open. Throws what went wrong; the session then tries again on `nudge`. */
  open(vault: OpenVault): Promise<OpenedInbox>;
  /** Takes over a client that was opened before the vault was kept. */
  adopt(vault: OpenVault, inbox: OpenedInbox): void;
  close(): Promise<void>;
  /** The client, as soon as it is open. Throws `Vault.Locked`, or the failure to open. */
  client(): Promise<Client>;
  /** From the alarm: opens again what failed, or wakes the client's streams. */
  nudge(): void;
  /** After a sleep of the machine: fetches what waits, whatever the streams believe of themselves. */
  catchUp(): void;
  /** The browser closed the store under us: opens it again. */
  reopen(): void;
  /** Called on each change of the state and of the client's connection. */
  onState(listener: () => void): () => void;
  /** Events of whichever client is open. */
  onEvent(listener: (event: ClientEvent) => void): () => void;
}

export interface SessionDeps {
  readonly openInbox: (vault: OpenVault) => Promise<OpenedInbox>;
  /** Looks at a client before its streams bring anything new. A failure is logged. */
  readonly beforeStart: (client: Client) => Promise<void>;
  readonly logger: Logger;
}

export function createSession({ openInbox, beforeStart, logger }: SessionDeps): Session {
  const stateListeners = new Set<() => void>();
  const eventListeners = new Set<(event: ClientEvent) => void>();
  let state: SessionState = { kind: 'closed' };
  let vault: OpenVault | undefined;
  let opening: Promise<OpenedInbox> | undefined;
  let detach: (() => void) | undefined;
  /** Raised by every close: what was being opened for an earlier life is closed on arrival. */
  let life = 0;

  const setState = (next: SessionState) => {
    state = next;
    for (const listener of stateListeners) listener();
  };

  const attach = (inbox: OpenedInbox) => {
    const stopEvents = inbox.client.on((event) => {
      for (const listener of eventListeners) listener(event);
    });
    const stopConnection = inbox.client.connection.subscribe(() => {
      for (const listener of stateListeners) listener();
    });
    detach = () => {
      stopEvents();
      stopConnection();
    };
    setState({ kind: 'open', inbox });
    inbox.client.start();
  };

  /** Opens and starts, unless the session was closed meanwhile: what comes too late is closed again. */
  const startUnlessClosed = async (target: OpenVault, closed: Promise<void>, own: number) => {
    // The store of an earlier client is closed first: one live client a store.
    await closed;
    const inbox = await openInbox(target);
    if (own === life) {
      await beforeStart(inbox.client).catch((error: unknown) =>
        logger.warn('session.notLookedAt', errorFacts(error)),
      );
    }
    if (own === life) {
      opening = undefined;
      attach(inbox);
      return inbox;
    }
    await inbox.close();
    throw new WalletInboxError('Vault.Locked', 'The inbox was locked while it opened.');
  };

  const begin = async (
    target: OpenVault,
    closed: Promise<void> = Promise.resolve(),
  ): Promise<OpenedInbox> => {
    const own = life;
    setState({ kind: 'opening' });
    const attempt = startUnlessClosed(target, closed, own);
    opening = attempt;
    try {
      return await attempt;
    } catch (error) {
      if (own === life) {
        opening = undefined;
        logger.warn('session.openFailed', errorFacts(error));
        setState({ kind: 'opening', failure: error });
      }
      throw error;
    }
  };

  const close = async () => {
    life += 1;
    vault = undefined;
    opening = undefined;
    detach?.();
    detach = undefined;
    const last = state;
    setState({ kind: 'closed' });
    if (last.kind === 'open') {
      await last.inbox
        .close()
        .catch((error: unknown) => logger.warn('session.closeFailed', errorFacts(error)));
    }
  };

  return {
    state: () => state,
    open(next) {
      const closed = close();
      vault = next;
      return begin(next, closed);
    },
    adopt(next, inbox) {
      vault = next;
      attach(inbox);
    },
    close,
    async client() {
      if (state.kind === 'open') return state.inbox.client;
      if (opening !== undefined) return (await opening).client;
      if (state.kind === 'opening' && state.failure !== undefined) throw state.failure;
      throw new WalletInboxError('Vault.Locked', 'Unlock the inbox first.');
    },
    nudge() {
      if (state.kind === 'open') state.inbox.client.nudge();
      else if (state.kind === 'opening' && opening === undefined && vault !== undefined) {
        const failure = state.failure;
        if (!isWalletInboxError(failure) || failure.retryable) begin(vault).catch(() => undefined);
      }
    },
    catchUp() {
      if (state.kind !== 'open') return;
      state.inbox.client
        .syncAll()
        .catch((error: unknown) => logger.info('session.notCaughtUp', errorFacts(error)));
    },
    reopen() {
      const target = vault;
      if (target === undefined) return;
      const closed = close();
      vault = target;
      begin(target, closed).catch(() => undefined);
    },
    onState(listener) {
      stateListeners.add(listener);
      return () => stateListeners.delete(listener);
    },
    onEvent(listener) {
      eventListeners.add(listener);
      return () => eventListeners.delete(listener);
    },
  };
}
