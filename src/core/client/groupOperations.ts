/** What the client can do with groups: a part of {@link Client}. */

import type { GroupDetails } from '../conversation/describeGroup.ts';
import type { GroupPermissions, PermissionKind, SimplePolicy } from '../group/groupPermissions.ts';
import type { Conversation } from './client.ts';

export interface NewGroupOptions {
  /** Addresses or inbox ids; ourselves left out. A group of one is possible. */
  readonly members: readonly string[];
  /** At most 100 bytes of UTF-8. */
  readonly name?: string;
  /** At most 1000 bytes. */
  readonly description?: string;
  /** At most 2048 bytes; square, by convention. */
  readonly imageUrl?: string;
  /** What is not said is as in 'allMembers', which is the default. */
  readonly permissions?: 'allMembers' | 'adminOnly' | Partial<GroupPermissionChoice>;
}

/** A policy for each permission, without the ones that only other clients can make. */
export type GroupPermissionChoice = Readonly<Record<keyof GroupPermissions, SimplePolicy>>;

/** Who could not be added, although they have an inbox: none of their installations can be reached now. */
export interface MembersResult {
  readonly notAddedInboxIds: readonly string[];
}

/**
 * Every change is stored before it leaves and survives a crash; it resolves when the node's order holds it. What others
 * change at the same time is taken into account and the change is made again, up to three times.
 *
 * All throw Conversation.Unknown, Conversation.Inactive, Conversation.Paused, Client.Closed and Node.* (then the change,
 * once stored, is made as soon as the node can be reached), and:
 * Group.Refused with `details.reason` when the group's rules do not allow it, before anything leaves;
 * Group.Contended when others were faster each time; Peer.Invalid and Peer.NoInbox with `details.peer`.
 */
export interface GroupOperations {
  /** Resolves once the members were sent their welcomes. Throws Conversation.NotCreated when the rest follows later. */
  createGroup(options: NewGroupOptions): Promise<MembersResult & { readonly conversation: Conversation }>;
  /** What is absent stays; an empty text clears. */
  updateGroup(
    conversationId: string,
    changes: { readonly name?: string; readonly description?: string; readonly imageUrl?: string },
  ): Promise<void>;
  /** Peers are addresses or inbox ids. Who is a member already is passed over. */
  addMembers(conversationId: string, peers: readonly string[]): Promise<MembersResult>;
  removeMembers(conversationId: string, peers: readonly string[]): Promise<void>;
  /**
   * Asks to be taken out: a super admin's client does it when it reads that. Until then we are a member
   * (`GroupDetails.isLeaving`). Super admins and the last member cannot.
   */
  leaveGroup(conversationId: string): Promise<void>;
  setAdmin(conversationId: string, peer: string, isAdmin: boolean): Promise<void>;
  setSuperAdmin(conversationId: string, peer: string, isSuperAdmin: boolean): Promise<void>;
  setPermission(conversationId: string, kind: PermissionKind, policy: SimplePolicy): Promise<void>;
  /** As of what was read so far. Makes no network call for what is known. */
  groupDetails(conversationId: string): Promise<GroupDetails>;
}
