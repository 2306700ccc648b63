import type { vaultChannels } from '../../bridge/channels/vaultChannels.ts';
import type { Random } from '../../core/ports.ts';
import { generatePhrase } from '../../core/wallet/bip39.ts';
import type { Lifecycle } from '../session/createLifecycle.ts';
import { signerOfSecret } from '../vault/accountSecret.ts';
import type { Procedures } from './procedure.ts';

/** Behind vault.*. */
export function vaultProcedures(deps: {
  readonly lifecycle: Lifecycle;
  readonly random: Random;
}): Procedures<keyof typeof vaultChannels> {
  const { lifecycle, random } = deps;
  return {
    async 'vault.generatePhrase'() {
      const phrase = generatePhrase(random);
      return { phrase, address: (await signerOfSecret({ kind: 'phrase', phrase })).address };
    },
    async 'vault.inspectSecret'({ secret }) {
      return { address: (await signerOfSecret(secret)).address };
    },
    async 'vault.create'(input) {
      await signerOfSecret(input.secret);
      await lifecycle.create(input);
      return lifecycle.state();
    },
    async 'vault.unlock'({ password }) {
      await lifecycle.unlock(password);
      return lifecycle.state();
    },
    async 'vault.lock'() {
      await lifecycle.lock();
      return lifecycle.state();
    },
  };
}
