const common = `  --data DIR    folder of the store (default: the user's data folder, wallet-inbox)
  --node URL    gRPC-web URL of the node, or local, dev, production (default: that of the store, else local)
  --key HEX     the wallet's private key; better in WALLET_INBOX_KEY, which other users of the machine cannot see
  --json        one JSON object a line on stdout, errors as JSON lines on stderr
`;

const commands: Readonly<Record<string, { readonly line: string; readonly text: string }>> = {
  register: {
    line: 'register                  make or join the inbox of the key',
    text: `wallet-inbox register [flags]

Makes the inbox of the wallet, or joins it as a further installation when it exists. Running it again is harmless.

${common}`,
  },
  whoami: {
    line: 'whoami                    who this store is, without a network call',
    text: `wallet-inbox whoami [flags]

Prints address, inbox id and installation id of the store.

${common}`,
  },
  send: {
    line: 'send PEER TEXT            send a text; PEER is an address or an inbox id',
    text: `wallet-inbox send PEER TEXT [flags]

Sends TEXT in the DM with PEER (an address or an inbox id) and waits until the node has it.

${common}`,
  },
  notify: {
    line: 'notify --to PEER ...      send an app notification (notify --help)',
    text: `wallet-inbox notify --to PEER --type ID --title T --body B [--url U] [flags]

Sends a notification in the DM with PEER (an address or an inbox id) and waits until the node has it. The person has
allowed this sender and the type ID on your site; any other XMTP client shows it as a text (docs/notifications.md).

  --type ID     kind of notification: a-z, 0-9, dot, dash, underscore; at most 32
  --title T     one line of at most 64 characters
  --body B      at most 255 characters
  --url U       https, at most 512 characters
${common}`,
  },
  reply: {
    line: 'reply --to PEER ...       answer a message (reply --help)',
    text: `wallet-inbox reply --to PEER --message ID --text TEXT [flags]

Answers the message ID and waits until the node has it.

  --to PEER     an address, an inbox id, or the id of a conversation (for groups)
  --message ID  as read and stream print it
  --text TEXT   the answer
${common}`,
  },
  react: {
    line: 'react --message ID ...    put a reaction under a message, or take it back (react --help)',
    text: `wallet-inbox react --message ID --emoji EMOJI [--remove] [flags]

Puts a reaction under a message that this store has, and prints the message.

  --message ID  as read and stream print it
  --emoji EMOJI an emoji, a short code like :smile:, or anything of at most 64 characters
  --remove      take it back
${common}`,
  },
  attach: {
    line: 'attach --to PEER ...      send a file (attach --help)',
    text: `wallet-inbox attach --to PEER --file F [--mime TYPE] [--upload URL] [flags]

Sends a file: inside the message, up to about 1 MiB, or encrypted on a server with the key in the message, up to 25 MiB.

  --to PEER     an address, an inbox id, or the id of a conversation (for groups)
  --file F      its name, without the folder, is sent with it
  --mime TYPE   what it is, e.g. image/png; by default by the ending of its name
  --upload URL  the upload endpoint (docs/uploads.md); that of a local node is its web URL with /uploads
${common}`,
  },
  'well-known': {
    line: 'well-known                print the file by which a site vouches for its sender',
    text: `wallet-inbox well-known [--name N] [--icon FILE] [--type ID:NAME[:DESCRIPTION]]... [--sender INBOX]... [flags]

Prints what a site has to serve at /.well-known/wallet-inbox.json (with Access-Control-Allow-Origin: *), so that people
see its name, and that the sender is its own. Without --sender, the sender is the inbox of this store.

  --name N      the site's name, at most 80 characters
  --icon FILE   PNG, JPEG or WebP of at most 32 KiB
  --type ...    a kind of notification, at most 16; with any, no others can be asked for
  --sender ID   an inbox id, at most 32; then neither store nor key is needed
${common}`,
  },
  list: {
    line: 'list                      the conversations, newest first',
    text: `wallet-inbox list [flags]

Fetches what waits on the node and prints the conversations, newest first.

  --offline     print what the store has, without a network call
${common}`,
  },
  read: {
    line: 'read CONVERSATION         the messages of a conversation, oldest first',
    text: `wallet-inbox read CONVERSATION [flags]

Fetches what waits on the node and prints the messages of a conversation, oldest first.

  --limit N     only the newest N messages
  --offline     print what the store has, without a network call
${common}`,
  },
  group: {
    line: 'group ACTION ...          make, change, show and leave groups (group --help)',
    text: `wallet-inbox group ACTION ... [flags]

  group create [--name NAME] [--description TEXT] [--image URL] [--permissions allMembers|adminOnly] PEER...
  group info CONVERSATION [--offline]
  group send CONVERSATION TEXT
  group rename CONVERSATION NAME
  group describe CONVERSATION TEXT
  group image CONVERSATION URL
  group add CONVERSATION PEER...
  group remove CONVERSATION PEER...
  group role CONVERSATION PEER member|admin|superAdmin
  group permit CONVERSATION PERMISSION allow|deny|admin|superAdmin
  group leave CONVERSATION

All but send print the group as it is then. PERMISSION is one of addMember, removeMember, addAdmin, removeAdmin, name,
description, imageUrl, appData, disappearing. Leaving is a request: a super admin's client takes you out.

${common}`,
  },
  stream: {
    line: 'stream                    print messages as they arrive, until Ctrl-C',
    text: `wallet-inbox stream [flags]

Prints every new message, beginning with what waits on the node, until it is interrupted. Tells on stderr when the
connection changes.

${common}`,
  },
  node: {
    line: 'node                      run the local node (node --help)',
    text: '',
  },
};

/** The page of a command, or the overview when there is none of that name. */
export function helpText(command: string | undefined): string {
  const page = command === undefined ? undefined : commands[command]?.text;
  if (page !== undefined && page !== '') return page;
  const lines = Object.values(commands).map(({ line }) => `  ${line}`);
  return `wallet-inbox: an XMTP inbox on the command line, and the local node.

${lines.join('\n')}

Flags of every command but node:
${common}
Exit codes: 0 done, 1 failed (a coded error is on stderr), 2 wrong usage.
`;
}
