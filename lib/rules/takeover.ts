import type { Event } from '../event/event.ts'
import { concernedMailbox } from './concerned-mailbox.ts'
import { networkOf } from './network.ts'
import type { RuleNumbers } from './numbers.ts'
import type { RuleOutcome, Rule, Said, Subject } from './rule.ts'
import { STEP_KINDS, type TakeoverStep, type StepName, stepOf, summaryOf } from './takeover-step.ts'
import { startOf } from './window-count.ts'

/** What is known of a mailbox: for each kind of step the newest, in the order of time. */
interface Chain {
  readonly steps: readonly TakeoverStep[]
  /** The takeover that was said. */
  readonly said?: { readonly id: string; readonly time: number }
}

/**
 * Says that a mailbox was probably taken over. Nothing alone is proof: somebody who forgot the password fails often,
 * logs in and changes it. Proof is a login after many failed ones and then what hides or uses it (a forward to another
 * domain, a filter, an autoresponder, a burst of mail). A new place is proof with a burst of mail from there, or with
 * two of these, another password included: people travel, and then set an autoresponder. Without a suspicious login it
 * takes a forward or filter, another password, and then a burst of mail. Each further kind of step is an event of its
 * own.
 */
export function takeover({ takeoverWindow }: RuleNumbers): Rule<Chain> {
  return {
    name: 'takeover',
    version: 1,
    kinds: STEP_KINDS,
    says: ['mailbox_takeover', 'mailbox_takeover_step'],
    window: takeoverWindow,
    keys: (event) => {
      const mailbox = concernedMailbox(event)
      return mailbox === undefined || stepOf(event) === undefined ? [] : [mailbox]
    },
    step: (state = { steps: [] }, heard, subject) => {
      if ('tick' in heard) return { state, said: [] }
      const { event, id } = heard
      const name = stepOf(event)
      return name === undefined
        ? { state, said: [] }
        : after(state, { name, event, id }, { ...subject, seconds: takeoverWindow })
    },
  }
}

interface Happened {
  readonly name: StepName
  readonly event: Event
  readonly id: string
}

function after(
  { steps: before, said: earlier }: Chain,
  { name, event, id }: Happened,
  { seconds, idOf }: Pick<Subject, 'idOf'> & { readonly seconds: number },
): RuleOutcome<Chain> {
  const { time } = event
  const isRecent = (each: { readonly time: number }): boolean => Math.abs(time - each.time) <= seconds
  const first = earlier && isRecent(earlier) ? earlier : undefined
  // What was said once is not said again of the same steps.
  const kept = earlier !== undefined && first === undefined ? [] : before.filter(isRecent)
  const isNew = !kept.some((step) => step.name === name)
  const step: TakeoverStep = { name, time, id, ip: 'ip' in event ? event.ip : null }
  // Of several new places the first one counts: what was done since then can follow from it.
  const steps = (!isNew && name === 'place' ? kept : [...kept.filter((other) => other.name !== name), step]).toSorted(
    (one, other) => one.time - other.time,
  )
  const mailbox_address = concernedMailbox(event) ?? ''
  const about = (chosen: readonly TakeoverStep[]) =>
    ({
      time,
      context: 'mailbox',
      service: null,
      ip: step.ip ?? chosen.findLast(({ ip }) => ip !== null)?.ip ?? null,
      mailbox_address,
      summary: summaryOf(chosen.map((each) => each.name)),
      parts: chosen.flatMap((each) => each.id).join(' '),
    }) as const
  const window = startOf(time, seconds)
  if (first !== undefined) {
    const event = { type: 'mailbox_takeover_step', ...about([step]), takeover_id: first.id } as const
    return { state: { steps, said: first }, said: isNew ? [{ event, window, of: `${first.id} ${name}` }] : [] }
  }
  const proof = proofIn(steps)
  if (proof === undefined) return { state: { steps }, said: [] }
  const said: Said = { event: { type: 'mailbox_takeover', ...about(proof) }, window }
  return { state: { steps, said: { id: idOf(said), time } }, said: [said] }
}

const HIDES: ReadonlySet<StepName> = new Set(['forward', 'filter', 'autoresponder', 'default address'])

/** The steps that prove a takeover; undefined if there is no proof. */
function proofIn(steps: readonly TakeoverStep[]): readonly TakeoverStep[] | undefined {
  const later = since('access', steps)
  if (later.some(({ name }) => HIDES.has(name) || name === 'mail')) return later
  const elsewhere = since('place', steps)
  if (isUse(elsewhere)) return elsewhere
  const isWhole = [HIDES, new Set(['password'])].every((names) => steps.some(({ name }) => names.has(name)))
  return isWhole && steps.at(-1)?.name === 'mail' ? steps : undefined
}

function since(first: StepName, steps: readonly TakeoverStep[]): readonly TakeoverStep[] {
  const index = steps.findIndex(({ name }) => name === first)
  return index === -1 ? [] : steps.slice(index)
}

/** Whether steps since a login from a new place are more than somebody does who is on a journey. */
function isUse([place, ...later]: readonly TakeoverStep[]): boolean {
  const networkAt = (ip: string | null | undefined): string | undefined => (ip ? networkOf(ip) : undefined)
  const isSentFromThere = ({ name, ip }: TakeoverStep): boolean =>
    name === 'mail' && ip !== null && networkAt(ip) === networkAt(place?.ip)
  const deeds = later.filter(({ name }) => name !== 'access')
  return deeds.some(isSentFromThere) || (deeds.length > 1 && deeds.some(({ name }) => USES.has(name)))
}

const USES: ReadonlySet<StepName> = new Set(['forward', 'filter', 'default address', 'mail'])
