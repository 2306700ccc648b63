/**
 * Who may import whom. The default between rooms is "no": a room's entry lists what it may reach and why, and
 * whatever is not listed fails `npm run rooms`. ARCHITECTURE.md tells the same story in prose.
 */

const core = (room) => `^src/core/${room}/`;
/** Interfaces, error codes and record shapes: every core room is written against them. */
const coreContracts = '^src/core/(ports|errors|records|backoff)\\.ts$';
const generated = ['^src/core/gen/', 'node_modules/@bufbuild/protobuf/'];

/** One entry a room: its files, the rooms it may import beside itself, and the reason in one sentence. */
const rooms = [
  {
    name: 'core-contracts',
    path: '^src/core/[^/]+\\.ts$',
    may: ['^src/core/[^/]+\\.ts$', '^src/core/gen/', { path: '^src/core/(identity|group)/', typeOnly: true }],
    comment:
      'Ports, errors and records are what all of core stands on: at run time they lean on no room of it, and a record names the shape that its room gave it.',
  },
  {
    name: 'core-bytes',
    path: core('bytes'),
    may: [coreContracts],
    comment: 'Byte codecs are the bottom layer: they know errors and nothing else.',
  },
  {
    name: 'core-crypto',
    path: core('crypto'),
    may: [coreContracts, core('bytes')],
    comment: 'Primitives know bytes only, so that they can be checked against published vectors alone.',
  },
  {
    name: 'core-gen',
    path: core('gen'),
    may: [],
    comment: 'Generated code is never edited and therefore can know nothing of ours.',
  },
  {
    name: 'core-wallet',
    path: core('wallet'),
    may: [coreContracts, core('bytes'), core('crypto')],
    comment: 'Ethereum accounts are a leaf: they make and check signatures and know no inbox.',
  },
  {
    name: 'core-mls',
    path: core('mls'),
    may: [coreContracts, core('bytes'), core('crypto')],
    comment:
      'The RFC 9420 engine knows nothing of XMTP (not even its protobuf): it could be lifted out and published.',
  },
  {
    name: 'core-identity',
    path: core('identity'),
    may: [coreContracts, core('bytes'), core('crypto'), core('wallet'), ...generated],
    comment: 'Who an inbox is must be decidable without MLS or message content.',
  },
  {
    name: 'core-content',
    path: core('content'),
    may: [coreContracts, core('bytes'), core('crypto'), ...generated],
    comment: 'Content types describe payloads; they must not care how a payload was carried or by whom.',
  },
  {
    name: 'core-group',
    path: core('group'),
    may: [
      coreContracts,
      core('bytes'),
      core('crypto'),
      core('identity'),
      core('mls'),
      core('content'),
      ...generated,
    ],
    comment:
      "XMTP's use of MLS joins identity, MLS and content, and knows neither storage nor conversations.",
  },
  {
    name: 'core-conversation',
    path: core('(conversation|consent)'),
    may: [
      coreContracts,
      core('(conversation|consent)'),
      core('bytes'),
      core('crypto'),
      core('identity'),
      core('mls'),
      core('content'),
      core('group'),
      '^src/core/client/client\\.ts$',
      ...generated,
    ],
    comment: 'Conversations and consent sit on groups and reach disk and network through ports only.',
  },
  {
    name: 'core-storage',
    path: core('storage'),
    may: [coreContracts, core('bytes'), core('crypto')],
    comment: 'Storage implements the Database port; it may not know what the records mean.',
  },
  {
    name: 'core-transport',
    path: core('transport'),
    may: [coreContracts, core('bytes'), ...generated],
    comment: 'Transport implements the NodeApi port; it may not know MLS, keys or storage.',
  },
  {
    name: 'core-client',
    path: core('client'),
    may: [
      coreContracts,
      core('(bytes|crypto|wallet|mls|identity|content|group|conversation|consent)'),
      ...generated,
    ],
    comment:
      'The composition root of core never imports storage or transport: the caller passes them in, so that the same client runs in a worker, in Node and in a test.',
  },
  {
    name: 'core-node-client',
    path: core('nodeClient'),
    may: [coreContracts, core('(bytes|crypto|wallet|client|storage|transport)'), core('content')],
    comment:
      'The one place that chooses for programs in Node (SQLite, gRPC-web, a key at hand), so that a backend and the command line open the same client.',
  },
  {
    name: 'bridge',
    path: '^src/bridge/',
    may: [{ path: '^src/core/', typeOnly: true }],
    comment: 'What passes between worlds is data: it borrows types from core and runs none of its code.',
  },
  {
    name: 'background',
    path: '^src/background/',
    may: ['^src/core/', '^src/bridge/'],
    comment: 'The worker owns keys and the client; it never imports a view or a page.',
  },
  {
    name: 'popup',
    path: '^src/popup/',
    may: ['^src/bridge/', { path: '^src/core/', typeOnly: true }],
    comment: 'Views are a projection over the bridge: with core in reach at run time, keys would be too.',
  },
  {
    name: 'content',
    path: '^src/content/',
    // The folder, not pageSchemas.ts beside it, which would bring a schema library into every page.
    may: ['^src/bridge/page/'],
    comment:
      'A content script lives beside a hostile page: it holds no state, no keys, and knows the page contract only.',
  },
  {
    name: 'dapp',
    path: '^src/dapp/',
    may: ['^src/bridge/page/'],
    comment: "The helper is bundled into other people's pages: it may bring nothing but the page contract.",
  },
  {
    name: 'node',
    path: '^src/node/',
    may: ['^src/core/', ...generated],
    comment: 'The local node checks what it stores with core, and is a separate program from every client.',
  },
  {
    name: 'cli',
    path: '^src/cli/',
    may: ['^src/core/', '^src/node/command\\.ts$'],
    comment: 'The command line composes core by itself and reaches the node through its one command.',
  },
  {
    name: 'extension',
    path: '^extension/',
    may: ['^src/(background|popup|content)/'],
    comment: 'Entry points only start what src/ holds.',
  },
  {
    name: 'examples',
    path: '^examples/',
    may: ['^src/dapp/', '^src/core/nodeClient/openNodeClient\\.ts$'],
    comment:
      'An example shows what a dapp outside this repository could do, so it sees only what a dapp and its backend see.',
  },
];

