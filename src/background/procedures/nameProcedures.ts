import type { nameChannels } from '../../bridge/channels/nameChannels.ts';
import type { Client } from '../../core/client/client.ts';
import type { KnownPeers } from '../names/createKnownPeers.ts';
import type { Names } from '../names/createNames.ts';
import type { Procedures } from './procedure.ts';

/** Behind name.*. Nothing of it without an open inbox. */
export function nameProcedures(deps: {
  readonly client: () => Promise<Client>;
  readonly names: Names;
  readonly peers: KnownPeers;
}): Procedures<keyof typeof nameChannels> {
  const { client, names, peers } = deps;
  return {
    async 'name.resolve'({ name }) {
      await client();
      return await names.resolve(name);
    },
    async 'name.reverse'({ addresses }) {
      await client();
      const accepted: string[] = [];
      // A stranger's message must not make this browser ask anybody anything.
      for (const address of new Set(addresses)) if (await peers.isAccepted(address)) accepted.push(address);
      const found = await names.reverse(accepted);
      return { names: [...found].map(([address, name]) => ({ address, name })) };
    },
    'name.lookalikes': async ({ also }) => ({
      lookalikes: [...(await peers.lookalikes())],
      also: [...(await peers.lookalikes(also))],
    }),
    async 'name.lookalikeOf'({ address }) {
      const [found] = await peers.lookalikes([address]);
      return found === undefined ? {} : { of: found.of };
    },
  };
}
