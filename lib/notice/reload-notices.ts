import { type Notice, notice } from './notice.ts'

/** Notices about a configuration that is reloaded. */
export const reloadNotices = {
  configReloaded: (): Notice => notice('notice', 'config_reloaded', 'The new configuration is active.'),
  configRefused: (reason: string): Notice =>
    notice('error', 'config_refused', `The new configuration is refused, the previous one stays active: ${reason}`),
}
