import { withBothSdks } from './bothSdks.ts';
import { clientGroupTests } from './clientGroups.ts';

withBothSdks(clientGroupTests);
