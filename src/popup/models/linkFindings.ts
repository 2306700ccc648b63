/** Why a link may not lead where it seems to. */
export type LinkFinding =
  /** The host has letters beyond ASCII, which may look like others: it is shown as it is looked up. */
  | 'punycode'
  /** What looks like the host is a user name before an `@`. */
  | 'credentials'
  /** The host is a number and belongs to no name. */
  | 'numericHost'
  /** Anybody on the way can read and change it. */
  | 'insecure';

export interface LinkFindings {
  /** As the browser goes there: lower-case ASCII, with the port where it has one. Empty for what is no link. */
  readonly host: string;
  readonly findings: readonly LinkFinding[];
}

/** What to say of a link before it is opened. */
export function linkFindings(link: string): LinkFindings {
  let url: URL;
  try {
    url = new URL(link);
  } catch {
    return { host: '', findings: [] };
  }
  const { host, hostname, protocol, username, password } = url;
  const found: readonly (LinkFinding | false)[] = [
    hostname.split('.').some((label) => label.startsWith('xn--')) && 'punycode',
    (username !== '' || password !== '') && 'credentials',
    (/^[0-9.]+$/u.test(hostname) || hostname.startsWith('[')) && 'numericHost',
    protocol === 'http:' && 'insecure',
  ];
  return { host, findings: found.filter((finding) => finding !== false) };
}
