import type { SiteView } from '../../bridge/siteView.ts';

export const siteHost = (origin: string): string => new URL(origin).host;

/** The address, which cannot be made up; before it what the verified file calls the site. */
export function siteName({ name, origin }: Pick<SiteView, 'name' | 'origin'>): string {
  const host = siteHost(origin);
  return name === undefined ? host : `${name} · ${host}`;
}
