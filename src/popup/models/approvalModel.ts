import { type ReadonlySignal, type Signal, signal } from '@preact/signals';
import type { ApprovalView } from '../../bridge/approvalView.ts';
import type { InputOf } from '../../bridge/channels/popupChannels.ts';
import type { BackgroundPort } from '../adapter/backgroundPort.ts';
import { type Failure, failureOf } from './failure.ts';

export type Decision = InputOf<'approval.decide'>['decision'];

/**
 * A request cannot be allowed in its first moments: a click that was meant for what stood there before (a page, or the
 * request before it) must not allow anything.
 */
const inertMs = 500;

export interface ApprovalModel {
  /** What is asked now; null when nothing is, undefined until the worker has spoken. */
  readonly approval: ReadonlySignal<ApprovalView | null | undefined>;
  /** Whether anything but "reject" works yet. */
  readonly isArmed: ReadonlySignal<boolean>;
  readonly isBusy: ReadonlySignal<boolean>;
  readonly failure: ReadonlySignal<Failure | undefined>;
  /** What the person has switched so far: of this request alone, and kept when the window is drawn anew. */
  readonly typesOff: Signal<ReadonlySet<string>>;
  readonly mayOpen: Signal<boolean>;
  /** The second question, where the site does not stand by the sender. */
  readonly isConfirming: ReadonlySignal<boolean>;
  /** Asks the second question, in the place of the first: its answer is as inert as a new request's. */
  confirm(): void;
  /** The window came to the front: what is clicked now may have been meant for what was there before. */
  rearm(): void;
  refresh(): Promise<void>;
  decide(decision: Decision): Promise<void>;
  /** Forgets everything shown: the vault was locked. */
  clear(): void;
  dispose(): void;
}

export function createApprovalModel(port: BackgroundPort): ApprovalModel {
  const approval = signal<ApprovalView | null>();
  const isArmed = signal(false);
  const isBusy = signal(false);
  const failure = signal<Failure>();
  const typesOff = signal<ReadonlySet<string>>(new Set());
  const mayOpen = signal(true);
  const isConfirming = signal(false);
  let timer: ReturnType<typeof setTimeout> | undefined;

  function arm(): void {
    isArmed.value = false;
    clearTimeout(timer);
    timer = setTimeout(() => {
      isArmed.value = true;
    }, inertMs);
  }

  function show(next: ApprovalView | null): void {
    if (next?.requestId !== approval.value?.requestId) {
      typesOff.value = new Set();
      mayOpen.value = true;
      isConfirming.value = false;
      arm();
    }
    approval.value = next;
  }

  const stop = port.onEvent((event) => {
    if (event.kind === 'approval') show(event.approval ?? null);
  });

  const decideOnce = (requestId: string, decision: Decision) =>
    port.request('approval.decide', { requestId, decision });

  return {
    approval,
    isArmed,
    isBusy,
    failure,
    typesOff,
    mayOpen,
    isConfirming,
    confirm() {
      isConfirming.value = true;
      arm();
    },
    rearm: arm,
    async refresh() {
      try {
        show((await port.request('approval.current', {})).approval ?? null);
        failure.value = undefined;
      } catch (error) {
        failure.value = failureOf(error);
      }
    },
    async decide(decision) {
      const requestId = approval.value?.requestId;
      if (requestId === undefined || isBusy.value) return;
      if (decision.kind !== 'reject' && !isArmed.value) return;
      isBusy.value = true;
      try {
        await decideOnce(requestId, decision).catch((error: unknown) => {
          // The worker ended in this moment. It knows the request, and takes one decision of it.
          if (failureOf(error).code !== 'Bridge.Disconnected') throw error;
          return decideOnce(requestId, decision);
        });
        failure.value = undefined;
      } catch (error) {
        failure.value = failureOf(error);
      } finally {
        isBusy.value = false;
      }
    },
    clear: () => {
      show(null);
      approval.value = undefined;
    },
    dispose() {
      clearTimeout(timer);
      stop();
    },
  };
}
