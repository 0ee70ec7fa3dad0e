import type { PresentState } from './present-state.ts'
import type { SetupHost } from './setup-host.ts'
import type { SetupStep } from './step.ts'
import { configurationStep } from './steps/configuration-step.ts'
import { cpanelStep } from './steps/cpanel-step.ts'
import { hubStep } from './steps/hub-step.ts'
import { loginLogStep } from './steps/login-log-step.ts'
import { logsStep } from './steps/logs-step.ts'
import { secretStep } from './steps/secret-step.ts'
import { servicesStep } from './steps/services-step.ts'
import type { WantedSetup } from './wanted-setup.ts'

/** What writes the agent's own files: first what is named, then what names it. */
export function writingSteps(host: SetupHost, wanted: WantedSetup, present: PresentState): readonly SetupStep[] {
  const { place } = wanted
  return [
    ...(place.kind === 'api' && place.secret !== undefined ? [secretStep(host, place.secret)] : []),
    configurationStep(host, wanted, present),
    ...(place.kind === 'hub' ? [hubStep(host, place, wanted)] : []),
    logsStep(host),
  ]
}

/** What brings the host to life with them: the services, then what watches and feeds them. */
export function startingSteps(host: SetupHost, isLogAskedFor: boolean): readonly SetupStep[] {
  return [servicesStep(host), cpanelStep(host), loginLogStep(host, isLogAskedFor)]
}
