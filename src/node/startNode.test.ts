import { request } from 'node:http';
import { Code, ConnectError, createClient, type Transport } from '@connectrpc/connect';
import { createGrpcTransport, createGrpcWebTransport } from '@connectrpc/connect-node';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  signedIdentityUpdate,
  testInstallation,
  testWallet,
} from '../../tests/support/signedIdentityUpdate.ts';
import { bytesToHex } from '../core/bytes/hex.ts';
import { ed25519PublicKey } from '../core/crypto/ed25519.ts';
import { webRandom } from '../core/crypto/random.ts';
import { IdentityApi } from '../core/gen/identity/api/v1/identity_pb.js';
import { IdentifierKind } from '../core/gen/identity/associations/association_pb.js';
import { D14nMigrationApi } from '../core/gen/migration/api/v1/migration_pb.js';
import { MlsApi, SortDirection } from '../core/gen/mls/api/v1/mls_pb.js';
import { WelcomeWrapperAlgorithm } from '../core/gen/mls/message_contents/wrapper_encryption_pb.js';
import { createXmtpKeyPackage } from '../core/group/xmtpKeyPackage.ts';
import { generateInboxId } from '../core/identity/inboxId.ts';
import { type RunningNode, startNode } from './startNode.ts';
import { unsafeGroupMessage } from './validation/unsafeGroupMessage.ts';

const groupId = new Uint8Array(16).fill(1);
const installationKey = new Uint8Array(32).fill(2);

let node: RunningNode;

const transports: Record<string, () => Transport> = {
  gRPC: () => createGrpcTransport({ baseUrl: node.grpcUrl }),
  'gRPC-web': () => createGrpcWebTransport({ baseUrl: node.webUrl, httpVersion: '1.1' }),
};

const codeOf = async (call: Promise<unknown>): Promise<Code | undefined> => {
  try {
    await call;
    return undefined;
  } catch (error) {
    return ConnectError.from(error).code;
  }
};

const groupMessage = (data: Uint8Array) => ({
  version: { case: 'v1' as const, value: { data, senderHmac: new Uint8Array(32), shouldPush: true } },
});

const welcome = (data: Uint8Array) => ({
  version: {
    case: 'v1' as const,
    value: {
      installationKey,
      data,
      hpkePublicKey: new Uint8Array(32),
      wrapperAlgorithm: WelcomeWrapperAlgorithm.CURVE25519,
      welcomeMetadata: Uint8Array.of(3),
    },
  },
});

beforeEach(async () => {
  node = await startNode();
});

afterEach(async () => {
  await node.close();
});

