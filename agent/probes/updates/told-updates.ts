import * as v from 'valibot'
import type { ProbeTools } from '../probe.ts'
import { toldSurvey } from '../survey/survey-file.ts'
import type { SurveyPlaces } from '../survey/survey-places.ts'
import { surveyed } from '../survey/surveyed.ts'
import { dnfUpdates } from './dnf.ts'
import { DNF_STATE, packageState } from './package-state.ts'
import { MOST_ADVISORIES, MOST_UPDATES, type PackageUpdate } from './update.ts'

const word = v.pipe(v.string(), v.maxLength(300))

/** What root tells of the updates of dnf, and of which state of lists and packages. */
const UPDATES = v.object({
  state: v.pipe(v.string(), v.maxLength(1000)),
  updates: v.pipe(
    v.array(
      v.object({
        name: word,
        version: word,
        isSecurity: v.boolean(),
        advisories: v.pipe(v.array(word), v.maxLength(MOST_ADVISORIES), v.readonly()),
      }),
    ),
    v.maxLength(MOST_UPDATES),
  ),
})

/** What dnf tells root, who has its metadata; it is not asked again before lists or packages have changed. */
export async function surveyedUpdates(
  root: string,
  dnf: string,
  places: SurveyPlaces,
  tools: ProbeTools,
): Promise<v.InferOutput<typeof UPDATES>> {
  const state = packageState(root, DNF_STATE)
  const last = await toldSurvey(places, 'updates').catch(() => undefined)
  const known = last === undefined || 'fault' in last ? undefined : v.safeParse(UPDATES, last.finding)
  if (known?.success === true && known.output.state === state) return known.output
  return { state, updates: [...(await dnfUpdates(dnf, tools, places.findings))] }
}

/** The same as root tells it. Throws a `ProbeFault`. */
export async function toldUpdates(places: SurveyPlaces, tools: ProbeTools): Promise<readonly PackageUpdate[]> {
  const wish = { kind: 'updates', schema: UPDATES, patience: 110_000, oldest: 2 * 86_400_000 }
  return (await surveyed(wish, places, tools)).updates
}
