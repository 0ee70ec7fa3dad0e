import * as v from 'valibot'
import type { Tell } from '../../lib/notice/notice.ts'
import { eitherSignal } from '../../lib/system/either-signal.ts'
import { isOutside, messageOf } from '../../lib/system/errors.ts'
import { plainText } from '../../lib/text/plain-text.ts'
import type { CheckConfig } from '../config/checks/check-config.ts'
import { surveyedDisks } from '../probes/disk/told-disks.ts'
import type { ProbeTools } from '../probes/probe.ts'
import { queueSettings } from '../probes/queue/queue-settings.ts'
import { surveyedQueues } from '../probes/queue/queue.ts'
import { type SurveyAnswer, tellSurvey, toldSurvey } from '../probes/survey/survey-file.ts'
import type { SurveyPlaces } from '../probes/survey/survey-places.ts'
import { SURVEY_PAUSE } from '../probes/survey/surveyed.ts'
import { surveyedUpdates } from '../probes/updates/told-updates.ts'
import { ProbeFault } from '../probes/wire/probe-fault.ts'
import { takeRequestedNames } from '../requests/name-request.ts'
import { surveyNotices } from './notices.ts'

/** The host that root looks at. */
export interface SurveyHost {
  /** Its files are below it. */
  readonly root: string
  /** Its dnf. */
  readonly dnf: string
  readonly places: SurveyPlaces
}

/** What telling works with. */
export interface Surveying extends Pick<ProbeTools, 'now' | 'elapsed' | 'signal'> {
  readonly host: SurveyHost
  /** All that are configured: they say what is looked at. */
  readonly checks: readonly CheckConfig[]
  readonly tell: Tell
}

/** What is asked for meanwhile starts no unit that runs already, so it is looked for so often again. */
const MOST_TURNS = 20

/** Milliseconds that one look may take; apt and dnf take up to a minute. */
const LIMIT = 120_000

type Look = (host: SurveyHost, checks: readonly CheckConfig[], tools: ProbeTools) => Promise<unknown>

/** What is looked at for checks of a type: nothing else is known here. */
const LOOKS: ReadonlyMap<string, Look> = new Map<string, Look>([
  ['queue', async ({ root }, checks, tools) => surveyedQueues(root, checks.flatMap(queueOf), tools)],
  ['disk', async ({ root }, _checks, tools) => surveyedDisks(root, tools)],
  ['updates', async ({ root, dnf, places }, _checks, tools) => surveyedUpdates(root, dnf, places, tools)],
])

/** Tells the watcher what it asks for, as far as configured checks need it. */
export async function tellSurveys(parts: Surveying): Promise<void> {
  const { host, checks, now, signal, tell } = parts
  const { requests } = host.places
  const refuse = (reason: string): void => tell(surveyNotices.requestRefused(requests, plainText(reason)))
  for (let turns = 0; turns < MOST_TURNS && !signal.aborted; turns += 1) {
    const { names, refused } = takeRequestedNames(requests, now())
    for (const reason of refused) refuse(reason)
    if (names.size === 0) return
    for (const kind of names) {
      const look = LOOKS.get(kind)
      const asking = checks.filter(({ type }) => type === kind)
      if (look === undefined || asking.length === 0) refuse(`no check of type ${kind} needs root`)
      else await toldOf(kind, async (tools) => look(host, asking, tools), parts)
    }
  }
}

async function toldOf(kind: string, look: (tools: ProbeTools) => Promise<unknown>, parts: Surveying): Promise<void> {
  const { host, now, elapsed, signal, tell } = parts
  const taken = now()
  const last = await toldSurvey(host.places, kind).catch(() => undefined)
  if (last !== undefined && Math.abs(taken - last.taken) < SURVEY_PAUSE) return
  const limit = eitherSignal(signal, AbortSignal.timeout(LIMIT))
  const answer = await answerOf(look({ check: kind, now, elapsed, signal: limit }))
  if (signal.aborted) return
  await tellSurvey(host.places, kind, { ...answer, taken }).catch((error: unknown) => {
    if (!isOutside(error)) throw error
    tell(surveyNotices.untold(host.places.findings, messageOf(error)))
  })
}

async function answerOf(look: Promise<unknown>): Promise<SurveyAnswer> {
  try {
    return { finding: await look }
  } catch (error) {
    if (!(error instanceof ProbeFault) && !isOutside(error)) throw error
    return { fault: plainText(messageOf(error)).slice(0, 1000) }
  }
}

function queueOf({ settings }: CheckConfig): readonly v.InferOutput<typeof queueSettings>[] {
  const parsed = v.safeParse(queueSettings, settings)
  return parsed.success ? [parsed.output] : []
}
