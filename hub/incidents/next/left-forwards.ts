import { plainMailbox, uapi } from './root-commands.ts'
import { answerTo, type Happening, named, type Todo } from './todo.ts'

/** So many forwards are named one by one. */
const MOST = 5

const ADDED: ReadonlySet<string> = new Set([
  'forward_added',
  'forward_added_partial_recipient',
  'forward_found',
  'domain_forward_added',
  'default_address_changed',
])

const REMOVED: ReadonlySet<string> = new Set([
  'forward_removed',
  'forward_deleted',
  'domain_forward_removed',
  'default_address_changed',
])

interface Forwarding {
  readonly subject: string
  readonly steps: readonly Happening[]
}

/** The forwards that were set, each by itself, and which of them were seen removed. */
export function leftForwards({ subject, steps }: Forwarding): readonly Todo[] {
  const added = steps.filter(({ kind }) => ADDED.has(kind))
  const to = [...Map.groupBy(added, recipientOf)].filter(([recipient]) => recipient !== undefined)
  const todos = to.slice(0, MOST).map(([recipient = '', asked]) => removal({ subject, steps }, recipient, asked))
  const more = to.slice(MOST).flatMap(([, asked]) => asked)
  const untold = steps.filter(({ kind }) => kind === 'forward_added_partial_ip')
  const others = to.length === 0 ? untold : more
  const because = others.at(-1)
  if (because === undefined) return todos
  return [
    ...todos,
    {
      what: to.length === 0 ? 'Look at the forwards.' : `Look at the other forwards.`,
      of: '',
      where: `In cPanel: Forwarders.${to.length === 0 ? ' One was added, and no log tells where it leads.' : ` ${to.length - MOST} more were set.`}`,
      commands: [],
      because,
    },
  ]
}

function removal({ subject, steps }: Forwarding, recipient: string, asked: readonly Happening[]): Todo {
  const because = asked.at(-1) ?? asked[0]
  const [kind, mailbox] = [because?.kind ?? '', plainMailbox(subject)]
  const isOwn = kind.startsWith('forward_')
  const seen = answerTo(asked, steps, (step) => step !== because && REMOVED.has(step.kind) && isGone(step, recipient))
  const call = { address: subject, forwarder: recipient }
  return {
    what: WHAT[kind] ?? 'Remove the forward',
    of: `to ${named(recipient)}.`,
    where: WHERE[kind] ?? 'In cPanel: Forwarders. What was sent there meanwhile is known to whoever reads it.',
    commands: isOwn && mailbox !== undefined ? [uapi(mailbox.domain, 'Email delete_forwarder', call)] : [],
    because: because ?? NOTHING,
    seen,
  }
}

/** Whether a step says that no mail goes there any more. */
function isGone(step: Happening, recipient: string): boolean {
  const now = recipientOf(step)
  return step.kind === 'default_address_changed' ? now !== recipient : now === recipient
}

const WHAT: Readonly<Record<string, string>> = {
  domain_forward_added: 'Remove the forward of the whole domain',
  default_address_changed: 'Set the default address back: mail goes',
}

const WHERE: Readonly<Record<string, string>> = {
  domain_forward_added: 'In cPanel: Forwarders, Forward All Email for a Domain.',
  default_address_changed: 'In cPanel: Default Address.',
}

const NOTHING: Happening = { kind: '', time: 0, noted: 0, mailbox: null, ip: null, fields: {} }

function recipientOf({ fields }: Happening): string | undefined {
  const { forward_recipient: recipient } = fields
  return recipient === undefined ? undefined : String(recipient)
}
