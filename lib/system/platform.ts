import { existsSync } from 'node:fs'

/** The families of Linux that cPanel runs on: Enterprise Linux, and Debian with Ubuntu. */
export type Platform = 'el' | 'debian'

/** The family of this machine. */
export function platformHere(): Platform {
  return existsSync('/etc/debian_version') ? 'debian' : 'el'
}
