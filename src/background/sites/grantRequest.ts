import type { InputOf } from '../../bridge/channels/popupChannels.ts';
import type { Permissions, Subscription } from '../../bridge/page/pageMethods.ts';
import { WalletInboxError } from '../../core/errors.ts';
import type { PendingRequest } from '../approvals/pendingRequest.ts';
import type { OpenedInbox } from '../session/openedInbox.ts';
import { sitePermissions, siteSubscriptions } from './sitePermissions.ts';

type Approval = Extract<InputOf<'approval.decide'>['decision'], { kind: 'approve' }>;

/** Makes the grants that the person has allowed: never more than was asked. Answers with what the page is told. */
export async function grantRequest(
  { sites, client }: Pick<OpenedInbox, 'sites' | 'client'>,
  request: PendingRequest,
  decision: Approval,
): Promise<Permissions | Subscription> {
  const { origin, notify, siteName, siteIcon } = request;
  const isNotifying = decision.notify && notify !== undefined;
  await sites.grant({
    origin,
    ...(siteName === undefined ? {} : { name: siteName }),
    ...(siteIcon === undefined ? {} : { icon: siteIcon }),
    ...(isNotifying
      ? {
          notify: {
            sender: notify.sender,
            types: notify.types.map((type) => ({ ...type, isOn: decision.typeIds.includes(type.id) })),
            isVerified: notify.verification === 'verified',
          },
        }
      : {}),
    openConversation: decision.openConversation && request.openConversation,
  });
  const site = sites.site(origin);
  if (request.kind === 'permissions') return sitePermissions(site, client);
  const subscription = siteSubscriptions(site).find(({ sender }) => sender === notify?.sender);
  if (subscription === undefined) throw new WalletInboxError('Site.UnknownGrant', 'The grant was not made.');
  return subscription;
}
