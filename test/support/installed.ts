import { existsSync } from 'node:fs'

/** For the option `skip` of a test: why it cannot run without a program; throws where nothing may be skipped. */
export function unlessInstalled(program: string, packageName: string): string | false {
  if (existsSync(program)) return false
  const reason = `${program} is not installed: apt-get install ${packageName}`
  if (process.env['SPOOR_CI'] !== undefined) throw new Error(reason)
  return reason
}
