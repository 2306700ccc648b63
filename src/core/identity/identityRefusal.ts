/**
 * Why an identity update is refused. Each is a rule of libxmtp's association log: a client that decides otherwise would
 * see another membership and fork.
 */
export type IdentityRefusal =
  /** A part is missing, or has a form that cannot be read. */
  | 'malformed'
  | 'invalidSignature'
  | 'alreadyCreated'
  | 'notCreated'
  /** The id does not follow from the creating owner and nonce, or the update is of another inbox. */
  | 'wrongInboxId'
  /** The signer of a creation is not its owner; of an addition, neither a member nor the recovery identifier. */
  | 'unknownSigner'
  | 'signerIsNotNewMember'
  | 'signerIsNotRecovery'
  | 'addsItself'
  | 'installationAddsInstallation'
  /** The kind of signature does not fit the role of its signer. */
  | 'wrongSignatureKind'
  /** A key of the first protocol may only sign for the inbox with nonce 0 of its own address. */
  | 'legacyKeyNotAllowed'
  /** A smart-contract wallet signs on another chain than the one it was added on. */
  | 'otherChain'
  /** A signature was used in an earlier update. */
  | 'replayed';
