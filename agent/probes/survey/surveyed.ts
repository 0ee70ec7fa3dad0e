import { setTimeout } from 'node:timers/promises'
import * as v from 'valibot'
import { isOutside, messageOf } from '../../../lib/system/errors.ts'
import { localTime } from '../../../lib/time/local-time.ts'
import { askByName } from '../../requests/name-request.ts'
import type { ProbeTools } from '../probe.ts'
import { ProbeFault } from '../wire/probe-fault.ts'
import { said } from '../wire/said.ts'
import { toldSurvey } from './survey-file.ts'
import type { SurveyPlaces } from './survey-places.ts'

/** Root looks no more often, in milliseconds: what is so young is taken without asking, and in answer to a request. */
export const SURVEY_PAUSE = 10_000

/** Milliseconds between two looks at what root told. */
const TURN = 100

/** What is wanted of root. All times are in milliseconds. */
export interface SurveyWish<T> {
  /** The type of the check. */
  readonly kind: string
  readonly schema: v.GenericSchema<unknown, T>
  /** So long it is waited for. */
  readonly patience: number
  /** What is older is not believed. */
  readonly oldest: number
  /** What is no older is good enough; `SURVEY_PAUSE` at least. */
  readonly fresh?: (finding: T) => number
}

/** Asks root for what this process may not see. Throws a `ProbeFault`. */
export async function surveyed<T>(wish: SurveyWish<T>, places: SurveyPlaces, tools: ProbeTools): Promise<T> {
  const asked = tools.now()
  const before = await readFinding(wish, places)
  if (before !== undefined && 'finding' in before) {
    const age = asked - before.taken
    if (age >= 0 && age <= freshnessOf(wish, before.finding)) return before.finding
  }
  tools.step?.({ sign: '*', text: `asks root, by ${places.requests}` })
  const refusal = await refusalOf(places, wish.kind)
  const after = refusal === undefined ? await awaited(wish, places, asked, tools) : before
  if (after !== undefined && Math.abs(asked - after.taken) < wish.oldest) {
    if ('finding' in after) return after.finding
    throw new ProbeFault(said(Buffer.from(after.fault)), 'unknown')
  }
  const known = after === undefined ? 'nothing yet' : `nothing since ${localTime(after.taken)}`
  throw new ProbeFault(
    `only root may see this and has told ${known}: ${refusal ?? 'see systemctl status spoor-agent-survey.path spoor-agent-survey'}`,
    'unknown',
  )
}

/** Why root cannot be asked; undefined once it is. */
async function refusalOf({ requests }: SurveyPlaces, kind: string): Promise<string | undefined> {
  try {
    await askByName(requests, kind)
    return undefined
  } catch (error) {
    if (!isOutside(error)) throw error
    return messageOf(error)
  }
}

type Told<T> = { readonly taken: number } & ({ readonly finding: T } | { readonly fault: string })

function freshnessOf<T>({ fresh }: SurveyWish<T>, finding: T): number {
  return Math.max(fresh?.(finding) ?? 0, SURVEY_PAUSE)
}

/** What root has told in answer; after too long, what it told last. */
async function awaited<T>(
  wish: SurveyWish<T>,
  places: SurveyPlaces,
  asked: number,
  { signal, elapsed, now }: ProbeTools,
): Promise<Told<T> | undefined> {
  const end = elapsed() + wish.patience
  for (;;) {
    const told = await readFinding(wish, places)
    const isAnswer = told !== undefined && told.taken >= asked - SURVEY_PAUSE && told.taken <= now()
    if (isAnswer || signal.aborted || elapsed() >= end) return told
    await setTimeout(TURN, undefined, { signal }).catch(() => undefined)
  }
}

async function readFinding<T>({ kind, schema }: SurveyWish<T>, places: SurveyPlaces): Promise<Told<T> | undefined> {
  try {
    const told = await toldSurvey(places, kind)
    return told === undefined || 'fault' in told ? told : { taken: told.taken, finding: v.parse(schema, told.finding) }
  } catch (error) {
    const reason = v.isValiError(error) ? 'it is none that this version knows' : messageOf(error)
    throw new ProbeFault(`${places.findings}: what root told cannot be read (${said(Buffer.from(reason))})`, 'unknown')
  }
}
