/** Runs inside Chromium: one browser-sdk client, driven through `window.peer` by officialBrowserPeer.ts. */
import * as sdk from '@xmtp/browser-sdk';
import { Client, type ClientOptions } from '@xmtp/browser-sdk';
import { hexToBytes } from 'viem';
import { privateKeyToAccount } from 'viem/accounts';
import type { PeerCommands, PeerIdentity } from '../officialPeer.ts';
import { officialPeerCommands, type SdkClient, type SdkFunctions } from '../officialPeerCommands.ts';

export interface BrowserPeerSettings {
  readonly privateKey: `0x${string}`;
  /** gRPC-web URL. */
  readonly apiUrl: string;
  /** Name of an OPFS database; `null`: in memory. */
  readonly dbPath: string | null;
  readonly deviceSync: boolean;
}

export interface BrowserPeerApi {
  open(settings: BrowserPeerSettings): Promise<PeerIdentity>;
  call(name: keyof PeerCommands, args: readonly never[]): Promise<unknown>;
  close(): void;
}

declare global {
  interface Window {
    peer: BrowserPeerApi;
  }
}

let client: Awaited<ReturnType<typeof Client.create>> | undefined;
let commands: PeerCommands | undefined;

window.peer = {
  async open(settings) {
    const account = privateKeyToAccount(settings.privateKey);
    const address = account.address.toLowerCase();
    const options: ClientOptions = {
      env: 'local',
      apiUrl: settings.apiUrl,
      historySyncUrl: null,
      disableDeviceSync: !settings.deviceSync,
      dbPath: settings.dbPath,
    };
    client = await Client.create(
      {
        type: 'EOA',
        getIdentifier: () => ({ identifier: address, identifierKind: 0 }),
        signMessage: async (message) => hexToBytes(await account.signMessage({ message })),
      },
      options,
    );
    commands = officialPeerCommands(client as unknown as SdkClient, sdk as unknown as SdkFunctions);
    return {
      address,
      inboxId: client.inboxId ?? '',
      installationId: client.installationId ?? '',
      libxmtp: client.libxmtpVersion ?? 'unknown',
    };
  },
  async call(name, args) {
    if (commands === undefined) throw new Error('peer: not open');
    return (commands[name] as (...args: readonly never[]) => Promise<unknown>)(...args);
  },
  close() {
    client?.close();
    client = undefined;
    commands = undefined;
  },
};
