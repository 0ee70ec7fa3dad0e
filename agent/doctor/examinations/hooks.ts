import { withHooks } from '../../cpanel/hooks-state.ts'
import { registrationOf, type ServiceRegistration } from '../../cpanel/registration.ts'
import { neededServices } from '../../cpanel/watched-service.ts'
import { hasCpanel } from '../../inbox/has-cpanel.ts'
import { type Symptom, doubtful, untold, well } from '../diagnosis.ts'
import type { Examination } from '../examination.ts'

const REGISTER = 'spoor-agent cpanel register'

const WHY_HOOKS =
  'Without the hooks forwards, filters and passwords that are changed in cPanel show late or not at all.'

/** How the agent stands with cPanel: its hooks, and chkservd, which restarts the services. */
export const hooks: Examination = {
  name: 'hooks',
  usesNetwork: false,
  isBlocking: true,
  examine: async ({ root, patience }) => {
    if (!hasCpanel(root)) return [well('There is no cPanel here.')]
    const { hooks: ours, services } = withHooks(root, registrationOf(root, await neededServices(root)), patience)
    return [hooksSymptom(ours), ...services.map(watchedSymptom)]
  },
}

function hooksSymptom({ state, problem }: ReturnType<typeof withHooks>['hooks']): Symptom {
  switch (state) {
    case 'registered':
      return well('All hooks are registered with cPanel.')
    case 'incomplete':
      return doubtful(`The hooks are half registered with cPanel: ${problem}.`, WHY_HOOKS, REGISTER)
    case 'unregistered':
      return doubtful('The hooks are not registered with cPanel.', WHY_HOOKS, REGISTER)
    case 'unknown':
      return untold(`How the hooks stand cannot be told: ${problem}`, 'sudo spoor-agent cpanel status')
  }
}

function watchedSymptom({ service, state, problem }: ServiceRegistration): Symptom {
  const why =
    'chkservd is what starts a service of a cPanel server again that was stopped, and tells its administrator.'
  switch (state) {
    case 'watched':
      return well(`chkservd watches ${service}.`)
    case 'off':
      return well(`${service} is switched off in WHM's Service Manager, so chkservd does not watch it.`)
    case 'incomplete':
      return doubtful(`${service} is half registered with chkservd: ${problem}.`, why, REGISTER)
    case 'unregistered':
      return doubtful(`${service} is not registered with chkservd.`, why, REGISTER)
  }
}
