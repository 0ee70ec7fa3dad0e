import type { EventOf } from '../event/event.ts'
import { concernedMailbox } from './concerned-mailbox.ts'
import { networkOf } from './network.ts'
import type { RuleNumbers } from './numbers.ts'
import type { RuleOutcome, Rule, Said, Subject } from './rule.ts'
import { STEP_KINDS, type StepName, type TakeoverStep, shownRecipient, stepOf, summaryOf } from './takeover-step.ts'
import { startOf } from './window-count.ts'

/** What is known of a mailbox: for each kind of step the newest, in the order of time. */
interface Chain {
  readonly steps: readonly TakeoverStep[]
  /** The takeover that was said, and how many further steps. */
  readonly said?: { readonly id: string; readonly time: number; readonly further: number }
  /** When a takeover will be said: the steps prove one, and more of them may follow at once. */
  readonly due?: number
}

/**
 * Says that a mailbox was probably taken over. Nothing alone is proof: somebody who forgot the password fails often,
 * logs in and changes it. Proof is a login after many failed ones and then what hides or uses it (a forward to another
 * domain, a filter, a burst of mail). A new place is proof with a burst of mail from there, or with two deeds of which
 * one is more than a journey needs: people travel, set an autoresponder and change their password. Without a suspicious
 * login it takes a forward or filter, another password, and then a burst of mail. It is said when the forwards of that
 * moment are joined, so that it names all steps of somebody quick. Each further change is an event of its own.
 */
export function takeover({ takeoverWindow: seconds, forwardWait }: RuleNumbers): Rule<Chain> {
  return {
    name: 'takeover',
    version: 1,
    kinds: STEP_KINDS,
    says: ['mailbox_takeover', 'mailbox_takeover_step'],
    window: seconds,
    matters: ({ said, due }) => said !== undefined || due !== undefined,
    keys: (event) => {
      const mailbox = concernedMailbox(event)
      return mailbox === undefined || stepOf(event) === undefined ? [] : [mailbox]
    },
    step: (state = { steps: [] }, heard, subject) => {
      if ('tick' in heard) return afterWait(state, seconds, subject)
      const { event, id } = heard
      const name = stepOf(event)
      if (name === undefined) return { state, said: [], wake: state.due }
      const step: TakeoverStep = {
        name,
        time: event.time,
        id,
        ip: 'ip' in event ? event.ip : null,
        ...shownRecipient(event),
      }
      return afterStep(state, step, { seconds, forwardWait, mailbox: subject.key })
    },
  }
}

function afterStep(
  chain: Chain,
  step: TakeoverStep,
  {
    seconds,
    forwardWait,
    mailbox,
  }: { readonly seconds: number; readonly forwardWait: number; readonly mailbox: string },
): RuleOutcome<Chain> {
  const { steps: before, said: earlier, due: dueBefore } = chain
  // What comes late must not make newer steps forgotten.
  const newest = Math.max(step.time, ...before.map(({ time }) => time))
  const isRecent = (each: { readonly time: number }): boolean => newest - each.time <= seconds
  if (!isRecent(step)) return { state: chain, said: [], wake: dueBefore }
  const first = earlier && isRecent(earlier) ? earlier : undefined
  // What proves a takeover that will be said stays until then. What proved one that is over is not recent.
  const kept = before.filter((each) => dueBefore !== undefined || isRecent(each))
  const steps = withStep(kept, step, dueBefore !== undefined)
  if (first === undefined) {
    const due = dueBefore ?? (proofIn(steps) && step.time + 2 * forwardWait)
    return { state: { steps, ...(due !== undefined && { due }) }, said: [], wake: due }
  }
  if (!isNews(step, kept, first.further)) return { state: { steps, said: first }, said: [] }
  const event = { type: 'mailbox_takeover_step', ...about(mailbox, [step]), takeover_id: first.id } as const
  const said: Said = { event, window: startOf(step.time, seconds), of: `${first.id} ${step.name} ${step.id}` }
  return { state: { steps, said: { ...first, further: first.further + 1 } }, said: [said] }
}

/** Whether a step after a takeover is to be told. */
function isNews({ name }: TakeoverStep, kept: readonly TakeoverStep[], further: number): boolean {
  return !kept.some((other) => other.name === name) || (CHANGES.has(name) && further < MOST_FURTHER)
}

/** Steps of which each one has to be undone. */
const CHANGES: ReadonlySet<StepName> = new Set(['forward', 'filter', 'filing', 'default address', 'password'])

/** Of one takeover. */
const MOST_FURTHER = 20

/**
 * Steps with one more, in the order of time. Of each kind the newest counts; of new places the first, as what was done
 * since then can follow from it, and what proves a takeover that will be said stays.
 */
function withStep(kept: readonly TakeoverStep[], step: TakeoverStep, isDue: boolean): readonly TakeoverStep[] {
  const others = kept.filter(({ name }) => name !== step.name)
  const isProven = isDue && (proofIn(kept) ?? kept).some(({ name }) => name === step.name)
  const isFirstKept = others.length < kept.length && (isProven || step.name === 'place')
  return isFirstKept ? kept : [...others, step].toSorted(inOrder)
}

/** Rules conclude how somebody came in after they hear what was done in the same second. */
function inOrder(one: TakeoverStep, other: TakeoverStep): number {
  return one.time - other.time || Number(isDeed(one)) - Number(isDeed(other))
}

function isDeed({ name }: TakeoverStep): boolean {
  return name !== 'access' && name !== 'place'
}

function afterWait({ steps, said, due }: Chain, seconds: number, { key, idOf }: Subject): RuleOutcome<Chain> {
  if (due === undefined) return { state: { steps, ...(said && { said }) }, said: [] }
  // They proved it when it became due, whatever came since.
  const event = { type: 'mailbox_takeover', ...about(key, proofIn(steps) ?? steps) } as const
  const whole: Said = { event, window: startOf(event.time, seconds) }
  return { state: { steps, said: { id: idOf(whole), time: event.time, further: 0 } }, said: [whole] }
}

/** What is said of some steps, the last of which is the newest. */
function about(
  mailbox_address: string,
  steps: readonly TakeoverStep[],
): Pick<EventOf<'mailbox_takeover'>, 'time' | 'context' | 'service' | 'ip' | 'mailbox_address' | 'summary' | 'parts'> {
  return {
    time: steps.at(-1)?.time ?? 0,
    context: 'mailbox',
    service: null,
    ip: steps.findLast(({ ip }) => ip !== null)?.ip ?? null,
    mailbox_address,
    summary: summaryOf(steps),
    parts: steps.map(({ id }) => id).join(' '),
  }
}

const HIDES: ReadonlySet<StepName> = new Set(['forward', 'filter', 'filing', 'autoresponder', 'default address'])

/** The steps that prove a takeover; undefined if there is no proof. */
function proofIn(steps: readonly TakeoverStep[]): readonly TakeoverStep[] | undefined {
  const later = since('access', steps)
  if (later.some(({ name }) => USES.has(name) || name === 'filing')) return later
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
