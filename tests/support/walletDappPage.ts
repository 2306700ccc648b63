/**
 * A dapp in which a wallet announces itself, as its extension would make it. Its answers come from the function
 * `answerAsWallet(method, params)` that a test exposes to the page: `{ result }` or `{ code }`.
 */
export const walletDappPage = `<!doctype html><title>Some dapp</title><script>
const provider = {
  async request({ method, params = [] }) {
    const { code, result } = await answerAsWallet(method, params);
    if (code !== undefined) throw Object.assign(new Error('refused'), { code });
    return result;
  },
};
const info = { uuid: crypto.randomUUID(), name: 'Test Wallet', icon: 'data:,', rdns: 'example.wallet' };
const detail = Object.freeze({ info, provider });
const announce = () => dispatchEvent(new CustomEvent('eip6963:announceProvider', { detail }));
addEventListener('eip6963:requestProvider', announce);
announce();
</script>`;
