import { LOG_LOGINS_COMMAND, logsSuccessfulLogins } from '../../cpanel/tweak-settings.ts'
import { hasCpanel } from '../../inbox/has-cpanel.ts'
import { doubtful, untold, well } from '../diagnosis.ts'
import type { Examination } from '../examination.ts'

/** Whether cPanel logs successful logins. */
export const logins: Examination = {
  name: 'logins',
  usesNetwork: false,
  examine: async ({ root }) => {
    if (!hasCpanel(root)) return [well('There is no cPanel here.')]
    switch (logsSuccessfulLogins(root)) {
      case true:
        return [well('cPanel logs successful logins.')]
      case false:
        return [
          doubtful(
            'cPanel does not log successful logins (WHM, Tweak Settings, Logging, "Log successful logins").',
            'Logins to webmail, cPanel and WHM are not seen, and no takeover that begins with one.',
            LOG_LOGINS_COMMAND,
          ),
        ]
      case undefined:
        return [
          untold(
            'Whether cPanel logs successful logins cannot be told: its settings cannot be read, or do not say.',
            'sudo whmapi1 get_tweaksetting key=log_successful_logins',
          ),
        ]
    }
  },
}
