import { create, fromBinary, toBinary } from '@bufbuild/protobuf';
import { Code, ConnectError, type ServiceImpl } from '@connectrpc/connect';
import {
  GetIdentityUpdatesResponseSchema,
  GetInboxIdsResponseSchema,
  type IdentityApi,
  VerifySmartContractWalletSignaturesResponseSchema,
} from '../../core/gen/identity/api/v1/identity_pb.js';
import {
  IdentifierKind,
  type IdentityUpdate,
  IdentityUpdateSchema,
} from '../../core/gen/identity/associations/association_pb.js';
import { isInboxId } from '../../core/identity/inboxId.ts';
import { storableCursor } from '../store/page.ts';
import { applyIdentityUpdate } from '../validation/applyIdentityUpdate.ts';
import { createKeyedLock } from './keyedLock.ts';
import { refuse } from './refuse.ts';
import type { ServiceContext } from './serviceContext.ts';

/** Entries that one inbox's log may have; the network's clients know the same number. */
const maxIdentityUpdates = 256;

/** Inboxes: their logs, and which inbox an identifier belongs to. */
export function createIdentityService({ store }: ServiceContext): ServiceImpl<typeof IdentityApi> {
  // Checking signatures takes time outside the transaction, so publishes to one inbox wait for each other.
  const lock = createKeyedLock();

  async function publish(update: IdentityUpdate): Promise<void> {
    const { inboxId } = update;
    const entries = store.identity.log(inboxId, 0n);
    if (entries.length >= maxIdentityUpdates) {
      throw new ConnectError('the inbox log is full', Code.ResourceExhausted);
    }
    const change = await applyIdentityUpdate(
      entries.map(({ data }) => fromBinary(IdentityUpdateSchema, data)),
      update,
    );
    const data = toBinary(IdentityUpdateSchema, update);
    await store.write(({ stamp }) => {
      const accepted = stamp();
      store.identity.append(inboxId, data, accepted);
      for (const identifier of change.added) store.identity.associate(inboxId, identifier, accepted.id);
      for (const identifier of change.removed) store.identity.revoke(inboxId, identifier, accepted.id);
    });
  }

  return {
    async publishIdentityUpdate({ identityUpdate }) {
      if (identityUpdate === undefined) throw refuse('no identity update given');
      if (!isInboxId(identityUpdate.inboxId)) throw refuse('an inbox id is 64 lower-case hex digits');
      await lock(identityUpdate.inboxId, () => publish(identityUpdate));
      return {};
    },

    getIdentityUpdates({ requests }) {
      return create(GetIdentityUpdatesResponseSchema, {
        responses: requests.map(({ inboxId, sequenceId }) => ({
          inboxId,
          updates: store.identity.log(inboxId, storableCursor(sequenceId)).map(({ id, createdNs, data }) => ({
            sequenceId: id,
            serverTimestampNs: createdNs,
            update: fromBinary(IdentityUpdateSchema, data),
          })),
        })),
      });
    },

    getInboxIds({ requests }) {
      return create(GetInboxIdsResponseSchema, {
        responses: requests.map(({ identifier, identifierKind }) => {
          // Clients of before passkeys name no kind.
          const kind =
            identifierKind === IdentifierKind.UNSPECIFIED ? IdentifierKind.ETHEREUM : identifierKind;
          const inboxId = store.identity.inboxOf({ kind, identifier: identifier.toLowerCase() });
          return inboxId === undefined
            ? { identifier, identifierKind }
            : { identifier, identifierKind, inboxId };
        }),
      });
    },

    /** This node has no chain to ask, and says so of each signature. */
    verifySmartContractWalletSignatures({ signatures }) {
      return create(VerifySmartContractWalletSignaturesResponseSchema, {
        responses: signatures.map(() => ({ isValid: false, error: 'this node is connected to no chain' })),
      });
    },
  };
}
