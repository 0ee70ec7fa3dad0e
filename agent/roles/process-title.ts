/**
 * What a service calls itself in `ps`, by its command; at most 15 bytes, more the kernel cuts (PR_SET_NAME in
 * prctl(2)).
 */
export const SERVICE_TITLES = { collect: 'spoor-collect', transmit: 'spoor-transmit' } as const

/** What a process with this command calls itself; Node 24 says `MainThread`. */
export function titleOf(command = ''): string {
  return command === 'collect' || command === 'transmit' ? SERVICE_TITLES[command] : 'spoor-agent'
}
