import type {
  GetNewestGroupMessageResponse_Response,
  GroupMessage,
  WelcomeMessage,
} from '../gen/mls/api/v1/mls_pb.js';
import type { GroupEnvelope, WelcomeEnvelope } from '../ports.ts';
import { invalidResponse } from './nodeError.ts';

/** Sequence ids are signed 64-bit numbers in every node's database. */
const maxId = 2n ** 63n - 1n;

const checkPlace = (id: bigint, createdNs: bigint) => {
  if (id <= 0n || id > maxId) throw invalidResponse('an envelope has an impossible sequence id');
  if (createdNs < 0n || createdNs > maxId) throw invalidResponse('an envelope has an impossible time');
};

/** The checked form of a group message as a topic holds it. @throws Node.InvalidResponse */
export const toGroupEnvelope = ({ version }: GroupMessage): GroupEnvelope => {
  if (version.case !== 'v1') throw invalidResponse('a group message has an unknown version');
  const { id, createdNs, groupId, data } = version.value;
  checkPlace(id, createdNs);
  if (groupId.length === 0 || data.length === 0) throw invalidResponse('a group message is empty');
  return { id, createdNs, groupId, data };
};

/** The checked form of an entry of a welcome topic. @throws Node.InvalidResponse */
export const toWelcomeEnvelope = ({ version }: WelcomeMessage): WelcomeEnvelope => {
  if (version.case === undefined) throw invalidResponse('a welcome has an unknown version');
  const { id, createdNs, installationKey, hpkePublicKey, wrapperAlgorithm } = version.value;
  checkPlace(id, createdNs);
  if (installationKey.length === 0) throw invalidResponse('a welcome names no installation');
  const shared = { id, createdNs, installationKey, hpkePublicKey, wrapperAlgorithm };
  if (version.case === 'v1') {
    const { data, welcomeMetadata } = version.value;
    if (data.length === 0) throw invalidResponse('a welcome is empty');
    return { kind: 'welcome', ...shared, data, welcomeMetadata };
  }
  const { welcomePointer } = version.value;
  if (welcomePointer.length === 0) throw invalidResponse('a welcome pointer is empty');
  return { kind: 'pointer', ...shared, welcomePointer };
};

const equal = (a: Uint8Array, b: Uint8Array) =>
  a.length === b.length && a.every((byte, at) => byte === b[at]);

/** Checks one page of a topic: of that topic alone, rising, behind the cursor, no longer than asked. */
export const checkPage = <E extends { readonly id: bigint }>(
  page: readonly E[],
  asked: {
    readonly topic: Uint8Array;
    readonly topicOf: (envelope: E) => Uint8Array;
    readonly after: bigint;
    readonly limit: number;
  },
): readonly E[] => {
  if (page.length > asked.limit) throw invalidResponse('a page is longer than asked for');
  let last = asked.after;
  for (const envelope of page) {
    if (!equal(asked.topicOf(envelope), asked.topic)) throw invalidResponse('a page holds another topic');
    if (envelope.id <= last) throw invalidResponse('sequence ids do not rise');
    last = envelope.id;
  }
  return page;
};

/** Id and time of each group's newest message; `undefined` where a topic is empty. */
export const checkNewest = (
  responses: readonly GetNewestGroupMessageResponse_Response[],
  groupIds: readonly Uint8Array[],
): readonly ({ readonly id: bigint; readonly createdNs: bigint } | undefined)[] => {
  if (responses.length !== groupIds.length)
    throw invalidResponse('it has another number of groups than asked');
  return responses.map(({ groupMessage }, at) => {
    const version = groupMessage?.version;
    if (version?.case === undefined) return undefined;
    const { id, createdNs, groupId } = version.value;
    checkPlace(id, createdNs);
    if (!equal(groupId, groupIds[at] ?? new Uint8Array())) throw invalidResponse('it names another group');
    return { id, createdNs };
  });
};
