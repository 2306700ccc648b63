/** A client on the official Node SDK (libxmtp native), in a child process. */
import { fork } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { generatePrivateKey } from 'viem/accounts';
import type { NodePeerAnswer, NodePeerSettings } from './officialNodePeerProcess.ts';
import { type OfficialPeer, type PeerIdentity, remoteCommands } from './officialPeer.ts';

export interface OfficialNodePeerOptions {
  /** gRPC URL of the node. */
  readonly grpcUrl: string;
  readonly privateKey?: `0x${string}`;
  /** A database that outlives this peer; without one nothing is kept. */
  readonly dbPath?: string;
  readonly dbEncryptionKey?: Uint8Array;
  /** Whether installations of the inbox share preferences through a sync group, as the SDK does by default. */
  readonly deviceSync?: boolean;
}

export async function officialNodePeer(options: OfficialNodePeerOptions): Promise<OfficialPeer> {
  const privateKey = options.privateKey ?? generatePrivateKey();
  const child = fork(join(import.meta.dirname, 'officialNodePeerProcess.ts'), {
    serialization: 'advanced',
    execArgv: ['--disable-warning=ExperimentalWarning'],
  });
  const pending = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>();
  let lastId = 0;
  const ended = new Promise<void>((resolve) => {
    child.on('exit', (code, signal) => {
      for (const { reject } of pending.values()) reject(new Error(`peer: process ended (${code ?? signal})`));
      pending.clear();
      resolve();
    });
  });
  child.on('message', (answer: NodePeerAnswer) => {
    const { resolve, reject } = pending.get(answer.id) ?? {};
    pending.delete(answer.id);
    if ('error' in answer) reject?.(new Error(`node-sdk: ${answer.error}`));
    else resolve?.(answer.value);
  });
  function request(body: object): Promise<unknown> {
    lastId += 1;
    const id = lastId;
    return new Promise((resolve, reject) => {
      if (!child.connected) return reject(new Error('peer: process ended'));
      pending.set(id, { resolve, reject });
      child.send({ id, ...body });
    });
  }

  const settings: NodePeerSettings = {
    privateKey,
    apiUrl: options.grpcUrl,
    dbPath: options.dbPath ?? null,
    deviceSync: options.deviceSync ?? true,
    dbEncryptionKey: options.dbEncryptionKey ?? new Uint8Array(randomBytes(32)),
  };
  async function close(): Promise<void> {
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
    await ended;
  }
  try {
    const identity = (await request({ open: settings })) as PeerIdentity;
    return {
      sdk: 'native',
      privateKey,
      ...identity,
      ...remoteCommands((name, args) => request({ name, args })),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}
