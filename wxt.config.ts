import preact from '@preact/preset-vite';
import type { Plugin } from 'vite';
import { defineConfig } from 'wxt';

/**
 * Everything that pages and worker of the extension may load or reach. With Chromium's default policy, markup that
 * somehow got into a page could not run, but could still fetch images, frames and media, and so track the reader.
 * `connect-src` is wide because the node's address is the person's to choose: https, or plain http on this machine.
 */
const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data: blob:",
  'connect-src https: http://localhost:* http://127.0.0.1:*',
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  // One page of ours is drawn in a frame: the sandbox below, in which files of messages are opened.
  "frame-src 'self'",
].join('; ');

/**
 * Of the page in which a file of a message is drawn. `sandbox` gives it an origin of its own, from which nothing of the
 * extension is in reach; it may draw what it is handed, and fetch nothing at all.
 */
const sandboxPolicy = [
  'sandbox allow-scripts',
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  'img-src blob:',
  'media-src blob:',
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

/**
 * What two scripts of the windows share lies in one: a popup waits for every file that it opens with. The worker and the
 * content scripts are one file each and are left alone.
 */
const oneSharedChunk: Plugin = {
  name: 'one-shared-chunk',
  config(config) {
    if (config.build?.lib) return undefined;
    const groups = [{ name: 'shared', minShareCount: 2 }];
    return { build: { rolldownOptions: { output: { codeSplitting: { groups } } } } };
  },
};

export default defineConfig({
  entrypointsDir: 'extension',
  publicDir: 'extension/public',
  modulesDir: 'extension/modules',
  // Imports are written out: a name that comes from nowhere cannot be followed.
  imports: false,
  manifest: {
    name: '__MSG_appName__',
    description: '__MSG_appDescription__',
    default_locale: 'en',
    // Alarms every 30 s (120) are the floor that the worker's streams stand on.
    minimum_chrome_version: '120',
    permissions: [
      // The vault's record and the settings; messages are in IndexedDB.
      'storage',
      // Messages must not be evicted when the disk runs low: they exist nowhere else.
      'unlimitedStorage',
      'alarms',
      'notifications',
      'sidePanel',
    ],
    content_security_policy: { extension_pages: contentSecurityPolicy, sandbox: sandboxPolicy },
    icons: { 16: 'icons/16.png', 32: 'icons/32.png', 48: 'icons/48.png', 128: 'icons/128.png' },
    action: {
      default_title: '__MSG_appName__',
      default_icon: { 16: 'icons/16.png', 32: 'icons/32.png' },
    },
    commands: {
      _execute_action: { suggested_key: { default: 'Ctrl+Shift+Y', mac: 'Command+Shift+Y' } },
    },
  },
  vite: () => ({
    plugins: [preact(), oneSharedChunk],
    build: {
      // The polyfill fetches what it preloads; every browser that we run in needs none of it.
      modulePreload: { polyfill: false },
      target: 'chrome120',
    },
  }),
});
