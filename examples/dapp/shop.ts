/** The page: what a dapp does with an inbox. Everything that the person allowed is asked of the inbox, nothing is kept here. */
import { findInbox, type Inbox, type NotificationType, type Permissions } from '../../src/dapp/findInbox.ts';
import { refusalText } from './refusalText.ts';

/** What this shop says of itself at its well-known address: the page asks for exactly that. */
interface ShopFile {
  readonly senders: readonly [string, ...string[]];
  readonly types: readonly NotificationType[];
}

function element<E extends HTMLElement>(id: string, kind: abstract new () => E): E {
  const found = document.getElementById(id);
  if (!(found instanceof kind)) throw new Error(`there is no ${id} in this page`);
  return found;
}

const button = (id: string) => element(id, HTMLButtonElement);
const explanation = element('explanation', HTMLParagraphElement);
const form = element('subscription', HTMLFormElement);
const account = element('account', HTMLParagraphElement);
const status = element('status', HTMLParagraphElement);

async function readJson(url: string, init?: RequestInit): Promise<unknown> {
  const response = await fetch(url, init);
  if (!response.ok) throw new Error(`${url}: ${response.status}`);
  return await response.json();
}

/** Runs what a click began, and says what came of it; whatever refuses it is said in words. */
function onClick(target: HTMLElement, run: () => Promise<string | undefined>): void {
  target.addEventListener('click', async () => {
    status.textContent = '';
    const said = await run().catch(refusalText);
    if (said !== undefined) status.textContent = said;
  });
}

function checkbox({ id, name, description }: NotificationType, isOn: boolean): HTMLLabelElement {
  const input = Object.assign(document.createElement('input'), { type: 'checkbox', name: id, checked: isOn });
  // What is off can only be switched on by the person, in the inbox.
  input.disabled = !isOn;
  const words = document.createElement('span');
  words.append(name, Object.assign(document.createElement('small'), { textContent: description ?? '' }));
  const label = document.createElement('label');
  label.append(input, words);
  return label;
}

/** Sells with and without an inbox; with one, the order says where to write. */
function sell(whereTo: () => Promise<string | undefined>): void {
  for (const product of document.querySelectorAll<HTMLElement>('[data-product]')) {
    const buy = product.querySelector<HTMLElement>('.buy');
    if (buy === null) continue;
    onClick(buy, async () => {
      const inboxId = await whereTo();
      const { order, isTold } = (await readJson('/orders', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ product: product.dataset.product, ...(inboxId && { inboxId }) }),
      })) as { order: number; isTold: boolean };
      return isTold
        ? `Order ${order}: thank you! We wrote to your inbox.`
        : `Order ${order}: thank you! You will hear no more of it, as you asked for no messages.`;
    });
  }
}

function startMessages(inbox: Inbox, { senders: [sender], types }: ShopFile): void {
  async function render({ account: address, grants }: Permissions): Promise<void> {
    const notify = grants.find((grant) => grant.capability === 'notify' && grant.sender === sender);
    const mayOpen = grants.some(({ capability }) => capability === 'openConversation');
    // A grant without a subscription is one that was unsubscribed.
    const subscriptions = notify === undefined ? [] : await inbox.getSubscriptions();
    const subscription = subscriptions.find((each) => each.sender === sender);

    explanation.textContent =
      subscription !== undefined
        ? 'We write to the inbox in your browser. No e-mail address, no account here.'
        : notify !== undefined
          ? 'You have unsubscribed: whatever we send is blocked.'
          : 'Get a message in your wallet’s own inbox: no e-mail address, no account, and you can end it at any time.';
    button('ask').hidden = notify !== undefined;
    form.hidden = subscription === undefined;
    button('unsubscribe').hidden = subscription === undefined;
    button('begin-again').hidden = notify === undefined || subscription !== undefined;
    button('ask-seller').hidden = !mayOpen;
    button('revoke').hidden = grants.length === 0;
    account.hidden = address === undefined;
    account.textContent = `Your account: ${address?.replace(/^eip155:1:(0x.{4}).*(.{4})$/, '$1…$2') ?? ''}`;
    element('types', HTMLDivElement).replaceChildren(
      ...types.map((type) => checkbox(type, subscription?.types.includes(type.id) ?? false)),
    );
  }
  const refresh = () => inbox.getPermissions().then(render);

  inbox.on('permissionsChanged', render);
  inbox.on('conversationOpened', () => {
    status.textContent = 'Your inbox has the message ready: you send it, or not.';
  });
  // A page in the background may have missed an event.
  document.addEventListener('visibilitychange', () => {
    if (!document.hidden) refresh();
  });

  onClick(button('ask'), async () => {
    const permissions = await inbox.requestPermissions({
      notify: { sender, types, reason: 'To tell you when your lamp is on its way.' },
      openConversation: {},
    });
    await render(permissions);
    return 'Thank you! We write to you about nothing else.';
  });
  onClick(button('begin-again'), async () => {
    await inbox.subscribe({ sender, types });
    await refresh();
    return 'Good to have you back.';
  });
  onClick(button('unsubscribe'), async () => {
    await inbox.unsubscribe({ sender });
    await refresh();
    return 'You will not hear from us again.';
  });
  onClick(button('revoke'), async () => {
    await render(await inbox.revokePermissions());
    return 'Forgotten.';
  });
  onClick(button('ask-seller'), async () => {
    await inbox.openConversation({ peer: sender, draft: 'Hello! Is the desk lamp coming back?' });
    // The event has said it.
    return undefined;
  });
  form.addEventListener('change', async () => {
    const kept = [...form.querySelectorAll('input')].filter(({ checked }) => checked).map(({ name }) => name);
    await inbox.updateSubscription({ sender, types: kept }).then(
      () => {
        status.textContent = 'Noted.';
      },
      (error: unknown) => {
        status.textContent = refusalText(error);
      },
    );
    await refresh();
  });
  refresh();
}

const inbox = await findInbox();
sell(async () => (await inbox?.getPermissions())?.inboxId);
if (inbox === undefined) {
  explanation.textContent = 'This browser has no inbox for your wallet, so there is nobody to write to.';
} else {
  startMessages(inbox, (await readJson('/.well-known/wallet-inbox.json')) as ShopFile);
}
