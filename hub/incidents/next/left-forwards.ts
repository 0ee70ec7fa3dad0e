import { plainMailbox, uapi } from './root-commands.ts'
import type { Taken } from './taken.ts'
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

const REMOVED: ReadonlySet<string> = new Set(['forward_removed', 'forward_deleted', 'domain_forward_removed'])

/** The forwards that were set, each by itself, and which of them were seen removed. */
export function leftForwards(taken: Taken): readonly Todo[] {
  const added = taken.steps.filter(({ kind, fields }) => ADDED.has(kind) && fields['forward_recipient'] !== undefined)
  const each = [...Map.groupBy(added, recipientOf).entries()]
  const more = each.length - MOST
  return [
    ...each.slice(0, MOST).flatMap(([recipient, asked]) => removal(taken, recipient, asked)),
    ...(more > 0 ? look(added.at(-1), `${more} more forwards were set.`) : []),
    ...(each.length === 0 ? look(taken.steps.findLast(isHalf), 'One was set, and no log tells where it leads.') : []),
  ]
}

/** Which of them are whose, only the owner can say. */
function look(because: Happening | undefined, why: string): readonly Todo[] {
  if (because === undefined) return []
  return [{ what: 'Look through the forwards.', of: '', where: `In cPanel: Forwarders. ${why}`, commands: [], because }]
}

function isHalf({ kind }: Happening): boolean {
  return kind === 'forward_added_partial_ip'
}

function removal({ subject, steps }: Taken, recipient: string, asked: readonly Happening[]): readonly Todo[] {
  const because = asked.at(-1)
  if (because === undefined) return []
  const mailbox = plainMailbox(subject)
  const { [because.kind]: special } = SPECIAL
  const values = { address: subject, forwarder: recipient }
  const isSame = (step: Happening): boolean =>
    step.kind === 'default_address_changed'
      ? because.kind === step.kind && recipientOf(step) !== recipient
      : REMOVED.has(step.kind) && recipientOf(step) === recipient
  return [
    {
      what: special?.what ?? 'Remove the forward',
      of: `to ${named(recipient)}.`,
      where: special?.where ?? 'In cPanel: Forwarders. Whoever reads that address has the mail that came since.',
      commands: special === undefined && mailbox ? [uapi(mailbox.domain, 'Email delete_forwarder', values)] : [],
      because,
      seen: answerTo(asked, steps, isSame),
    },
  ]
}

/** Those that are not of one mailbox. */
const SPECIAL: Readonly<Record<string, Pick<Todo, 'what' | 'where'>>> = {
  domain_forward_added: {
    what: 'Remove the forward of the domain',
    where: 'In cPanel: Forwarders, Forward All Email for a Domain.',
  },
  default_address_changed: {
    what: 'Set the default address back: it leads',
    where: 'In cPanel: Default Address.',
  },
}

function recipientOf({ fields }: Happening): string {
  return String(fields['forward_recipient'])
}
