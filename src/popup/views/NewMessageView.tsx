import { useState } from 'preact/hooks';
import { Button } from '../components/Button.tsx';
import { Field } from '../components/Field.tsx';
import { IconButton } from '../components/IconButton.tsx';
import { failureOf } from '../models/failure.ts';
import type { InboxModel } from '../models/inboxModel.ts';
import type { Router, Suggestion } from '../models/route.ts';
import { siteHost } from '../models/siteName.ts';
import { text } from '../text.ts';

export interface NewMessageViewProps {
  readonly inbox: InboxModel;
  readonly router: Router;
  /** As a site wants them; the person may change all of it. */
  readonly suggested?: { readonly peer?: string; readonly suggestion?: Suggestion };
}

export function NewMessageView({ inbox, router, suggested = {} }: NewMessageViewProps) {
  const [peer, setPeer] = useState(suggested.peer ?? '');
  const [error, setError] = useState<string>();
  const [isBusy, setBusy] = useState(false);

  async function open(): Promise<void> {
    setBusy(true);
    setError(undefined);
    try {
      const conversation = await inbox.openDm(peer.trim());
      const { suggestion } = suggested;
      router.go({
        name: 'thread',
        conversationId: conversation.conversationId,
        ...(suggestion === undefined ? {} : { suggestion }),
      });
    } catch (cause) {
      setError(failureOf(cause).sentence);
      setBusy(false);
    }
  }

  return (
    <section aria-label={text('newMessageTitle')} class="pane">
      <header class="header">
        <IconButton icon="back" label={text('back')} onClick={() => router.go({ name: 'inbox' })} />
        <h1 class="header__title header__name">{text('newMessageTitle')}</h1>
      </header>
      <form
        class="form"
        onSubmit={(event) => {
          event.preventDefault();
          void open();
        }}
      >
        {suggested.suggestion !== undefined && (
          <p class="notice">{text('draftOfSite', siteHost(suggested.suggestion.origin))}</p>
        )}
        <Field
          autoFocus
          error={error}
          hint={text('newMessageHint')}
          label={text('newMessagePeer')}
          maxLength={128}
          mono
          onInput={setPeer}
          value={peer}
        />
        <Button busy={isBusy} disabled={peer.trim() === ''} kind="primary" type="submit" wide>
          {text('newMessageOpen')}
        </Button>
      </form>
    </section>
  );
}
