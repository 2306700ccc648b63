import { EmptyState } from '../components/EmptyState.tsx';
import { PaneHeader } from '../components/PaneHeader.tsx';
import type { Router } from '../models/route.ts';
import { siteName } from '../models/siteName.ts';
import type { SitesModel } from '../models/sitesModel.ts';
import { text } from '../text.ts';

export interface SitesViewProps {
  readonly sites: SitesModel;
  readonly router: Router;
}

/** Every site that has something, or may not ask. */
export function SitesView({ sites, router }: SitesViewProps) {
  const all = sites.sites.value ?? [];
  return (
    <section aria-label={text('sitesTitle')} class="pane">
      <PaneHeader onBack={() => router.go({ name: 'settings' })} title={text('sitesTitle')} />
      {all.length === 0 ? (
        <EmptyState title={text('sitesEmptyTitle')}>
          <p>{text('sitesEmptyDetail')}</p>
        </EmptyState>
      ) : (
        <ul class="scroll rows">
          {all.map((site) => (
            <li key={site.origin}>
              <button
                class="choice"
                onClick={() => router.go({ name: 'site', origin: site.origin, from: 'sites' })}
                type="button"
              >
                <span class="choice__title">{siteName(site)}</span>
                <span class="choice__detail">
                  {text(
                    site.isSilenced
                      ? 'siteSilenced'
                      : site.subscriptions.some(({ isActive }) => isActive)
                        ? 'siteNotifies'
                        : site.canOpenConversation
                          ? 'siteOpens'
                          : 'siteQuiet',
                  )}
                </span>
              </button>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
