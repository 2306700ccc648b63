import type { Store } from '../store/openStore.ts';
import type { TopicHub } from '../topicHub.ts';

/** What the services share. */
export interface ServiceContext {
  readonly store: Store;
  readonly hub: TopicHub;
}
