import type { ConnectionView } from '../../bridge/appStateView.ts';
import { sentenceOfCode } from '../models/failure.ts';
import { clockTime } from '../models/when.ts';
import { text } from '../text.ts';

export interface ConnectionLineProps {
  readonly connection: ConnectionView;
}

/** Nothing while live; otherwise one line that says what is going on. */
export function ConnectionLine({ connection }: ConnectionLineProps) {
  if (connection.kind === 'live') return null;
  if (connection.kind === 'offline') {
    return (
      <div class="connection connection--offline" role="status">
        {text('connectionOffline', clockTime(connection.sinceMs))} {sentenceOfCode(connection.code)}
      </div>
    );
  }
  return (
    <div class="connection" role="status">
      <span aria-hidden="true" class="spinner" />
      {connection.kind === 'catchingUp'
        ? text('connectionCatchingUp', connection.done, connection.total)
        : text('connectionConnecting')}
    </div>
  );
}
