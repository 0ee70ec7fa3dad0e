import { Evaluator } from '../../hub/evaluation/evaluator.ts'
import type { Store } from '../../hub/store/store.ts'
import type { NewEvent } from '../../hub/store/tables.ts'
import { told } from './incident-evidence.ts'
import type { IncidentRows } from './incident-rows.ts'
import { agentIn, arrivalOf } from './kept-events.ts'
import { NOW } from './stores.ts'

/** Who attacks in the stories. */
export const ATTACKER = '203.0.113.7'

/** What a host reports at a time, in seconds. */
export interface StoryReport {
  readonly agent: number
  readonly received: number
  readonly events: readonly NewEvent[]
}

/** So many hosts. */
export async function hostsIn(store: Store, count: number): Promise<readonly number[]> {
  const agents: number[] = []
  for (let index = 1; index <= count; index += 1) agents.push(await agentIn(store, `web${index}.example.com`))
  return agents
}

/**
 * One address tries so many mailboxes of the hosts in turn, one after so many seconds, and then gets into three. No
 * host sees enough of it to conclude anything.
 */
export function massAttack(agents: readonly number[], mailboxes: number, pause = 1): readonly StoryReport[] {
  const reports = Array.from({ length: mailboxes }, (_, index) => {
    const [agent, time] = [agents[index % agents.length] ?? 0, NOW + index * pause]
    const mailbox = `m${index}@site${index % agents.length}.example`
    return {
      agent,
      received: time + 2,
      events: [told(agent, 'login_failed', `f${index}`, { time, mailbox, ip: ATTACKER })],
    }
  })
  const logins = [0, 1, 2].map((index) => {
    const [agent, time] = [agents[index] ?? 0, NOW + mailboxes * pause + index]
    const mailbox = `m${index}@site${index}.example`
    return { agent, received: time + 2, events: [told(agent, 'login', `in${index}`, { time, mailbox, ip: ATTACKER })] }
  })
  return [...reports, ...logins]
}

/** Keeps reports as they come. */
export async function keepAll(store: Store, reports: readonly StoryReport[]): Promise<void> {
  for (const { agent, received, events } of reports) {
    const came = events.map((event) => Object.assign({}, event, { received }))
    await store.keep(arrivalOf(agent, came, { received }))
  }
}

/** Judges until all is judged, and then at a time later, in seconds; another evaluator if this one was not faster. */
export async function judgeAll(store: Store, now: number): Promise<void> {
  let evaluator = await startEvaluator(store)
  for (let isMore: boolean | undefined = true; isMore !== false;) {
    isMore = await evaluator.round(now)
    if (isMore === undefined) evaluator = await startEvaluator(store)
  }
}

/** An evaluator that goes on where the store stands. */
export async function startEvaluator(store: Store): Promise<Evaluator> {
  return Evaluator.start({
    store,
    rules: () => [],
    tell: ({ text }) => {
      throw new Error(text)
    },
  })
}

/** What of incidents does not depend on when they were judged, and how much at once. */
export function outcomeOf({ incidents, steps, subjects }: IncidentRows): readonly string[] {
  const names = new Map(incidents.map(({ id, subject, kind, first_step }) => [id, `${kind} ${subject} ${first_step}`]))
  const values = (row: object): string => Object.values(row).join(' ')
  return [
    ...incidents.map(({ id, opened, updated, revision, closed, previous, ...row }) =>
      [id && opened && updated && revision && values(row), closed === null, names.get(previous ?? 0)].join(' '),
    ),
    ...steps.map(({ incident, noted, ...row }) => [names.get(incident), noted > 0, values(row)].join(' ')),
    ...subjects.map(({ incident, ...row }) => [names.get(incident), values(row)].join(' ')),
  ].toSorted(byLetters)
}

/** The order of texts. */
export function byLetters(one: string, other: string): number {
  return one < other ? -1 : 1
}
