import { failing, well } from '../diagnosis.ts'
import type { Examination } from '../examination.ts'
import { symptomsOf } from '../found-of.ts'

/** The steps of a harmless request with the credentials, as `check --connect` takes them. */
const STEPS = new Set(['dns', 'proxy', 'tcp', 'tls', 'credentials'])

const WHY = 'What cannot be sent waits in the spool. Nothing is lost, but nobody is told.'

const REMEDY = ['spoor-agent check --connect']

/** Whether receivers and alerts take what is sent to them. */
export const deliveries: Examination = {
  name: 'receivers',
  usesNetwork: true,
  examine: async ({ checked }) => {
    const alone = await checked(false)
    const known = new Set('reason' in alone ? [] : alone.findings.map(({ text }) => text))
    const connected = await checked(true)
    if ('reason' in connected && connected.reason.endsWith('in time'))
      return [failing('A receiver or a server of an alert did not answer in time.', WHY, ...REMEDY)]
    const found = symptomsOf(
      'reason' in connected
        ? connected
        : { findings: connected.findings.filter(({ text, check }) => check !== 'alert' || !known.has(text)) },
      (check) => STEPS.has(check) || check === 'alert',
      () => ({ why: WHY, remedy: REMEDY }),
    )
    return found.length > 0 ? found : [well('There is nobody to ask: see the configuration.')]
  },
}
