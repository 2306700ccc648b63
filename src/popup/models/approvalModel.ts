import { type ReadonlySignal, signal } from '@preact/signals';
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
  /** Whether "allow" works yet. */
  readonly isArmed: ReadonlySignal<boolean>;
  readonly isBusy: ReadonlySignal<boolean>;
  readonly failure: ReadonlySignal<Failure | undefined>;
  refresh(): Promise<void>;
  decide(decision: Decision): Promise<void>;
  dispose(): void;
}

export function createApprovalModel(port: BackgroundPort): ApprovalModel {
  const approval = signal<ApprovalView | null>();
  const isArmed = signal(false);
  const isBusy = signal(false);
  const failure = signal<Failure>();
  let timer: ReturnType<typeof setTimeout> | undefined;

  function show(next: ApprovalView | null): void {
    if (next?.requestId !== approval.value?.requestId) {
      isArmed.value = false;
      clearTimeout(timer);
      timer = setTimeout(() => {
        isArmed.value = true;
      }, inertMs);
    }
    approval.value = next;
  }

  const stop = port.onEvent((event) => {
    if (event.kind === 'approval') show(event.approval ?? null);
  });

  return {
    approval,
    isArmed,
    isBusy,
    failure,
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
      if (decision.kind === 'approve' && !isArmed.value) return;
      isBusy.value = true;
      try {
        await port.request('approval.decide', { requestId, decision });
        failure.value = undefined;
      } catch (error) {
        failure.value = failureOf(error);
      } finally {
        isBusy.value = false;
      }
    },
    dispose() {
      clearTimeout(timer);
      stop();
    },
  };
}
