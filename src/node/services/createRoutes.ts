import type { ConnectRouter } from '@connectrpc/connect';
import { IdentityApi } from '../../core/gen/identity/api/v1/identity_pb.js';
import { D14nMigrationApi } from '../../core/gen/migration/api/v1/migration_pb.js';
import { MlsApi } from '../../core/gen/mls/api/v1/mls_pb.js';
import { createCommitLogService } from './commitLogService.ts';
import { createGroupMessageService } from './groupMessageService.ts';
import { createIdentityService } from './identityService.ts';
import { createKeyPackageService } from './keyPackageService.ts';
import { createMigrationService } from './migrationService.ts';
import type { ServiceContext } from './serviceContext.ts';
import { createWelcomeMessageService } from './welcomeMessageService.ts';

/** Makes the routes; the methods of MlsApi that are left out answer UNIMPLEMENTED. */
export function createRoutes(context: ServiceContext): (router: ConnectRouter) => void {
  // Made once, so that both ports share the locks.
  const mls = {
    ...createGroupMessageService(context),
    ...createWelcomeMessageService(context),
    ...createKeyPackageService(context),
    ...createCommitLogService(context),
  };
  const identity = createIdentityService(context);
  const migration = createMigrationService();
  return (router) => {
    router.service(MlsApi, mls);
    router.service(IdentityApi, identity);
    router.service(D14nMigrationApi, migration);
  };
}
