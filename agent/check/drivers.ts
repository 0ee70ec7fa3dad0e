import { systemClock } from '../../lib/system/clock.ts'
import { counted } from '../../lib/terminal/count.ts'
import type { OwnDriver } from '../config/drivers/own-drivers.ts'
import type { Loaded } from '../config/load.ts'
import type { Finding } from './finding.ts'

/** Whether own drivers say of their samples what they must, and which of their patterns cost much. */
export async function driverFindings({ drivers }: Pick<Loaded, 'drivers'>): Promise<readonly Finding[]> {
  if (drivers.length === 0) return []
  const { differencesIn } = await import('../own-drivers/sample-result.ts')
  const now = Math.floor(systemClock.now() / 1000)
  const findingsOf = ({ name, file, driver, followers, samples, slow }: OwnDriver): readonly Finding[] => {
    const context = { zone: followers[0]?.zone, now }
    const wrong = samples.filter((sample) => differencesIn(driver, sample, context).length > 0)
    const untested = samples.length === 0 ? ['has no samples; write some, so that a mistake shows'] : []
    const failing = wrong.map(
      ({ from }) => `${from}: the sample does not say what it must; see: spoor-agent drivers test ${name}`,
    )
    const searched = slow.map(
      (text) =>
        `${file}: /${text.slice(0, 80)}/ has no fixed text of 3 or more characters, so each line is compared with it; add some, or write needles`,
    )
    const remarks = [...failing, ...untested.map((text) => `${file}: ${text}`), ...searched]
    if (remarks.length > 0) return remarks.map((text) => ({ check: 'driver', state: 'warning', text }))
    return [
      { check: 'driver', state: 'ok', text: `${file}: ${counted(samples.length, 'sample')} of driver ${name}: ok` },
    ]
  }
  return drivers.flatMap(findingsOf)
}