/** One importing room a library, so that swapping one touches one folder. `^$`: never in shipped code. */
const libraries = [
  { name: '@noble', only: core('crypto'), why: 'cryptographic primitives are reviewed in one place' },
  { name: 'viem', only: core('wallet'), why: 'Ethereum accounts are made and checked in one place' },
  { name: 'idb', only: core('storage'), why: 'IndexedDB is behind the Database port' },
  { name: '@msgpack', only: core('storage'), why: 'the form of a record at rest is storage’s own business' },
  {
    name: '@connectrpc',
    only: '^src/(core/transport|node)/',
    why: 'the wire is behind the NodeApi port, and served by the node',
  },
  { name: '@bufbuild', only: '^src/(core|node)/', why: 'protobuf does not leave core and the node' },
  {
    name: 'valibot',
    only: '^src/(bridge|background)/',
    why: 'what crosses between worlds is checked where it is declared, and the worker checks what it stored itself',
  },
  { name: '(@preact|preact)', only: '^(src/popup|extension)/', why: 'only the views render' },
  {
    name: 'marked',
    only: '^src/popup/components/content/',
    why: 'Markdown becomes a tree of our own in one file, and nothing else sees the lexer',
  },
  {
    name: 'minisearch',
    only: '^src/background/search/',
    why: 'the index of messages is behind our own interface',
  },
  { name: 'qrcode-generator', only: '^src/popup/', why: 'an address is drawn where views are' },
  {
    name: '(wxt|@wxt-dev)',
    only: '^(src/(background|content|popup)|extension)/|^wxt\\.config\\.ts$',
    why: 'core, the bridge and the node must run where no extension API is',
  },
];

/** Tests may import anything; nothing may import a test. */
const test = '\\.test\\.tsx?$';
const ours = '^(src|extension|examples|scripts|tests)/';

const roomRules = rooms.flatMap(({ name, path, may, comment }) => {
  const always = may.filter((entry) => typeof entry === 'string' && !entry.startsWith('node_modules'));
  const forTypes = may.filter((entry) => typeof entry !== 'string').map((entry) => entry.path);
  const rule = (suffix, pathNot, to) => ({
    name: `room-${name}${suffix}`,
    comment,
    severity: 'error',
    from: { path, pathNot: test },
    to: { path: ours, pathNot: [path, ...pathNot], ...to },
  });
  return forTypes.length === 0
    ? [rule('', always, {})]
    : [
        rule('', [...always, ...forTypes], {}),
        rule('-types-only', always, { path: forTypes, dependencyTypesNot: ['type-only'] }),
      ];
});

const libraryRules = libraries.map(({ name, only, why }) => ({
  name: `library-${name.replace(/\W+/g, '-').replace(/^-|-$/g, '')}`,
  comment: `One importing room a library, so that swapping it touches one folder: ${why}.`,
  severity: 'error',
  from: { path: '^(src|extension)/', pathNot: [only, test] },
  to: { path: `(^|/)node_modules/${name}/` },
}));

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    ...roomRules,
    ...libraryRules,
    {
      name: 'known-room',
      comment: 'A folder that is no room has no rule, and what has no rule is not allowed to exist.',
      severity: 'error',
      from: { path: '^(src|extension|examples)/', pathNot: [...rooms.map(({ path }) => path), test] },
      to: {},
    },
    {
      name: 'known-library',
      comment: 'A library that no room answers for may not be shipped.',
      severity: 'error',
      from: { path: '^(src|extension)/', pathNot: test },
      to: {
        path: '(^|/)node_modules/',
        pathNot: libraries.map(({ name }) => `(^|/)node_modules/${name}/`),
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'node-builtins',
      comment: 'Core runs in a service worker: only the node, the CLI and the sqlite store may know Node.',
      severity: 'error',
      from: { path: '^(src|extension)/', pathNot: ['^src/(node|cli)/', '^src/core/storage/sqlite/', test] },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'sqlite-is-a-choice',
      comment:
        'Only programs that run in Node choose the sqlite store; the rest of core must not pull it in.',
      severity: 'error',
      from: {
        path: '^(src|extension)/',
        pathNot: ['^src/(node|cli)/', '^src/core/(storage/sqlite|nodeClient)/', test],
      },
      to: { path: '^src/core/(storage/sqlite|nodeClient)/' },
    },
    {
      name: 'world-of-the-page',
      comment:
        'Provider and relay are bundled into two worlds: what they share is the page contract, or the page would run code that was written for the other side.',
      severity: 'error',
      from: { path: '^src/content/(provider|relay)/', pathNot: test },
      to: { path: '^src/content/(provider|relay)/', pathNot: '^src/content/$1/' },
    },
    {
      name: 'no-cycle',
      comment: 'A cycle makes two rooms one room.',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'nothing-imports-tests',
      comment: 'Shipped code that needs a test file is a test.',
      severity: 'error',
      from: { path: '^(src|extension|examples)/', pathNot: test },
      to: { path: ['^tests/', test] },
    },
    {
      name: 'unresolvable',
      comment: 'An import that does not resolve is a typo or a missing package.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: ['node_modules'] },
    exclude: { path: ['^\\.(wxt|output|cache)/'] },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.js', '.d.ts', '.json'],
    },
  },
};
