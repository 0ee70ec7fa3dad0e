import type { Gauge, Probe, ProbeResult, Verdict } from '../probe.ts'
import { firstLineOf, programOutcome } from '../programs/program-run.ts'
import { resultOfFault } from '../wire/probe-fault.ts'
import { said } from '../wire/said.ts'
import { type UnitSettings, unitSettings } from './unit-settings.ts'

const PROPERTIES = ['LoadState', 'UnitFileState', 'ActiveState', 'SubState', 'Result', 'NRestarts', 'Type']

/** How a unit of systemd is, as this program says that shows its properties. */
export function unitBy(systemctl: string): Probe<UnitSettings> {
  return {
    name: 'unit',
    settings: unitSettings,
    elsewhere: () => undefined,
    async run({ unit }, tools) {
      try {
        const words = ['show', '--no-pager', '--property', PROPERTIES.join(','), '--', unit]
        const { code, stdout, stderr } = await programOutcome([systemctl, ...words], tools)
        const properties = propertiesIn(stdout.toString('latin1'))
        if (code === 0 && properties.has('ActiveState')) return judged(unit, properties)
        const reason = firstLineOf(stderr) || `systemctl ended with ${code}`
        return { verdict: 'unknown', text: `Nothing is known of ${unit}: ${reason}` }
      } catch (error) {
        return resultOfFault(error)
      }
    },
  }
}

type Properties = ReadonlyMap<string, string>

function propertiesIn(output: string): Properties {
  const lines = output.split('\n').map((line) => [line, line.indexOf('=')] as const)
  return new Map(lines.filter(([, at]) => at > 0).map(([line, at]) => [line.slice(0, at), shown(line.slice(at + 1))]))
}

function shown(value: string): string {
  return said(Buffer.from(value, 'latin1'), 60)
}

function judged(unit: string, properties: Properties): ProbeResult {
  const restarts = properties.get('NRestarts') ?? ''
  const gauges: readonly Gauge[] = /^\d{1,9}$/.test(restarts) ? [{ name: 'restarts', value: Number(restarts) }] : []
  const [verdict, what] = state(properties)
  const text = `${unit} ${what}`
  return verdict === 'off' ? { verdict: 'unknown', text, isOff: true } : { verdict, text, gauges }
}

/** What a unit does, to follow its name. Source: systemd's unit-def.c. */
function state(properties: Properties): readonly [Verdict | 'off', string] {
  const of = (name: string): string => properties.get(name) ?? ''
  if (of('LoadState') === 'not-found')
    return ['failed', 'is not known to systemd: it is not installed, or is called otherwise']
  if (of('LoadState') === 'masked') return ['off', 'is masked: somebody wants it never to start']
  const sub = of('SubState')
  switch (of('ActiveState')) {
    case 'active':
    case 'reloading':
    case 'refreshing':
      return ['ok', `is active (${sub})`]
    case 'activating':
      if (sub === 'auto-restart') return ['failed', `ended and waits for its restart (${of('Result')})`]
      return ['warning', `is starting (${sub})`]
    case 'deactivating':
      return ['warning', `is stopping (${sub})`]
    case 'failed':
      return ['failed', `has failed (${of('Result')})`]
    default:
      return inactive(of)
  }
}

function inactive(of: (name: string) => string): readonly [Verdict | 'off', string] {
  if (of('Type') === 'oneshot' && of('Result') === 'success') return ['ok', 'has done its work, or waits for its turn']
  if (of('UnitFileState') === 'disabled')
    return ['off', 'does not run, and is disabled: nobody wants it to start by itself']
  return ['failed', `does not run (${of('ActiveState')})`]
}
