import { useEffect } from 'preact/hooks';
import type { BackgroundPort } from '../adapter/backgroundPort.ts';
import type { Router } from '../models/route.ts';
import { text } from '../text.ts';

export interface DraftViewProps {
  readonly draftId: string;
  readonly port: BackgroundPort;
  readonly router: Router;
}

/** Takes over what a site wants to be written, and goes to where it would be written. Sends nothing. */
export function DraftView({ draftId, port, router }: DraftViewProps) {
  useEffect(() => {
    let isLeft = false;
    const take = async () => {
      const { draft } = await port.request('draft.take', { draftId });
      if (isLeft) return;
      if (draft === undefined) {
        router.go({ name: 'inbox' });
        return;
      }
      const suggestion = { text: draft.text, origin: draft.origin };
      if (draft.conversationId === undefined) {
        router.go({ name: 'newMessage', peer: draft.peer, suggestion });
      } else {
        router.go({ name: 'thread', conversationId: draft.conversationId, suggestion });
      }
    };
    take().catch(() => router.go({ name: 'inbox' }));
    return () => {
      isLeft = true;
    };
  }, [draftId, port, router]);
  return (
    <section aria-busy="true" class="pane">
      <div class="empty">
        <span aria-hidden="true" class="spinner" />
        <span class="visually-hidden">{text('opening')}</span>
      </div>
    </section>
  );
}