describe.each(Object.keys(transports))('over %s', (name) => {
  const mls = () => createClient(MlsApi, transports[name]!());
  const identity = () => createClient(IdentityApi, transports[name]!());

  test('group messages are sent, paged and told newest first', async () => {
    const client = mls();
    const payloads = ['a', 'b', 'c'].map((text) => unsafeGroupMessage(groupId, text));
    const commit = unsafeGroupMessage(groupId, 'd', 'commit');
    await client.sendGroupMessages({ messages: [...payloads, commit].map(groupMessage) });
    await client.sendGroupMessages({ messages: [groupMessage(commit)] });

    const all = await client.queryGroupMessages({ groupId });
    expect(all.messages.map(({ version }) => [version.value?.id, version.value?.isCommit])).toEqual([
      [4n, true],
      [3n, false],
      [2n, false],
      [1n, false],
    ]);
    expect(all.pagingInfo).toMatchObject({ direction: SortDirection.DESCENDING, limit: 100, idCursor: 0n });

    const page = await client.queryGroupMessages({
      groupId,
      pagingInfo: { direction: SortDirection.ASCENDING, limit: 2, idCursor: 1n },
    });
    expect(page.messages.map(({ version }) => version.value?.data)).toEqual([payloads[1], payloads[2]]);
    expect(page.pagingInfo).toMatchObject({ direction: SortDirection.ASCENDING, limit: 2, idCursor: 3n });

    const newest = await client.getNewestGroupMessage({
      groupIds: [groupId, Uint8Array.of(9)],
      includeContent: true,
    });
    expect(newest.responses.map(({ groupMessage: found }) => found?.version.value?.data)).toEqual([
      commit,
      undefined,
    ]);
    const header = await client.getNewestGroupMessage({ groupIds: [groupId] });
    expect(header.responses[0]?.groupMessage?.version.value).toMatchObject({
      id: 4n,
      data: new Uint8Array(),
    });
  });

  test('a request with one bad message stores none of its messages', async () => {
    const client = mls();
    const messages = [groupMessage(unsafeGroupMessage(groupId, 'good')), groupMessage(Uint8Array.of(1, 2))];
    expect(await codeOf(client.sendGroupMessages({ messages }))).toBe(Code.InvalidArgument);
    expect((await client.queryGroupMessages({ groupId })).messages).toEqual([]);
  });

  test('a subscription opens at once, gives history, then what is new, and ends when the node stops', async () => {
    const client = mls();
    await client.sendWelcomeMessages({ messages: [welcome(Uint8Array.of(1)), welcome(Uint8Array.of(2))] });
    let opened: () => void = () => undefined;
    const open = new Promise<void>((resolve) => {
      opened = resolve;
    });
    const quiet = client
      .subscribeGroupMessages({ filters: [{ groupId, idCursor: 0n }] }, { onHeader: () => opened() })
      [Symbol.asyncIterator]();
    const first = quiet.next();
    await open;

    const stream = client.subscribeWelcomeMessages({ filters: [{ installationKey, idCursor: 1n }] });
    const welcomes = stream[Symbol.asyncIterator]();
    expect((await welcomes.next()).value?.version.value).toMatchObject({
      id: 2n,
      data: Uint8Array.of(2),
      welcomeMetadata: Uint8Array.of(3),
    });
    const next = welcomes.next();
    await client.sendWelcomeMessages({ messages: [welcome(Uint8Array.of(3))] });
    expect((await next).value?.version.value).toMatchObject({ id: 3n });

    await client.sendGroupMessages({ messages: [groupMessage(unsafeGroupMessage(groupId, 'x'))] });
    expect((await first).value?.version.value).toMatchObject({ id: 4n });

    const ended = [codeOf(welcomes.next()), codeOf(quiet.next())];
    await node.close();
    expect(await Promise.all(ended)).toEqual([Code.Unavailable, Code.Unavailable]);
  });

  test('a key package is kept under its installation, and a forged one is not', async () => {
    const client = mls();
    const seed = webRandom.bytes(32);
    const own = { inboxId: 'ab'.repeat(32), seed, publicKey: ed25519PublicKey(seed) };
    const { keyPackage } = createXmtpKeyPackage(own, Date.now(), webRandom);
    const upload = (bytes: Uint8Array) =>
      client.uploadKeyPackage({ keyPackage: { keyPackageTlsSerialized: bytes }, isInboxIdCredential: true });
    await upload(keyPackage);
    const { keyPackages } = await client.fetchKeyPackages({
      installationKeys: [installationKey, own.publicKey, own.publicKey],
    });
    expect(keyPackages.map((found) => bytesToHex(found.keyPackageTlsSerialized))).toEqual([
      '',
      bytesToHex(keyPackage),
      bytesToHex(keyPackage),
    ]);
    for (const at of [0, 5, 40, 120, keyPackage.length - 1]) {
      const forged = keyPackage.slice();
      forged[at] = (forged[at] ?? 0) ^ 1;
      expect(await codeOf(upload(forged))).toBe(Code.InvalidArgument);
    }
    expect(await codeOf(upload(keyPackage.slice(0, -1)))).toBe(Code.InvalidArgument);
    expect(await codeOf(upload(new Uint8Array()))).toBe(Code.InvalidArgument);
  });

  test('an identity log grows by valid updates only, and addresses follow it', async () => {
    const client = identity();
    const [ann, second, phone] = [testWallet('ann'), testWallet('second'), testInstallation('phone')];
    const inboxId = generateInboxId(ann.identifier.id, 1n);
    const publish = (identityUpdate: ReturnType<typeof signedIdentityUpdate>) =>
      client.publishIdentityUpdate({ identityUpdate });
    const inboxOf = async (identifier: string) => {
      const requests = [{ identifier, identifierKind: IdentifierKind.ETHEREUM }];
      return (await client.getInboxIds({ requests })).responses[0];
    };
    expect(await inboxOf(ann.identifier.id)).toMatchObject({ identifier: ann.identifier.id });
    expect((await inboxOf(ann.identifier.id))?.inboxId).toBeUndefined();

    await publish(
      signedIdentityUpdate(inboxId, 1n, [
        { create: ann, nonce: 1n },
        { add: phone, by: ann },
      ]),
    );
    await publish(signedIdentityUpdate(inboxId, 2n, [{ add: second, by: phone }]));
    expect((await inboxOf(ann.identifier.id))?.inboxId).toBe(inboxId);
    expect((await inboxOf(second.identifier.id.toUpperCase().replace('0X', '0x')))?.inboxId).toBe(inboxId);

    const again = signedIdentityUpdate(inboxId, 3n, [{ create: ann, nonce: 1n }]);
    const stranger = signedIdentityUpdate(inboxId, 3n, [{ revoke: second, by: testWallet('stranger') }]);
    const nameless = { ...stranger, inboxId: 'x' };
    for (const refused of [again, stranger, nameless]) {
      expect(await codeOf(publish(refused))).toBe(Code.InvalidArgument);
    }

    await publish(signedIdentityUpdate(inboxId, 4n, [{ revoke: second, by: ann }]));
    expect((await inboxOf(second.identifier.id))?.inboxId).toBeUndefined();

    const logs = await client.getIdentityUpdates({
      requests: [
        { inboxId, sequenceId: 1n },
        { inboxId: 'ff'.repeat(32), sequenceId: 0n },
      ],
    });
    expect(
      logs.responses.map(({ updates }) => updates.map(({ update }) => update?.clientTimestampNs)),
    ).toEqual([[2n, 4n], []]);
  });

  test('of two updates at once that exclude each other, one is accepted', async () => {
    const client = identity();
    const ann = testWallet('ann');
    const inboxId = generateInboxId(ann.identifier.id, 1n);
    const publish = (timeNs: bigint) =>
      codeOf(
        client.publishIdentityUpdate({
          identityUpdate: signedIdentityUpdate(inboxId, timeNs, [{ create: ann, nonce: 1n }]),
        }),
      );
    expect((await Promise.all([publish(1n), publish(2n)])).sort()).toEqual([Code.InvalidArgument, undefined]);
    const { responses } = await client.getIdentityUpdates({ requests: [{ inboxId, sequenceId: 0n }] });
    expect(responses[0]?.updates).toHaveLength(1);
  });

  test('commit-log entries are kept in order', async () => {
    const client = mls();
    const entry = (byte: number) => ({
      groupId,
      serializedCommitLogEntry: Uint8Array.of(byte),
      signature: { bytes: new Uint8Array(64), publicKey: new Uint8Array(32) },
    });
    await client.batchPublishCommitLog({ requests: [entry(1), entry(2)] });
    const query = { groupId, pagingInfo: { idCursor: 1n } };
    const { responses } = await client.batchQueryCommitLog({ requests: [query] });
    expect(responses[0]?.commitLogEntries).toMatchObject([
      { sequenceId: 2n, serializedCommitLogEntry: Uint8Array.of(2) },
    ]);
    const many = Array.from({ length: 21 }, (_, index) => entry(index));
    expect(await codeOf(client.batchPublishCommitLog({ requests: many.slice(0, 11) }))).toBe(
      Code.InvalidArgument,
    );
    expect(await codeOf(client.batchQueryCommitLog({ requests: many.map(() => query) }))).toBe(
      Code.InvalidArgument,
    );
  });

  test('what makes no sense is refused with the code that clients know', async () => {
    const client = mls();
    const calls = [
      client.sendGroupMessages({}),
      client.sendGroupMessages({ messages: [{}] }),
      client.sendWelcomeMessages({}),
      client.sendWelcomeMessages({ messages: [welcome(new Uint8Array())] }),
      client.queryGroupMessages({}),
      client.queryWelcomeMessages({}),
      client.getNewestGroupMessage({}),
      client.uploadKeyPackage({}),
      client.batchPublishCommitLog({}),
      client.batchQueryCommitLog({}),
      client.subscribeWelcomeMessages({ filters: [] })[Symbol.asyncIterator]().next(),
      client
        .subscribeGroupMessages({ filters: [{}] })
        [Symbol.asyncIterator]()
        .next(),
      identity().publishIdentityUpdate({}),
    ];
    for (const code of await Promise.all(calls.map(codeOf))) expect(code).toBe(Code.InvalidArgument);
    expect(await codeOf(client.revokeInstallation({}))).toBe(Code.Unimplemented);
    expect(await codeOf(client.getIdentityUpdates({}))).toBe(Code.Unimplemented);
  });

  test('the network is not about to end', async () => {
    const { timestampNs } = await createClient(D14nMigrationApi, transports[name]!()).fetchD14nCutover({});
    expect(timestampNs).toBe((1n << 63n) - 1n);
  });
});

