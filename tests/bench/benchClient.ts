/** What the bench asks of a client in a page; ours and the official one answer the same questions. */
export interface BenchClient {
  /** Opens the store of this origin, registering the key's inbox when the store is new. Answers the inbox id. */
  open(settings: BenchSettings): Promise<string>;
  /** Fetches all that waits; answers how long that took in milliseconds and how many texts the store then holds. */
  syncAll(): Promise<{ readonly ms: number; readonly texts: number }>;
  /** A DM with `inboxId`. */
  openDm(inboxId: string): Promise<string>;
  /** Sends one text; answers the milliseconds until the node has it. */
  send(conversationId: string, text: string): Promise<number>;
  startStream(): Promise<void>;
  /** When `text` came as an event, in milliseconds since 1970 with fractions. Waits for it. */
  arrival(text: string): Promise<number>;
  close(): Promise<void>;
}

export interface BenchSettings {
  /** `0x` and 64 hex digits. */
  readonly privateKey: `0x${string}`;
  /** gRPC-web URL of the node. */
  readonly webUrl: string;
  /** Name of the database in this origin. */
  readonly store: string;
}

declare global {
  interface Window {
    bench: BenchClient;
  }
}
