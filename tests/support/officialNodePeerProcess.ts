/** Runs one node-sdk client in a process of its own, driven over IPC by officialNodePeer.ts. */
import * as sdk from '@xmtp/node-sdk';
import { ApiUrls, Client, type IdentifierKind, type LogLevel } from '@xmtp/node-sdk';
import { hexToBytes } from 'viem';
import { privateKeyToAccount } from 'viem/accounts';
import type { PeerCommands, PeerIdentity, PeerMessage } from './officialPeer.ts';
import { officialPeerCommands, type SdkClient, type SdkFunctions } from './officialPeerCommands.ts';

export interface NodePeerSettings {
  readonly privateKey: `0x${string}`;
  readonly apiUrl: string;
  /** `null`: nothing is kept. */
  readonly dbPath: string | null;
  readonly dbEncryptionKey: Uint8Array;
  readonly deviceSync: boolean;
}

export type NodePeerRequest =
  | { readonly id: number; readonly open: NodePeerSettings }
  | { readonly id: number; readonly name: keyof PeerCommands; readonly args: readonly never[] };

export type NodePeerAnswer =
  | { readonly id: number; readonly value: unknown }
  | { readonly id: number; readonly error: string };

let commands: PeerCommands | undefined;

interface Carried {
  readonly carried: NonNullable<PeerMessage['carried']>;
}

/** Hands on what the SDK found in a notification of ours, unread. */
const carryingCodec = {
  contentType: { authorityId: 'wallet-inbox', typeId: 'notification', versionMajor: 1, versionMinor: 0 },
  encode: (): never => {
    throw new Error('Send it with sendEncoded.');
  },
  decode: ({ parameters, content }: Carried['carried']): Carried => ({ carried: { parameters, content } }),
  fallback: () => undefined,
  shouldPush: () => true,
};

async function open(settings: NodePeerSettings): Promise<PeerIdentity> {
  const account = privateKeyToAccount(settings.privateKey);
  // `create` looks an inbox up at the address of its environment, whatever `apiUrl` says.
  (ApiUrls as { local: string }).local = settings.apiUrl;
  const client = await Client.create(
    {
      type: 'EOA',
      getIdentifier: () => ({
        identifier: account.address.toLowerCase(),
        identifierKind: 0 as IdentifierKind.Ethereum,
      }),
      signMessage: async (message) => hexToBytes(await account.signMessage({ message })),
    },
    {
      env: 'local',
      apiUrl: settings.apiUrl,
      historySyncUrl: null,
      disableDeviceSync: !settings.deviceSync,
      dbPath: settings.dbPath,
      dbEncryptionKey: settings.dbEncryptionKey,
      codecs: [carryingCodec],
      loggingLevel: (process.env.PEER_LOG ?? 'Off') as LogLevel,
    },
  );
  commands = officialPeerCommands(client as unknown as SdkClient, sdk as unknown as SdkFunctions);
  return {
    address: account.address.toLowerCase(),
    inboxId: client.inboxId,
    installationId: client.installationId,
    libxmtp: client.libxmtpVersion ?? 'unknown',
  };
}

async function answer(request: NodePeerRequest): Promise<unknown> {
  if ('open' in request) return open(request.open);
  if (commands === undefined) throw new Error('peer: not open');
  return (commands[request.name] as (...args: readonly never[]) => Promise<unknown>)(...request.args);
}

process.on('message', (request: NodePeerRequest) => {
  answer(request)
    .then((value): NodePeerAnswer => ({ id: request.id, value }))
    .catch((error: Error): NodePeerAnswer => ({ id: request.id, error: error.message }))
    .then((reply) => process.send?.(reply));
});
process.on('disconnect', () => process.exit(0));
