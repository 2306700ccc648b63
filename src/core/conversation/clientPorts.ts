import type { Clock, Database, Logger, NodeApi, Random } from '../ports.ts';

/** Everything that a client needs from outside; the caller opens and supplies it. */
export interface ClientPorts {
  readonly node: NodeApi;
  /** The store of one account; the client closes it. */
  readonly database: Database;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
}
