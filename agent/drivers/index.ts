import { cpanelAccess } from './cpanel-access.ts'
import { cpanelError } from './cpanel-error.ts'
import { cpanelLogin } from './cpanel-login.ts'
import type { Driver } from './driver.ts'

/** Every log format the agent reads. */
export const drivers: readonly Driver[] = [cpanelAccess, cpanelError, cpanelLogin]

/** The driver of that name; undefined where there is none. */
export function driverNamed(name: string): Driver | undefined {
  return drivers.find((driver) => driver.name === name)
}
