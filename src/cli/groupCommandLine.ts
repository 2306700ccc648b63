import { permissionKinds, simplePolicies } from '../core/group/groupPermissions.ts';

type PermissionKind = (typeof permissionKinds)[number];
type SimplePolicy = (typeof simplePolicies)[number];
const roles = ['member', 'admin', 'superAdmin'] as const;
const presets = ['allMembers', 'adminOnly'] as const;

/** What follows `wallet-inbox group`. */
export type GroupCommand =
  | {
      readonly action: 'create';
      readonly peers: readonly string[];
      readonly name?: string;
      readonly description?: string;
      readonly imageUrl?: string;
      readonly permissions?: (typeof presets)[number];
    }
  | { readonly action: 'info'; readonly conversationId: string; readonly offline: boolean }
  | { readonly action: 'leave'; readonly conversationId: string }
  | { readonly action: 'add' | 'remove'; readonly conversationId: string; readonly peers: readonly string[] }
  | {
      readonly action: 'rename' | 'describe' | 'image';
      readonly conversationId: string;
      readonly text: string;
    }
  | { readonly action: 'send'; readonly conversationId: string; readonly text: string }
  | {
      readonly action: 'role';
      readonly conversationId: string;
      readonly peer: string;
      readonly role: (typeof roles)[number];
    }
  | {
      readonly action: 'permit';
      readonly conversationId: string;
      readonly kind: PermissionKind;
      readonly policy: SimplePolicy;
    };

export const groupFlags = {
  name: { type: 'string' },
  description: { type: 'string' },
  image: { type: 'string' },
  permissions: { type: 'string' },
} as const;

export interface GroupFlagValues {
  readonly name?: string | undefined;
  readonly description?: string | undefined;
  readonly image?: string | undefined;
  readonly permissions?: string | undefined;
  readonly offline?: boolean | undefined;
}

const wantedOf = {
  create: 'PEER...',
  info: 'CONVERSATION',
  leave: 'CONVERSATION',
  add: 'CONVERSATION PEER...',
  remove: 'CONVERSATION PEER...',
  rename: 'CONVERSATION NAME',
  describe: 'CONVERSATION TEXT',
  image: 'CONVERSATION URL',
  send: 'CONVERSATION TEXT',
  role: `CONVERSATION PEER ${roles.join('|')}`,
  permit: 'CONVERSATION PERMISSION POLICY',
} as const satisfies Record<GroupCommand['action'], string>;

const isAction = (name: string): name is GroupCommand['action'] => Object.hasOwn(wantedOf, name);

/** Reads the arguments behind `group`; what is wrong with them is a sentence. */
export function parseGroupCommand(
  [action = '', ...positionals]: readonly string[],
  values: GroupFlagValues,
): GroupCommand | string {
  if (!isAction(action)) return `group takes one of: ${Object.keys(wantedOf).join(', ')}.`;
  const isMany = action === 'create' || action === 'add' || action === 'remove';
  const least = action === 'create' ? 0 : wantedOf[action].split(' ').length;
  if (positionals.length < least || (!isMany && positionals.length > least)) {
    return `group ${action} takes ${wantedOf[action]}.`;
  }
  const texts = [values.name, values.description, values.image, values.permissions];
  if (action !== 'create' && texts.some((text) => text !== undefined)) {
    return `--name, --description, --image and --permissions belong to group create.`;
  }
  if (action !== 'info' && values.offline === true) return `group ${action} needs the network.`;
  const [conversationId = '', second = '', third = ''] = positionals;
  switch (action) {
    case 'create':
      return createCommand(positionals, values);
    case 'info':
      return { action, conversationId, offline: values.offline === true };
    case 'leave':
      return { action, conversationId };
    case 'add':
    case 'remove':
      return { action, conversationId, peers: positionals.slice(1) };
    case 'role': {
      const role = roles.find((name) => name === third);
      if (role === undefined) return `A role is one of: ${roles.join(', ')}.`;
      return { action, conversationId, peer: second, role };
    }
    case 'permit': {
      const kind = permissionKinds.find((name) => name === second);
      const policy = simplePolicies.find((name) => name === third);
      if (kind === undefined) return `A permission is one of: ${permissionKinds.join(', ')}.`;
      if (policy === undefined) return `A policy is one of: ${simplePolicies.join(', ')}.`;
      return { action, conversationId, kind, policy };
    }
    default:
      return { action, conversationId, text: second };
  }
}

function createCommand(
  peers: readonly string[],
  { name, description, image, permissions }: GroupFlagValues,
): GroupCommand | string {
  const preset = presets.find((one) => one === permissions);
  if (permissions !== undefined && preset === undefined) {
    return `--permissions takes one of: ${presets.join(', ')}.`;
  }
  return {
    action: 'create',
    peers,
    ...(name !== undefined && { name }),
    ...(description !== undefined && { description }),
    ...(image !== undefined && { imageUrl: image }),
    ...(preset !== undefined && { permissions: preset }),
  };
}
