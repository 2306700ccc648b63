import { hexToBytes } from '../bytes/hex.ts';
import { createDeferred } from '../conversation/deferred.ts';
import { receiveWelcomes } from '../conversation/receiveWelcomes.ts';
import type { Session } from '../conversation/session.ts';
import { receiveInTurn, syncGroup } from '../conversation/syncGroup.ts';
import { readWelcomeCursor } from '../conversation/welcomeCursor.ts';
import { WalletInboxError } from '../errors.ts';
import type { GroupEnvelope } from '../ports.ts';
import { isOfTheEnvironment, nameOf } from './catchUp.ts';
import { createEnvelopeBuffer } from './envelopeBuffer.ts';

/** The streams of one connection. */
export interface StreamSession {
  /** Resolves once both streams are open; rejects when one cannot be. */
  readonly opened: Promise<void>;
  /** Rejects when a stream ended or what it brought could not be processed. Never resolves. */
  readonly failed: Promise<never>;
  /** Declares the streams dead. */
  fail(error: unknown): void;
  /** The groups to listen to have changed: listens to the new set, without a gap. */
  reopenGroups(): void;
  /** Ends the streams; resolves when what they brought is handled. */
  close(): Promise<void>;
}

/** Several welcomes in a row make one new stream, not several. */
const reopenDelayMs = 100;

export function openStreams(session: Session): StreamSession {
  const ended = new AbortController();
  const { promise: failed, reject: fail } = createDeferred<never>();
  let groupStream: AbortController | undefined;
  let reopenTimer: ReturnType<typeof setTimeout> | undefined;
  const work = new Set<Promise<void>>();

  const track = (task: Promise<void>): void => {
    const caught = task.catch((error: unknown) => {
      if (!ended.signal.aborted) fail(error);
    });
    work.add(caught);
    void caught.finally(() => work.delete(caught));
  };

  const buffer = createEnvelopeBuffer(
    async (groupId, envelopes) => await takeEnvelopes(session, groupId, envelopes),
    (groupId, error) => {
      if (isOfTheEnvironment(error)) fail(error);
      else session.logger.error('group.stream.failed', { groupId, error: nameOf(error) });
    },
  );

  const listenToWelcomes = async (onOpen: () => void): Promise<void> => {
    const { cursor } = await readWelcomeCursor(session.database);
    const { installationKey } = session.account;
    const stream = session.node.subscribeWelcomeMessages([{ installationKey, afterCursor: cursor }], {
      signal: ended.signal,
      onOpen,
    });
    for await (const envelope of stream) {
      const { joinedGroupIds } = await receiveWelcomes(session, [envelope]);
      // The set's change reopens the stream; what the group has said already need not wait for that.
      for (const groupId of joinedGroupIds) await syncGroup(session, groupId);
    }
    if (!ended.signal.aborted) throw streamEnded();
  };

  const listenToGroups = async (onOpen: () => void): Promise<void> => {
    const controller = new AbortController();
    const previous = groupStream;
    groupStream = controller;
    const filters = await groupFilters(session);
    if (filters.length === 0) {
      previous?.abort();
      onOpen();
      return;
    }
    const stream = session.node.subscribeGroupMessages(filters, {
      signal: AbortSignal.any([controller.signal, ended.signal]),
      // The old stream goes only when the new one is there; what both bring is recognised by its id.
      onOpen: () => {
        previous?.abort();
        onOpen();
      },
    });
    for await (const envelope of stream) buffer.add(envelope);
    if (!ended.signal.aborted && !controller.signal.aborted) throw streamEnded();
  };

  const isOpen = (listen: (onOpen: () => void) => Promise<void>): Promise<void> =>
    new Promise((resolve, reject) => {
      track(
        listen(resolve).catch((error: unknown) => {
          reject(error);
          throw error;
        }),
      );
    });

  const opened = Promise.all([isOpen(listenToWelcomes), isOpen(listenToGroups)]).then(() => undefined);
  opened.catch(() => undefined);

  return {
    opened,
    failed,
    fail,
    reopenGroups() {
      if (ended.signal.aborted || reopenTimer !== undefined) return;
      reopenTimer = setTimeout(() => {
        reopenTimer = undefined;
        if (!ended.signal.aborted) track(listenToGroups(() => undefined));
      }, reopenDelayMs);
    },
    async close() {
      clearTimeout(reopenTimer);
      ended.abort();
      while (work.size > 0) await Promise.all(work);
      await buffer.idle();
    },
  };
}

async function takeEnvelopes(
  session: Session,
  groupId: string,
  envelopes: readonly GroupEnvelope[],
): Promise<void> {
  const result = await receiveInTurn(session, groupId, envelopes, 'stream');
  if (result.kind === 'gap') await syncGroup(session, groupId);
}

/** Every active group with the cursor that is on the disk. */
async function groupFilters(session: Session) {
  const [groups, heads] = await Promise.all([
    session.database.list('groups'),
    session.database.list('groupHeads'),
  ]);
  const cursors = new Map(heads.map(({ key, body }) => [key, body.cursor]));
  return groups
    .filter(({ body }) => body.isActive)
    .map(({ key }) => ({ groupId: hexToBytes(key), afterCursor: cursors.get(key) ?? 0n }));
}

function streamEnded(): WalletInboxError {
  return new WalletInboxError('Node.Unreachable', 'The node closed the stream.');
}
