import type { GroupEnvelope } from '../ports.ts';

/** A topic from a cursor on, read ahead of who processes it. */
export interface ReadAhead {
  /** All that has arrived since the last call, in order; waits when that is nothing. Empty at the end of the topic. */
  take(): Promise<readonly GroupEnvelope[]>;
  /** Nothing more is asked for. */
  stop(): void;
}

/** What the network gives at most. */
const pageSize = 100;
/** The reader stays this many envelopes ahead: enough to keep the processor busy, little enough to hold in memory. */
const maxAhead = 500;

/**
 * Asks for page after page while the pages before are processed. Whoever is slower sets the pace: a processor that falls
 * behind takes several pages at once, which makes one commit of them.
 */
export function readAhead(
  query: (afterCursor: bigint, limit: number) => Promise<readonly GroupEnvelope[]>,
  afterCursor: bigint,
): ReadAhead {
  const arrived: GroupEnvelope[] = [];
  let cursor = afterCursor;
  let isDone = false;
  let failure: { readonly error: unknown } | undefined;
  let running: Promise<void> | undefined;

  const readOne = async (): Promise<void> => {
    try {
      const page = await query(cursor, pageSize);
      arrived.push(...page);
      const last = page.at(-1);
      if (last === undefined || page.length < pageSize) isDone = true;
      else cursor = last.id;
    } catch (error) {
      isDone = true;
      failure = { error };
    }
    running = undefined;
    readOn();
  };
  const readOn = (): void => {
    if (!isDone && running === undefined && arrived.length < maxAhead) running = readOne();
  };

  return {
    async take() {
      readOn();
      while (arrived.length === 0 && running !== undefined) await running;
      if (arrived.length === 0 && failure !== undefined) throw failure.error;
      const taken = arrived.splice(0);
      readOn();
      return taken;
    },
    stop() {
      isDone = true;
    },
  };
}
