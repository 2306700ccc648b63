import { defineBackground } from 'wxt/utils/define-background';
import { startBackground } from '../src/background/startBackground.ts';

export default defineBackground(startBackground);