test('a request that is too large is RESOURCE_EXHAUSTED, and the node goes on', async () => {
  await node.close();
  node = await startNode({ maxRequestBytes: 10_000 });
  for (const name of Object.keys(transports)) {
    const client = createClient(MlsApi, transports[name]!());
    const large = groupMessage(unsafeGroupMessage(groupId, new Uint8Array(20_000)));
    expect(await codeOf(client.sendGroupMessages({ messages: [large] }))).toBe(Code.ResourceExhausted);
    const fits = groupMessage(unsafeGroupMessage(groupId, name));
    expect(await codeOf(client.sendGroupMessages({ messages: [fits] }))).toBeUndefined();
  }
});

test('an address that publishes too much is told to wait, and may still read', async () => {
  await node.close();
  node = await startNode({ rateLimits: { publishesPerMinute: 2, requestsPerMinute: 100, loopback: true } });
  const client = createClient(MlsApi, transports.gRPC!());
  const messages = Array.from({ length: 10 }, (_, index) =>
    groupMessage(unsafeGroupMessage(groupId, String(index))),
  );
  await client.sendGroupMessages({ messages });
  const refusal = await client.sendGroupMessages({ messages: messages.slice(0, 1) }).catch(ConnectError.from);
  expect(refusal).toMatchObject({ code: Code.ResourceExhausted });
  expect(Number((refusal as ConnectError).metadata.get('retry-after'))).toBeGreaterThan(0);
  expect((await client.queryGroupMessages({ groupId })).messages).toHaveLength(10);
});

