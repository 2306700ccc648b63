import type { MessageInitShape } from '@bufbuild/protobuf';
import type { WelcomeMessageInputSchema } from '../gen/mls/api/v1/mls_pb.js';
import type { WelcomeInput } from '../ports.ts';

/** The wire form of a welcome that is to be sent. */
export const toWelcomeInput = (welcome: WelcomeInput): MessageInitShape<typeof WelcomeMessageInputSchema> => {
  const { kind, ...value } = welcome;
  return kind === 'welcome'
    ? { version: { case: 'v1', value } }
    : { version: { case: 'welcomePointer', value } };
};
