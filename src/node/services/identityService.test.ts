import { Code, ConnectError, createClient, createRouterTransport } from '@connectrpc/connect';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { signedIdentityUpdate, testWallet } from '../../../tests/support/signedIdentityUpdate.ts';
import { IdentityApi } from '../../core/gen/identity/api/v1/identity_pb.js';
import { generateInboxId } from '../../core/identity/inboxId.ts';
import { openStore, type Store } from '../store/openStore.ts';
import { createTopicHub } from '../topicHub.ts';
import { createIdentityService } from './identityService.ts';

let store: Store;

beforeEach(() => {
  store = openStore(':memory:', () => 0n);
});

afterEach(() => {
  store.close();
});

test('an inbox of 256 updates takes no more', async () => {
  const service = createIdentityService({ store, hub: createTopicHub() });
  const client = createClient(
    IdentityApi,
    createRouterTransport((router) => router.service(IdentityApi, service)),
  );
  const ann = testWallet('ann');
  const inboxId = generateInboxId(ann.identifier.id, 1n);
  const identityUpdate = signedIdentityUpdate(inboxId, 0n, [{ create: ann, nonce: 1n }]);
  // Entries that are not even updates: the number is looked at first.
  await store.write(({ stamp }) => {
    for (let entry = 0; entry < 256; entry += 1) store.identity.append(inboxId, Uint8Array.of(255), stamp());
  });
  const refusal = await client.publishIdentityUpdate({ identityUpdate }).catch(ConnectError.from);
  expect(refusal).toMatchObject({ code: Code.ResourceExhausted });
  expect(store.identity.log(inboxId, 0n)).toHaveLength(256);
});
