import { isLoopbackUrl } from './attachmentAddress.ts';

/**
 * Where files are uploaded: what the person has set, else the endpoint of a node on this machine (docs/uploads.md).
 * `undefined`: nowhere.
 *
 * @param uploadUrl of the settings; empty when nothing is set
 * @param networkUrl gRPC-web address of the account's node, without a slash at the end
 */
export function uploadEndpoint(uploadUrl: string, networkUrl: string): string | undefined {
  if (uploadUrl !== '') return uploadUrl;
  return isLoopbackUrl(networkUrl) ? `${networkUrl}/uploads` : undefined;
}
