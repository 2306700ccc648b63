const loopback = /^(localhost|.+\.localhost|127\.0\.0\.1|\[::1\])$/;

/** https, or http on this machine; ASCII, without a user name: what may be offered to a person as a link. */
export function isSafeUrl(value: unknown, maxLength: number): value is string {
  if (typeof value !== 'string' || value.length > maxLength) return false;
  if (!/^https?:\/\/[\x21-\x7e]+$/.test(value) || !URL.canParse(value)) return false;
  const { protocol, hostname, username, password } = new URL(value);
  if (username !== '' || password !== '') return false;
  return protocol === 'https:' || loopback.test(hostname);
}
