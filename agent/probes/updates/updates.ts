import { type Platform, platformHere } from '../../../lib/system/platform.ts'
import type { Probe, ProbeResult, ProbeTools } from '../probe.ts'
import { surveyHere, type SurveyPlaces } from '../survey/survey-places.ts'
import { resultOfFault } from '../wire/probe-fault.ts'
import { said } from '../wire/said.ts'
import { aptUpdates } from './apt.ts'
import { cpanelFinding } from './cpanel-updates.ts'
import { dnfUpdates } from './dnf.ts'
import { APT_STATE, DNF_STATE, packageState } from './package-state.ts'
import { toldUpdates } from './told-updates.ts'
import type { PackageUpdate } from './update.ts'
import { type UpdatesSettings, updatesSettings } from './updates-settings.ts'

/** So many updates are shown one by one to who watches. */
const MOST_STEPS = 100

type Manager = NonNullable<UpdatesSettings['manager']>

const MANAGERS: Readonly<
  Record<
    Manager,
    {
      readonly ask: (program: string, tools: ProbeTools) => Promise<readonly PackageUpdate[]>
      readonly program: string
      readonly changes: readonly string[]
    }
  >
> = {
  apt: { ask: aptUpdates, program: 'apt-get', changes: APT_STATE },
  dnf: { ask: dnfUpdates, program: 'dnf', changes: DNF_STATE },
}

const OF_PLATFORM: Readonly<Record<Platform, Manager>> = { debian: 'apt', el: 'dnf' }

/**
 * Which packages of the host have newer versions, from the lists that are here: nothing is fetched, and nothing is run
 * as long as neither lists nor packages have changed. Its files are below `root`; its programs are called by name, or
 * are others. The metadata of dnf are root's, who tells what is in them.
 */
export function updatesIn(
  root: string,
  programs: Readonly<Partial<Record<Manager, string>>> = {},
  survey: () => SurveyPlaces | undefined = surveyHere,
): Probe<UpdatesSettings> {
  const known = new Map<Manager, { readonly state: string; readonly updates: readonly PackageUpdate[] }>()
  return {
    name: 'updates',
    // apt takes up to half a minute, and only when something has changed.
    settings: updatesSettings,
    usual: { interval: 86_400_000, limit: 120_000 },
    elsewhere: () => undefined,
    async run({ manager = OF_PLATFORM[platformHere()], warning }, tools) {
      const { ask, program, changes } = MANAGERS[manager]
      try {
        const places = manager === 'dnf' ? survey() : undefined
        if (places !== undefined) return judged(await toldUpdates(places, tools), warning, tools, cpanelFinding(root))
        const state = packageState(root, changes)
        const last = known.get(manager)
        const updates = last?.state === state ? last.updates : await ask(programs[manager] ?? program, tools)
        known.set(manager, { state, updates })
        return judged(updates, warning, tools, cpanelFinding(root))
      } catch (error) {
        return resultOfFault(error)
      }
    },
  }
}

function judged(
  updates: readonly PackageUpdate[],
  warning: UpdatesSettings['warning'],
  { step }: ProbeTools,
  cpanel?: string,
): ProbeResult {
  const security = updates.filter(({ isSecurity }) => isSecurity)
  for (const update of security.slice(0, MOST_STEPS)) step?.({ sign: '*', text: wordsOfUpdate(update) })
  const others = updates.length - security.length
  const gauges = [
    { name: 'updates_pending', value: security.length, of: { kind: 'security' } },
    { name: 'updates_pending', value: others, of: { kind: 'other' } },
  ]
  const names = said(Buffer.from(security.map(wordsOfUpdate).join(', ')), 200)
  const found = [
    ...(security.length === 0 ? [] : [`${counted(security.length, 'security update')}: ${names}`]),
    ...(others === 0 ? [] : [counted(others, security.length === 0 ? 'update' : 'other update')]),
    ...(cpanel === undefined ? [] : [cpanel]),
  ]
  const isWarning = security.length > 0 || (warning === 'any' && others > 0)
  const text = found.length === 0 ? 'No updates wait' : found.join('; ')
  return { verdict: isWarning ? 'warning' : 'ok', text, gauges }
}

/** `openssl 1:3.0.7-27.el9 (RHSA-2024:1234 Important, CVE-2024-1234)`. */
function wordsOfUpdate({ name, version, advisories }: PackageUpdate): string {
  const told = advisories.length === 0 ? '' : ` (${advisories.join(', ')})`
  return said(Buffer.from(`${name} ${version}${told}`), 300)
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`
}
