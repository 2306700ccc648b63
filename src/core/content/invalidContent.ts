import { WalletInboxError } from '../errors.ts';

/** Content.Invalid: `field` names what breaks a rule, never what stood in it. */
export const invalidContent = (field: string): WalletInboxError =>
  new WalletInboxError('Content.Invalid', `A content with this ${field} cannot be sent.`, {
    details: { field },
  });

/** @throws Content.Invalid unless `holds` */
export function requireContent(holds: boolean, field: string): asserts holds {
  if (!holds) throw invalidContent(field);
}
