import { create } from '@bufbuild/protobuf';
import type { ServiceImpl } from '@connectrpc/connect';
import {
  type D14nMigrationApi,
  FetchD14nCutoverResponseSchema,
} from '../../core/gen/migration/api/v1/migration_pb.js';

/** A client leaves V3 once the time it is told has come, so "never" has to be the end of an int64. */
const notScheduledNs = (1n << 63n) - 1n;

/** Says that this network does not leave V3. */
export function createMigrationService(): ServiceImpl<typeof D14nMigrationApi> {
  return {
    fetchD14nCutover() {
      return create(FetchD14nCutoverResponseSchema, { timestampNs: notScheduledNs });
    },
  };
}
