import { useContext } from 'preact/hooks';
import type { ContentView } from '../../bridge/contentView.ts';
import { visibleBody, visibleName } from '../../bridge/visibleText.ts';
import { LinkContext } from './content/contentContext.ts';

export interface NotificationCardProps {
  readonly notification: ContentView & { readonly kind: 'notification' };
}

/** A site's notification: text nodes only. A link says where it leads before it leads there. */
export function NotificationCard({ notification }: NotificationCardProps) {
  const onLink = useContext(LinkContext);
  const { title, body, url } = notification;
  return (
    <div class="card-notification">
      <div class="card-notification__title" dir="auto">
        {visibleName(title)}
      </div>
      <div class="bubble__text" dir="auto">
        {visibleBody(body)}
      </div>
      {url !== undefined && onLink !== undefined && (
        <button class="card-notification__link" onClick={() => onLink({ url })} type="button">
          {new URL(url).host}
        </button>
      )}
    </div>
  );
}
