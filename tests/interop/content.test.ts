import { withBothSdks } from './bothSdks.ts';
import { contentTests } from './contentStory.ts';

withBothSdks(contentTests);
