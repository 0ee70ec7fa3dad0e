import * as v from 'valibot'
import type { Probe, ProbeResult, ProbeTools } from '../probe.ts'
import { surveyHere, type SurveyPlaces } from '../survey/survey-places.ts'
import { surveyed } from '../survey/surveyed.ts'
import { ProbeFault, resultOfFault } from '../wire/probe-fault.ts'
import { said } from '../wire/said.ts'
import { type QueueSettings, queueSettings } from './queue-settings.ts'
import { queuedMessages, usualSpool } from './queued-messages.ts'

/** What root tells of queues: by the folder that the checks name, which is empty for the usual one. */
const QUEUES = v.pipe(
  v.array(
    v.object({
      spool: v.string(),
      count: v.optional(v.pipe(v.number(), v.safeInteger(), v.minValue(0))),
      fault: v.optional(v.string()),
    }),
  ),
  v.maxLength(1000),
)

/** The queue of one spool. */
type ToldQueue = v.InferOutput<typeof QUEUES>[number]

const WISH = { kind: 'queue', schema: QUEUES, patience: 5000, oldest: 900_000 }

/** How many messages wait in the queue of exim, frozen ones too. Only root and exim itself may look at it. */
export function queueIn(root: string, survey: () => SurveyPlaces | undefined = surveyHere): Probe<QueueSettings> {
  return {
    name: 'queue',
    settings: queueSettings,
    elsewhere: () => undefined,
    async run({ spool, ...limits }, tools) {
      try {
        const places = survey()
        const count =
          places === undefined
            ? await queuedMessages(spool ?? usualSpool(root), tools.signal)
            : await toldCount(spool ?? '', places, tools)
        return judged(count, limits)
      } catch (error) {
        return resultOfFault(error)
      }
    },
  }
}

/** What root tells of the queues of these checks. */
export async function surveyedQueues(
  root: string,
  checks: readonly QueueSettings[],
  { signal }: Pick<ProbeTools, 'signal'>,
): Promise<readonly ToldQueue[]> {
  const spools = [...new Set(checks.map(({ spool = '' }) => spool))]
  return Promise.all(
    spools.map(async (spool) => {
      try {
        return { spool, count: await queuedMessages(spool || usualSpool(root), signal) }
      } catch (error) {
        return { spool, fault: resultOfFault(error).text }
      }
    }),
  )
}

async function toldCount(spool: string, places: SurveyPlaces, tools: ProbeTools): Promise<number> {
  const queues = await surveyed(WISH, places, tools)
  const { count, fault = `root has not looked into ${spool || 'the queue'} yet` } =
    queues.find((queue) => queue.spool === spool) ?? {}
  if (count === undefined) throw new ProbeFault(said(Buffer.from(fault)), 'unknown')
  return count
}

function judged(count: number, { warning, critical }: Omit<QueueSettings, 'spool'>): ProbeResult {
  const gauges = [{ name: 'queue_messages', value: count }]
  const text = `${count} ${count === 1 ? 'message waits' : 'messages wait'} in the queue`
  return { verdict: count > critical ? 'failed' : count > warning ? 'warning' : 'ok', text, gauges }
}
