import type { EventOf } from '../event/event.ts'
import { concernedMailbox } from './concerned-mailbox.ts'
import type { RuleNumbers } from './numbers.ts'
import type { RuleOutcome, Rule, Said, Subject } from './rule.ts'
import { STEP_KINDS, type StepName, type TakeoverStep, stepOf, summaryOf } from './takeover-step.ts'
import { startOf } from './window-count.ts'

/** What is known of a mailbox: for each kind of step the newest, in the order of time. */
interface Chain {
  readonly steps: readonly TakeoverStep[]
  /** The takeover that was said. */
  readonly said?: { readonly id: string; readonly time: number }
  /** When a takeover will be said: the steps prove one, and more of them may follow at once. */
  readonly due?: number
}

/**
 * Says that a mailbox was probably taken over. Nothing alone is proof: somebody who forgot the password fails often,
 * logs in and changes it. Proof is a suspicious login and then what hides or uses it (a forward to another domain, a
 * filter, an autoresponder, a burst of mail), or all of these without one: a forward or filter, another password, and
 * then a burst of mail. It is said when the forwards of that moment are joined, so that it names all steps of somebody
 * quick. Each further kind of step is an event of its own.
 */
export function takeover({ takeoverWindow: seconds, forwardWait }: RuleNumbers): Rule<Chain> {
  return {
    name: 'takeover',
    version: 1,
    kinds: STEP_KINDS,
    says: ['mailbox_takeover', 'mailbox_takeover_step'],
    window: seconds,
    keys: (event) => {
      const mailbox = concernedMailbox(event)
      return mailbox === undefined || stepOf(event) === undefined ? [] : [mailbox]
    },
    step: (state = { steps: [] }, heard, subject) => {
      if ('tick' in heard) return afterWait(state, seconds, subject)
      const { event, id } = heard
      const name = stepOf(event)
      if (name === undefined) return { state, said: [], wake: state.due }
      const step: TakeoverStep = { name, time: event.time, id, ip: 'ip' in event ? event.ip : null }
      return afterStep(state, step, { seconds, forwardWait, mailbox: subject.key })
    },
  }
}

function afterStep(
  { steps: before, said: earlier, due: dueBefore }: Chain,
  step: TakeoverStep,
  {
    seconds,
    forwardWait,
    mailbox,
  }: { readonly seconds: number; readonly forwardWait: number; readonly mailbox: string },
): RuleOutcome<Chain> {
  const { name, time } = step
  const isRecent = (each: { readonly time: number }): boolean => Math.abs(time - each.time) <= seconds
  const first = earlier && isRecent(earlier) ? earlier : undefined
  // What was said once is not said again of the same steps.
  const kept = earlier !== undefined && first === undefined ? [] : before.filter(isRecent)
  const steps = [...kept.filter((other) => other.name !== name), step].toSorted((one, other) => one.time - other.time)
  if (first === undefined) {
    const due = dueBefore ?? (proofIn(steps) && time + 2 * forwardWait)
    return { state: { steps, ...(due !== undefined && { due }) }, said: [], wake: due }
  }
  const state = { steps, said: first }
  if (kept.some((other) => other.name === name)) return { state, said: [] }
  const event = { type: 'mailbox_takeover_step', ...about(mailbox, [step]), takeover_id: first.id } as const
  return { state, said: [{ event, window: startOf(time, seconds), of: `${first.id} ${name}` }] }
}

function afterWait({ steps, said: earlier }: Chain, seconds: number, { key, idOf }: Subject): RuleOutcome<Chain> {
  const proof = proofIn(steps)
  if (proof === undefined) return { state: { steps, ...(earlier && { said: earlier }) }, said: [] }
  const event = { type: 'mailbox_takeover', ...about(key, proof) } as const
  const said: Said = { event, window: startOf(event.time, seconds) }
  return { state: { steps, said: { id: idOf(said), time: event.time } }, said: [said] }
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
    summary: summaryOf(steps.map(({ name }) => name)),
    parts: steps.map(({ id }) => id).join(' '),
  }
}

const HIDES: ReadonlySet<StepName> = new Set(['forward', 'filter', 'autoresponder', 'default address'])

/** The steps that prove a takeover; undefined if there is no proof. */
function proofIn(steps: readonly TakeoverStep[]): readonly TakeoverStep[] | undefined {
  const access = steps.findIndex(({ name }) => name === 'access')
  const later = access === -1 ? [] : steps.slice(access)
  if (later.some(({ name }) => HIDES.has(name) || name === 'mail')) return later
  const isWhole = [HIDES, new Set(['password'])].every((names) => steps.some(({ name }) => names.has(name)))
  return isWhole && steps.at(-1)?.name === 'mail' ? steps : undefined
}
