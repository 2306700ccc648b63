import { useState } from 'preact/hooks';
import type { ContentView } from '../../bridge/contentView.ts';
import { text } from '../text.ts';
import { Button } from './Button.tsx';

export interface NotificationCardProps {
  readonly notification: ContentView & { readonly kind: 'notification' };
  readonly onOpenLink: (url: string) => void;
}

/** A site's notification: text nodes only. A link says where it leads before it leads there. */
export function NotificationCard({ notification, onOpenLink }: NotificationCardProps) {
  const [isAsking, setAsking] = useState(false);
  const { title, body, url } = notification;
  return (
    <div class="card-notification">
      <div class="card-notification__title">{title}</div>
      <div class="bubble__text">{body}</div>
      {url !== undefined &&
        (isAsking ? (
          <>
            <p class="address">{url}</p>
            <div class="settings__row">
              <Button onClick={() => setAsking(false)}>{text('cancel')}</Button>
              <Button
                kind="primary"
                onClick={() => {
                  setAsking(false);
                  onOpenLink(url);
                }}
              >
                {text('linkOpen', new URL(url).host)}
              </Button>
            </div>
          </>
        ) : (
          <button class="card-notification__link" onClick={() => setAsking(true)} type="button">
            {new URL(url).host}
          </button>
        ))}
    </div>
  );
}
