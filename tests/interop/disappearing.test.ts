import { withBothSdks } from './bothSdks.ts';
import { disappearingTests } from './disappearingStory.ts';

withBothSdks(disappearingTests);
