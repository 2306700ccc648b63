/** The chains whose name, unit and explorer are known here; of every other one only its number is. */
export interface Chain {
  readonly name: string;
  /** Of 10^18 wei. */
  readonly unit: string;
  /** Of a transaction: the hash comes behind it. */
  readonly explorer: string;
  /** USDC as its issuer lists it: the one token whose decimals (6) are known. Lower case. */
  readonly usdc?: string;
}

/** By decimal id. Sources: EIP-155 chain lists, the issuer's list of USDC contracts. */
const chains: Readonly<Record<string, Chain>> = {
  '1': {
    name: 'Ethereum',
    unit: 'ETH',
    explorer: 'https://etherscan.io/tx/',
    usdc: '0xa0b86991c6218b36c1d19d4a2e9eb0ce3606eb48',
  },
  '10': {
    name: 'OP Mainnet',
    unit: 'ETH',
    explorer: 'https://optimistic.etherscan.io/tx/',
    usdc: '0x0b2c639c533813f4aa9d7837caf62653d097ff85',
  },
  '56': { name: 'BNB Smart Chain', unit: 'BNB', explorer: 'https://bscscan.com/tx/' },
  '100': { name: 'Gnosis', unit: 'xDAI', explorer: 'https://gnosisscan.io/tx/' },
  '137': {
    name: 'Polygon',
    unit: 'POL',
    explorer: 'https://polygonscan.com/tx/',
    usdc: '0x3c499c542cef5e3811e1192ce70d8cc03d5c3359',
  },
  '8453': {
    name: 'Base',
    unit: 'ETH',
    explorer: 'https://basescan.org/tx/',
    usdc: '0x833589fcd6edb6e08f4c7c32d4f71b54bda02913',
  },
  '42161': {
    name: 'Arbitrum One',
    unit: 'ETH',
    explorer: 'https://arbiscan.io/tx/',
    usdc: '0xaf88d065e77c8cc2239327c5edb3a432268e5831',
  },
  '43114': { name: 'Avalanche', unit: 'AVAX', explorer: 'https://snowtrace.io/tx/' },
  '59144': { name: 'Linea', unit: 'ETH', explorer: 'https://lineascan.build/tx/' },
  '84532': {
    name: 'Base Sepolia',
    unit: 'ETH',
    explorer: 'https://sepolia.basescan.org/tx/',
    usdc: '0x036cbd53842c5426634e7929541ec2318f3dcf7e',
  },
  '11155111': {
    name: 'Sepolia',
    unit: 'ETH',
    explorer: 'https://sepolia.etherscan.io/tx/',
    usdc: '0x1c7d4b196cb0c7b01d743fbc6116a902379c7238',
  },
};

/** `networkId`: decimal or 0x hex, perhaps with `eip155:` before it. */
export function chainOf(networkId: string): Chain | undefined {
  const number = networkId.trim().replace(/^eip155:/u, '');
  if (!/^(?:\d{1,20}|0x[\da-f]{1,16})$/iu.test(number)) return undefined;
  const id = BigInt(number).toString();
  return Object.hasOwn(chains, id) ? chains[id] : undefined;
}

/** Where an explorer shows a transaction; `undefined` for an unknown chain or what is no hash. */
export function explorerUrl(networkId: string, hash: string): string | undefined {
  const chain = chainOf(networkId);
  return chain !== undefined && /^0x[\da-f]{64}$/iu.test(hash)
    ? `${chain.explorer}${hash.toLowerCase()}`
    : undefined;
}

/** An amount of the smallest unit with its point, exact, thousands apart. */
export function decimalAmount(amount: bigint, decimals: number): string {
  const digits = amount.toString().padStart(decimals + 1, '0');
  const whole = digits.slice(0, digits.length - decimals).replace(/\B(?=(?:\d{3})+$)/gu, ',');
  const rest = digits.slice(digits.length - decimals).replace(/0+$/u, '');
  return rest === '' ? whole : `${whole}.${rest}`;
}
