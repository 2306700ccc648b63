/** A member as the author of a commit or of a proposal, with the role it has before the commit. */
export interface CommitParticipant {
  readonly inboxId: string;
  readonly installationId: string;
  readonly isAdmin: boolean;
  readonly isSuperAdmin: boolean;
}

export interface MetadataFieldChange {
  readonly field: string;
  /** Absent when the attribute was not there. */
  readonly oldValue?: string;
  /** Absent when the attribute is taken away. */
  readonly newValue?: string;
}

/** What a commit changes in the mutable metadata. */
export interface MetadataChanges {
  readonly fieldChanges: readonly MetadataFieldChange[];
  readonly adminsAdded: readonly string[];
  readonly adminsRemoved: readonly string[];
  readonly superAdminsAdded: readonly string[];
  readonly superAdminsRemoved: readonly string[];
  /** Super admins there will be. */
  readonly superAdminCount: number;
}

/** What a valid commit does to a group, in XMTP's words. */
export interface GroupChanges extends MetadataChanges {
  readonly actor: CommitParticipant;
  readonly addedInboxIds: readonly string[];
  readonly removedInboxIds: readonly string[];
  /** Installations that a super admin removed and added again, to mend a fork. */
  readonly readdedInstallationIds: readonly string[];
  readonly permissionsChanged: boolean;
  /** Whether a leaf was added or removed, be it of a member that stays. */
  readonly installationsChanged: boolean;
}
