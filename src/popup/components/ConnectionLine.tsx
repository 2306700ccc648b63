import type { ConnectionView } from '../../bridge/appStateView.ts';
import { sentenceOfCode } from '../models/failure.ts';
import { clockTime } from '../models/when.ts';
import { text } from '../text.ts';

export interface ConnectionLineProps {
  readonly connection: ConnectionView;
}

/** Nothing while live; otherwise one line that says what is going on. */
export function ConnectionLine({ connection }: ConnectionLineProps) {
  return <div role="status">{drawState(connection)}</div>;
}

function drawState(connection: ConnectionView) {
  switch (connection.kind) {
    case 'live':
      return null;
    case 'stopped':
    case 'connecting':
      return (
        <div class="connection">
          <span aria-hidden="true" class="spinner" />
          {text('connectionConnecting')}
        </div>
      );
    case 'catchingUp': {
      const { done, total } = connection;
      return (
        // Its steps are to be looked up, not to be called out one by one.
        <div aria-live="off" class="connection">
          <span aria-hidden="true" class="spinner" />
          {text('connectionCatchingUp', done, total)}
        </div>
      );
    }
    case 'offline':
      return (
        <div class="connection connection--offline">
          {text('connectionOffline', clockTime(connection.sinceMs))} {sentenceOfCode(connection.code)}
        </div>
      );
  }
}
