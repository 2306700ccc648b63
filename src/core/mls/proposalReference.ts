import { type AuthenticatedContent, encodeAuthenticatedContent } from './framedContent.ts';
import { refHash } from './refHash.ts';

/** `MakeProposalRef` of RFC 9420 section 5.2, 32 bytes. */
export function proposalReference(authenticated: AuthenticatedContent): Uint8Array {
  return refHash('MLS 1.0 Proposal Reference', encodeAuthenticatedContent(authenticated));
}
