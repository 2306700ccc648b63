import { create, fromBinary, toBinary } from '@bufbuild/protobuf';
import type { ServiceImpl } from '@connectrpc/connect';
import { RecoverableEd25519SignatureSchema } from '../../core/gen/identity/associations/signature_pb.js';
import {
  BatchQueryCommitLogResponseSchema,
  type MlsApi,
  SortDirection,
} from '../../core/gen/mls/api/v1/mls_pb.js';
import { pageRequestFrom, pagingInfoOf } from '../store/page.ts';
import { refuse } from './refuse.ts';
import type { ServiceContext } from './serviceContext.ts';

type Methods = Required<Pick<ServiceImpl<typeof MlsApi>, 'batchPublishCommitLog' | 'batchQueryCommitLog'>>;

// Clients split by these, so they are part of the protocol.
const maxBatchInserts = 10;
const maxBatchQueries = 20;

/** The commit log (XIP-68): publish and query, in batches. */
export function createCommitLogService({ store }: ServiceContext): Methods {
  return {
    async batchPublishCommitLog({ requests }) {
      if (requests.length === 0) throw refuse('no commit-log entries to publish');
      if (requests.length > maxBatchInserts) throw refuse(`more than ${maxBatchInserts} commit-log entries`);
      const entries = requests.map(({ groupId, serializedCommitLogEntry, signature }) => {
        if (groupId.length === 0 || serializedCommitLogEntry.length === 0 || signature === undefined) {
          throw refuse('a commit-log entry lacks its group id, content or signature');
        }
        return {
          groupId,
          entry: serializedCommitLogEntry,
          signature: toBinary(RecoverableEd25519SignatureSchema, signature),
        };
      });
      await store.write(({ stamp }) => {
        for (const { groupId, entry, signature } of entries) {
          store.commitLog.append(groupId, { entry, signature }, stamp());
        }
      });
      return {};
    },

    batchQueryCommitLog({ requests }) {
      if (requests.length === 0) throw refuse('no commit-log queries');
      if (requests.length > maxBatchQueries) throw refuse(`more than ${maxBatchQueries} commit-log queries`);
      return create(BatchQueryCommitLogResponseSchema, {
        responses: requests.map(({ groupId, pagingInfo }) => {
          if (groupId.length === 0) throw refuse('a group id is required');
          if (pagingInfo?.direction === SortDirection.DESCENDING) {
            throw refuse('the commit log is read in ascending order only');
          }
          const request = { ...pageRequestFrom(pagingInfo), descending: false };
          const { items, nextCursor } = store.commitLog.readPage(groupId, request);
          return {
            groupId,
            commitLogEntries: items.map(({ id, entry, signature }) => ({
              sequenceId: id,
              serializedCommitLogEntry: entry,
              signature: fromBinary(RecoverableEd25519SignatureSchema, signature),
            })),
            pagingInfo: pagingInfoOf(request, nextCursor),
          };
        }),
      });
    },
  };
}
