import type { ExtensionBrowser } from '../support/extensionBrowser.ts';
import type { Camera } from './camera.ts';
import type { Scene } from './scene.ts';

/** What every story of pictures is given. */
export interface Stage {
  readonly browser: ExtensionBrowser;
  readonly camera: Camera;
  readonly scene: Scene;
}
