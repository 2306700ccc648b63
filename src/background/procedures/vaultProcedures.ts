import type { vaultChannels } from '../../bridge/channels/vaultChannels.ts';
import type { Random } from '../../core/ports.ts';
import { generatePhrase } from '../../core/wallet/bip39.ts';
import type { Lifecycle } from '../session/createLifecycle.ts';
import { type SignerOfWallet, signerOfSecret } from '../vault/accountSecret.ts';
import type { Procedures } from './procedure.ts';

/** Behind vault.*. */
export function vaultProcedures(deps: {
  readonly lifecycle: Lifecycle;
  readonly random: Random;
  readonly signerOfWallet: SignerOfWallet;
  /** An account was made, or was not: pages with wallets are no longer needed. */
  readonly onCreateEnded: () => void;
}): Procedures<keyof typeof vaultChannels> {
  const { lifecycle, random, signerOfWallet } = deps;
  return {
    async 'vault.generatePhrase'() {
      const phrase = generatePhrase(random);
      return { phrase, address: (await signerOfSecret({ kind: 'phrase', phrase }, signerOfWallet)).address };
    },
    async 'vault.inspectSecret'({ secret }) {
      return { address: (await signerOfSecret(secret, signerOfWallet)).address };
    },
    async 'vault.create'(input) {
      await signerOfSecret(input.secret, signerOfWallet);
      try {
        await lifecycle.create(input);
      } finally {
        deps.onCreateEnded();
      }
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
