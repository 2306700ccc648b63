import { useState } from 'preact/hooks';
import { Button } from '../components/Button.tsx';
import { Field } from '../components/Field.tsx';
import { IconButton } from '../components/IconButton.tsx';
import { failureOf } from '../models/failure.ts';
import type { InboxModel } from '../models/inboxModel.ts';
import type { Router } from '../models/route.ts';
import { text } from '../text.ts';

export interface NewMessageViewProps {
  readonly inbox: InboxModel;
  readonly router: Router;
}

export function NewMessageView({ inbox, router }: NewMessageViewProps) {
  const [peer, setPeer] = useState('');
  const [error, setError] = useState<string>();
  const [isBusy, setBusy] = useState(false);

  async function open(): Promise<void> {
    setBusy(true);
    setError(undefined);
    try {
      const conversation = await inbox.openDm(peer.trim());
      router.go({ name: 'thread', conversationId: conversation.conversationId });
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
