import { type Notice, notice } from '../../lib/notice/notice.ts'

/** Notices about the configuration. */
export const configNotices = {
  keysIgnored: (file: string, keys: readonly string[]): Notice =>
    notice(
      'notice',
      'config_keys_ignored',
      `${file}: keys of App::Spoor that have no effect: ${keys.join(', ')}; remove them.`,
    ),
  configPassedOver: (file: string): Notice =>
    notice('warning', 'config_passed_over', `${file}: is not read because its name does not end in .yml; rename it.`),
  configReloaded: (): Notice => notice('notice', 'config_reloaded', 'The new configuration is active.'),
  configRefused: (reason: string): Notice =>
    notice('error', 'config_refused', `The new configuration is refused, the previous one stays active: ${reason}`),
}
