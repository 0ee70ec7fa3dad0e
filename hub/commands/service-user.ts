import { stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { nameOfUser, type User, userNamed } from '../../lib/system/users/passwd.ts'
import { type HubConfig, loadHubConfig } from '../config/load.ts'
import type { StorePlace } from '../config/store-place.ts'
import { HUB_DATA } from '../config/usual-paths.ts'
import { keyPlaceOf } from '../people/secret-key.ts'
import { HUB_USER } from '../program.ts'

/**
 * The user as whom the service runs, as root sees it: the owner of its folder, which systemd gives to `User=` of the
 * unit, or without one the user that the package makes. Undefined if this process is not root's, or neither exists.
 */
export async function serviceUser(store: StorePlace): Promise<User | undefined> {
  if (process.geteuid?.() !== 0) return undefined
  const owner = await stat(dirname(keyPlaceOf(store).file)).catch(() => undefined)
  return owner ?? userNamed(HUB_USER)
}

/**
 * Reads the configuration for a command: for root as the service may read it, so that a fault tells root to give the
 * file to the account that runs the service. Throws as `loadHubConfig` does.
 */
export async function loadAsService(file: string): Promise<HubConfig> {
  try {
    return await loadHubConfig(file, await serviceUser({ folder: HUB_DATA }))
  } catch (error) {
    // The account may be another: that whose the file is, if the store that the file names is so, too.
    const owner = process.geteuid?.() === 0 ? await stat(file).catch(() => undefined) : undefined
    if (owner === undefined) throw error
    const { store } = await loadHubConfig(file, owner)
    return loadHubConfig(file, await serviceUser(store))
  }
}

/** Explains why root is told of a fault that root would not have; empty if it is this process's own. */
export function asWhom(user: User | undefined): string {
  if (user === undefined || user.uid === 0) return ''
  return `\n(Checked as user ${nameOfUser(user.uid)}, because the service runs as that user.)`
}
