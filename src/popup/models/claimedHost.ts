/** Endings of files that are also top-level domains, or look like one: a name like `notes.md` claims no host. */
const fileEndings = /\.(?:md|txt|json|html?|pdf|png|jpe?g|gif|js|ts|py|rs|sh|zip|csv|toml|ya?ml)$/iu;
const hostPattern = /(https?:\/\/)?(?:[^\s/@:?#]*@)?((?:[\p{L}\p{N}_-]+\.)+[\p{L}\p{N}-]{2,})/giu;

/** Nobody reads further. */
const maxLabelLength = 500;

const withoutWww = (host: string): string => host.replace(/^www\./u, '');

/** A host that the text of a link names although the link leads elsewhere; `undefined` when it names none such. */
export function claimedHost(label: string, url: string): string | undefined {
  const actual = withoutWww(new URL(url).hostname);
  for (const [, scheme, host = ''] of label.slice(0, maxLabelLength).matchAll(hostPattern)) {
    if (scheme === undefined && (fileEndings.test(host) || /^[\d.]+$/u.test(host))) continue;
    const claimed = URL.parse(`https://${host}`)?.hostname;
    if (claimed !== undefined && withoutWww(claimed) !== actual) return claimed;
  }
  return undefined;
}
