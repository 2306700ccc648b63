import { useContext, useState } from 'preact/hooks';
import { Button } from '../components/Button.tsx';
import { CopyableAddress } from '../components/CopyableAddress.tsx';
import { Field } from '../components/Field.tsx';
import { LookalikeWarning } from '../components/LookalikeNotice.tsx';
import { NavigationRow } from '../components/NavigationRow.tsx';
import { PaneHeader } from '../components/PaneHeader.tsx';
import { failureOf } from '../models/failure.ts';
import type { InboxModel } from '../models/inboxModel.ts';
import { NamesContext } from '../models/namesContext.ts';
import { isName, type NewPeer, peerOf } from '../models/newPeer.ts';
import type { Router, Suggestion } from '../models/route.ts';
import { siteHost } from '../models/siteName.ts';
import { text } from '../text.ts';

export interface NewMessageViewProps {
  readonly inbox: InboxModel;
  readonly router: Router;
  /** As a site wants them; the person may change all of it. */
  readonly suggested?: { readonly peer?: string; readonly suggestion?: Suggestion };
}

/**
 * Whom to write to. A name is looked up on the person's click and no earlier, and its address is shown before anything
 * is opened; an address that could be taken for a known one takes a second click.
 */
export function NewMessageView({ inbox, router, suggested = {} }: NewMessageViewProps) {
  const names = useContext(NamesContext);
  const [typed, setTyped] = useState(suggested.peer ?? '');
  const [peer, setPeer] = useState<NewPeer>();
  const [error, setError] = useState<string>();
  const [isBusy, setBusy] = useState(false);

  async function open(target: string): Promise<void> {
    const conversation = await inbox.openDm(target);
    const { suggestion } = suggested;
    router.go({
      name: 'thread',
      conversationId: conversation.conversationId,
      ...(suggestion === undefined ? {} : { suggestion }),
    });
  }

  async function goOn(): Promise<void> {
    setBusy(true);
    setError(undefined);
    try {
      const known = peer ?? (names === undefined ? { target: typed.trim() } : await peerOf(typed, names));
      // What was found out is shown first; what was shown, or has nothing to show, is opened.
      const isNews = peer === undefined && (known.name !== undefined || known.lookalike !== undefined);
      if (isNews) setPeer(known);
      else await open(known.target);
    } catch (cause) {
      setError(failureOf(cause).sentence);
    } finally {
      setBusy(false);
    }
  }

  return (
    <section aria-label={text('newMessageTitle')} class="pane">
      <PaneHeader onBack={() => router.go({ name: 'inbox' })} title={text('newMessageTitle')} />
      <div class="scroll">
        {suggested.peer === undefined && (
          <div class="nav-rows">
            <NavigationRow
              icon="group"
              label={text('newGroupTitle')}
              onOpen={() => router.go({ name: 'newGroup' })}
            />
          </div>
        )}
        <form
          class="form"
          onSubmit={(event) => {
            event.preventDefault();
            void goOn();
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
            maxLength={255}
            mono
            onInput={(value) => {
              setTyped(value);
              setPeer(undefined);
              setError(undefined);
            }}
            value={typed}
          />
          {peer?.name !== undefined && (
            <div class="resolved" role="status">
              <p>{text('newMessageResolved', peer.name)}</p>
              <CopyableAddress address={peer.target} />
              <p class="field__hint">{text('newMessageResolvedHint')}</p>
            </div>
          )}
          {peer?.lookalike !== undefined && (
            <div role="alert">
              <LookalikeWarning address={peer.target} other={peer.lookalike} />
            </div>
          )}
          <Button
            busy={isBusy}
            disabled={typed.trim() === ''}
            kind={peer?.lookalike === undefined ? 'primary' : 'danger'}
            type="submit"
            wide
          >
            {text(
              peer?.lookalike !== undefined
                ? 'newMessageOpenAnyway'
                : peer === undefined && isName(typed)
                  ? 'newMessageLookUp'
                  : 'newMessageOpen',
            )}
          </Button>
        </form>
      </div>
    </section>
  );
}
