import { useEffect, useRef } from 'preact/hooks';
import type { ApprovalView as Approval } from '../../bridge/approvalView.ts';
import { Button } from '../components/Button.tsx';
import { CopyableAddress } from '../components/CopyableAddress.tsx';
import { FailureNote } from '../components/FailureNote.tsx';
import { SiteHeading } from '../components/SiteHeading.tsx';
import { Switch } from '../components/Switch.tsx';
import type { ApprovalModel } from '../models/approvalModel.ts';
import { shortAddress, shortInboxId } from '../models/shortId.ts';
import { text } from '../text.ts';

export interface ApprovalViewProps {
  readonly model: ApprovalModel;
  /** Nothing is left to decide. */
  readonly onDone: () => void;
}

/** The window in which a person answers a site. */
export function ApprovalView({ model, onDone }: ApprovalViewProps) {
  const approval = model.approval.value;
  useEffect(() => {
    if (approval === null) onDone();
  }, [approval, onDone]);
  return (
    <main class="shell approval">
      <FailureNote sentence={model.failure.value?.sentence} />
      {approval && <Request approval={approval} key={approval.requestId} model={model} />}
    </main>
  );
}

function Request({ approval, model }: { readonly approval: Approval; readonly model: ApprovalModel }) {
  const { notify, asksOpenConversation, waitingCount, origin } = approval;
  const { typesOff, mayOpen, isConfirming } = model;
  const reject = useRef<HTMLDivElement>(null);
  const host = new URL(origin).host;

  useEffect(() => {
    reject.current?.querySelector('button')?.focus();
  }, [isConfirming.value]);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== 'Escape') return;
      event.preventDefault();
      void model.decide({ kind: 'reject' });
    };
    addEventListener('keydown', onKey);
    addEventListener('focus', model.rearm);
    document.addEventListener('visibilitychange', model.rearm);
    return () => {
      removeEventListener('keydown', onKey);
      removeEventListener('focus', model.rearm);
      document.removeEventListener('visibilitychange', model.rearm);
    };
  }, [model]);

  const isSubscribing = approval.kind === 'subscribe';
  const typeIds = notify?.types.map(({ id }) => id).filter((id) => !typesOff.value.has(id)) ?? [];
  const isUnverified = notify?.verification === 'missing';
  const isNothing = typeIds.length === 0 && !(asksOpenConversation && mayOpen.value);

  function allow(): void {
    if (!model.isArmed.value) return;
    if (isUnverified && typeIds.length > 0 && !isConfirming.value) {
      model.confirm();
      return;
    }
    void model.decide({
      kind: 'approve',
      notify: typeIds.length > 0,
      typeIds,
      openConversation: asksOpenConversation && mayOpen.value,
    });
  }

  return (
    <>
      <header class="approval__head">
        <h1 class="approval__title">{text(isSubscribing ? 'approvalSubscribe' : 'approvalTitle')}</h1>
        <SiteHeading icon={approval.siteIcon} name={approval.siteName} origin={origin} />
      </header>
      <div class="scroll approval__body">
        {isConfirming.value ? (
          <p class="notice" role="alert">
            {text('approvalConfirmUnverified', host)}
          </p>
        ) : (
          <>
            {notify && (
              <section aria-label={text('approvalNotify')} class="approval__part">
                <h2 class="approval__heading">{text('approvalNotify')}</h2>
                {notify.types.map((type) => (
                  <Switch
                    checked={!typesOff.value.has(type.id)}
                    detail={type.description}
                    key={type.id}
                    label={type.name}
                    onChange={(isOn) => {
                      const next = new Set(typesOff.value);
                      if (isOn) next.delete(type.id);
                      else next.add(type.id);
                      typesOff.value = next;
                    }}
                  />
                ))}
                {notify.reason !== undefined && (
                  <p class="approval__claim">{text('approvalReason', notify.reason)}</p>
                )}
                {isUnverified ? (
                  <p class="notice">{text('approvalUnverified')}</p>
                ) : (
                  <p class="field__hint">{text('approvalVerified')}</p>
                )}
                {notify.isBlocked && <p class="notice">{text('approvalBlocked')}</p>}
                <details class="approval__details">
                  <summary>
                    {text('approvalSender')}{' '}
                    <span class="address">
                      {notify.senderAddress === undefined
                        ? shortInboxId(notify.sender)
                        : shortAddress(notify.senderAddress)}
                    </span>
                  </summary>
                  {notify.senderAddress !== undefined && <CopyableAddress address={notify.senderAddress} />}
                  <CopyableAddress address={notify.sender} />
                </details>
              </section>
            )}
            {asksOpenConversation && (
              <section aria-label={text('approvalOpen')} class="approval__part">
                <Switch
                  checked={mayOpen.value}
                  detail={text('approvalOpenDetail')}
                  label={text('approvalOpen')}
                  onChange={(isOn) => {
                    mayOpen.value = isOn;
                  }}
                />
              </section>
            )}
            <section class="approval__part">
              <h2 class="approval__heading">{text('approvalLearns')}</h2>
              <p>{text('approvalLearnsDetail')}</p>
              <h2 class="approval__heading">{text('approvalNeverCan')}</h2>
              <p>{text('approvalNeverCanDetail')}</p>
            </section>
          </>
        )}
      </div>
      <footer class="approval__foot" ref={reject}>
        {waitingCount > 0 && <p class="field__hint">{text('approvalWaiting', waitingCount)}</p>}
        <div class="approval__buttons">
          <Button disabled={model.isBusy.value} onClick={() => void model.decide({ kind: 'reject' })} wide>
            {text('approvalReject')}
          </Button>
          <Button
            busy={model.isBusy.value}
            disabled={isNothing || !model.isArmed.value}
            kind={isConfirming.value ? 'danger' : 'primary'}
            onClick={allow}
            wide
          >
            {text(isConfirming.value ? 'approvalAllowAnyway' : 'approvalAllow')}
          </Button>
        </div>
        <Button
          disabled={model.isBusy.value || !model.isArmed.value}
          kind="plain"
          onClick={() => void model.decide({ kind: 'never' })}
        >
          {text('approvalNever')}
        </Button>
      </footer>
    </>
  );
}
