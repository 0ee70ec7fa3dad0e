import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { TestContext } from 'node:test'
import type { SurveyPlaces } from '../../../../agent/probes/survey/survey-places.ts'
import { temporaryPlace } from '../probe-scene.ts'

/** Places where this process is root. */
export function surveyPlaces(t: TestContext): SurveyPlaces {
  const folder = temporaryPlace(t)
  const places = { requests: join(folder, 'requests'), findings: join(folder, 'findings') }
  mkdirSync(places.findings)
  return { ...places, owner: process.geteuid?.() ?? 0 }
}