test('a page of any origin may call the web port, and sees the status', async () => {
  const call = (method: string, headers: Record<string, string>, path: string) =>
    new Promise<{ status: number | undefined; headers: NodeJS.Dict<string | string[]> }>(
      (resolve, reject) => {
        const sent = request(`${node.webUrl}${path}`, { method, headers }, (response) => {
          response.resume();
          resolve({ status: response.statusCode, headers: response.headers });
        });
        sent.on('error', reject);
        sent.end(method === 'POST' ? new Uint8Array(5) : undefined);
      },
    );
  const path = '/xmtp.mls.api.v1.MlsApi/QueryGroupMessages';
  const preflight = await call(
    'OPTIONS',
    {
      origin: 'https://example.org',
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'content-type,x-app-version,x-libxmtp-version,x-grpc-web',
    },
    path,
  );
  expect(preflight).toMatchObject({
    status: 204,
    headers: {
      'access-control-allow-origin': '*',
      'access-control-allow-headers': 'content-type,x-app-version,x-libxmtp-version,x-grpc-web',
    },
  });
  const answer = await call('POST', { 'content-type': 'application/grpc-web+proto' }, path);
  expect(answer.status).toBe(200);
  expect(answer.headers['access-control-expose-headers']).toContain('grpc-status');
  expect((await call('GET', {}, '/')).status).toBe(404);
  expect((await call('POST', { 'content-type': 'text/plain' }, path)).status).toBe(415);
});
