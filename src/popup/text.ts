/**
 * Every sentence a person reads comes from `_locales`, through here. A missing key shows as itself, which the
 * locale test turns into a failure before anyone sees it.
 */
export function text(key: string, ...substitutions: readonly (string | number)[]): string {
  const message = chrome.i18n.getMessage(key, substitutions.map(String));
  return message === '' ? key : message;
}
