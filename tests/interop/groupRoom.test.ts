import { withBothSdks } from './bothSdks.ts';
import { commitVerdictTests } from './commitVerdicts.ts';
import { ownGroupTests } from './ownGroups.ts';

/** The group room against both builds of libxmtp, with no client of ours in between. */
withBothSdks(ownGroupTests, commitVerdictTests);
