/** The group of commitScene.ts on its way into the app data dictionary, and once it is there. */
import { create, toBinary } from '@bufbuild/protobuf';
import { utf8Encode } from '../../src/core/bytes/bytes.ts';
import { hexToBytes } from '../../src/core/bytes/hex.ts';
import { TlsWriter } from '../../src/core/bytes/tlsWriter.ts';
import {
  ComponentMetadataSchema,
  ComponentType,
} from '../../src/core/gen/mls/message_contents/component_permissions_pb.js';
import { GroupMembershipEntrySchema } from '../../src/core/gen/mls/message_contents/group_membership_pb.js';
import { applyUpdates } from '../../src/core/group/appData/appDataHandler.ts';
import { type AppDataUpdate, appDataUpdateProposal } from '../../src/core/group/appData/appDataUpdate.ts';
import {
  componentIdKey,
  encodeMapDelta,
  encodeSetDelta,
  inboxIdKey,
} from '../../src/core/group/appData/tlsDelta.ts';
import { readMutableMetadata } from '../../src/core/group/groupContextExtensions.ts';
import type { Extension } from '../../src/core/mls/extension.ts';
import type { AppliedProposal } from '../../src/core/mls/pendingProposal.ts';
import { encodeRequiredCapabilities } from '../../src/core/mls/requiredCapabilities.ts';
import { inboxes, sceneExtensions } from './commitScene.ts';

type Base = 'allow' | 'deny' | 'admin' | 'superAdmin';
const bases: readonly Base[] = ['allow', 'deny', 'admin', 'superAdmin'];

const policy = (base: Base) => ({ kind: { case: 'base' as const, value: bases.indexOf(base) + 1 } });

export const registryEntry = (
  componentType: ComponentType,
  [insert, update, remove]: readonly [Base, Base, Base],
): Uint8Array =>
  toBinary(
    ComponentMetadataSchema,
    create(ComponentMetadataSchema, {
      componentType,
      permissions: {
        insertPolicy: policy(insert),
        updatePolicy: policy(update),
        deletePolicy: policy(remove),
      },
    }),
  );

const { STRING, BYTES, TLS_SET_INBOX_ID, TLS_MAP_INBOX_ID_BYTES } = ComponentType;

/** What libxmtp makes of the policies "all members", by component id. */
export const sceneRegistry: ReadonlyMap<number, Uint8Array> = new Map([
  [0x8002, registryEntry(TLS_SET_INBOX_ID, ['superAdmin', 'superAdmin', 'superAdmin'])],
  [0x8003, registryEntry(TLS_MAP_INBOX_ID_BYTES, ['allow', 'allow', 'admin'])],
  [0x8004, registryEntry(STRING, ['allow', 'allow', 'superAdmin'])],
  [0x8005, registryEntry(STRING, ['allow', 'allow', 'superAdmin'])],
  [0x8006, registryEntry(STRING, ['allow', 'allow', 'superAdmin'])],
  [0x8007, registryEntry(BYTES, ['admin', 'admin', 'superAdmin'])],
  [0x8008, registryEntry(BYTES, ['admin', 'admin', 'superAdmin'])],
  [0x8009, registryEntry(STRING, ['allow', 'allow', 'superAdmin'])],
  [0x800a, registryEntry(STRING, ['superAdmin', 'superAdmin', 'superAdmin'])],
  [0x800b, registryEntry(BYTES, ['superAdmin', 'superAdmin', 'superAdmin'])],
  [0xbffe, registryEntry(BYTES, ['superAdmin', 'deny', 'deny'])],
  [0xbfff, registryEntry(BYTES, ['superAdmin', 'deny', 'deny'])],
]);

const componentKey = (id: number): Uint8Array => new Uint8Array([id >> 8, id & 0xff]);

export const registryPayload = (entries: ReadonlyMap<number, Uint8Array>): Uint8Array =>
  encodeMapDelta(
    [...entries].map(([id, value]) => ({ op: 'insert', key: componentKey(id), value })),
    componentIdKey,
  );

export const membershipValue = (
  sequenceId: bigint,
  failedInstallations: readonly Uint8Array[] = [],
): Uint8Array =>
  toBinary(
    GroupMembershipEntrySchema,
    create(GroupMembershipEntrySchema, {
      version: { case: 'v1', value: { sequenceId, failedInstallations: [...failedInstallations] } },
    }),
  );

export const membershipPayload = (members: Readonly<Record<string, Uint8Array>>): Uint8Array =>
  encodeMapDelta(
    Object.entries(members).map(([inboxId, value]) => ({ op: 'insert', key: hexToBytes(inboxId), value })),
    inboxIdKey,
  );

const admins = (...inboxIds: readonly string[]): Uint8Array =>
  encodeSetDelta(
    inboxIds.map((inboxId) => ({ op: 'insert', key: hexToBytes(inboxId) })),
    inboxIdKey,
  );

const { alice, bob, carol } = inboxes;
export const sceneMembershipEntries = {
  [alice]: membershipValue(10n),
  [bob]: membershipValue(10n),
  [carol]: membershipValue(10n),
};

/** The payloads of the scene's migration by component id. */
export function scenePayloads(): Map<number, Uint8Array> {
  const { attributes } = readMutableMetadata(sceneExtensions());
  const text = (field: string) => utf8Encode(attributes.get(field) ?? '');
  return new Map([
    [0x8000, registryPayload(sceneRegistry)],
    [0x8001, admins(alice)],
    [0x8002, admins(bob)],
    [0x8003, membershipPayload(sceneMembershipEntries)],
    [0x8004, text('group_name')],
    [0x8005, text('description')],
    [0x8006, text('group_image_url_square')],
    [0x8009, text('app_data')],
    [0x800b, hexToBytes(attributes.get('_commit_log_signer') ?? '')],
    [0xbffe, new TlsWriter().uint8(0).fixed(hexToBytes(alice)).finish()],
    [0xbfff, new TlsWriter().uint32(1).finish()],
  ]);
}

/** The context of a migrated group without its dictionary. */
export const bareExtensions: readonly Extension[] = [
  {
    type: 3,
    data: encodeRequiredCapabilities({
      extensions: [0x000a, 0x0001, 0x0006],
      proposals: [7],
      credentials: [1],
    }),
  },
];

export const updateOf = (componentId: number, payload?: Uint8Array): AppDataUpdate =>
  payload === undefined ? { componentId } : { componentId, payload };

type Proposing = Omit<AppliedProposal, 'sender' | 'byReference'>;

export const writing = (...updates: readonly AppDataUpdate[]): readonly Proposing[] =>
  updates.map((update) => ({ proposal: appDataUpdateProposal(update) }));

export const migrating = (
  payloads: ReadonlyMap<number, Uint8Array> = scenePayloads(),
  extensions: readonly Extension[] = bareExtensions,
): readonly Proposing[] => [
  { proposal: { kind: 'groupContextExtensions', extensions } },
  ...writing(...[...payloads].map(([id, payload]) => updateOf(id, payload))),
];

/** The scene after its migration. */
export const migratedExtensions = (): readonly Extension[] =>
  applyUpdates(
    bareExtensions,
    [...scenePayloads()].map(([id, payload]) => updateOf(id, payload)),
  );
